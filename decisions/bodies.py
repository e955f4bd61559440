"""Finding the body a county names for a step, or entering it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.access import inside
from accounts.choices import Level
from accounts.models import Body
from decisions.choices import territory
from villages.models import Division

LEVELS = {"township": Level.TOWNSHIP, "county": Level.COUNTY, "city": Level.CITY, "region": Level.PROVINCE}
MOST_OFFERED = 500


class UnclearName(Exception):
    """The name is no body's that may be meant; the sentence says what to do."""


def bodies_offered(words: Iterable[str], *, place: str) -> list[str]:
    """Names of the bodies that may act in one of the words for the place, for the clerk to choose from."""
    found: QuerySet[Body] = Body.objects.none()
    for word in set(words):
        found |= _possible(word, place)
    return list(found.values_list("name", flat=True)[:MOST_OFFERED])


def body_named(name: str, *, word: str, place: str) -> Body:
    """The body of this name (or alias) that may act in the word for the place; entered where there is none.

    Raises UnclearName: for several of the name, and for one that lies elsewhere.
    """
    called = Q(name=name) | Q(aliases__contains=[name])
    found = list(_possible(word, place).filter(called)[:2])
    if len(found) > 1:
        raise UnclearName(f"有多个机构叫“{name}”，请填写全称。")
    if found:
        return found[0]
    division = Division.objects.filter(code=_home(word, place)).first()
    elsewhere = Body.objects.filter(called, _near(place), merged_into__isnull=True).select_related("division").first()
    if elsewhere is not None:
        raise UnclearName(
            f"“{name}”是{elsewhere.division or '其他地方'}的机构，这一环节应由{division}的机构办理，请重新填写。"
        )
    return Body.objects.create(name=name, division=division, level=LEVELS.get(word.partition("_")[0], Level.COUNTY))


def _home(word: str, place: str) -> str:
    """The division whose body acts in the word; for a unit, which may lie anywhere, where a new one is entered."""
    return territory(word, place) or territory("county", place)


def _possible(word: str, place: str) -> QuerySet[Body]:
    """Bodies of exactly the division of the word; for a unit those around the place."""
    home = territory(word, place)
    return Body.objects.filter(Q(division_id=home) if home else _near(place), merged_into__isnull=True)


def _near(place: str) -> Q:
    above = [place[:2].ljust(12, "0"), place[:4].ljust(12, "0")]
    return inside("division_id", place[:6]) | Q(division_id__in=above) | Q(division__isnull=True)
