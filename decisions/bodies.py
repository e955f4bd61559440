"""Finding the body a county names for a step, or entering it."""

from django.db.models import Q

from accounts.access import inside
from accounts.choices import Level
from accounts.models import Body
from decisions.choices import territory
from villages.models import Division

LEVELS = {"township": Level.TOWNSHIP, "county": Level.COUNTY, "city": Level.CITY, "region": Level.PROVINCE}
MOST_OFFERED = 500


class UnclearName(Exception):
    """More than one body has the name; the sentence says what to do."""


def bodies_around(place: str) -> list[str]:
    """Names of bodies in the county of the place, its city and its province, for the clerk to choose from."""
    return list(
        Body.objects.filter(_near(place), merged_into__isnull=True).values_list("name", flat=True)[:MOST_OFFERED]
    )


def body_named(name: str, *, word: str, place: str) -> Body:
    """The body of this name (or alias) around the place; entered where there is none. Raises UnclearName."""
    home = territory(word, place) or territory("county", place)
    found = list(
        Body.objects.filter(_near(place), Q(name=name) | Q(aliases__contains=[name]), merged_into__isnull=True)[:2]
    )
    if len(found) > 1:
        raise UnclearName(f"有多个机构叫“{name}”，请填写全称。")
    if found:
        return found[0]
    division = Division.objects.filter(code=home).first()
    return Body.objects.create(name=name, division=division, level=LEVELS.get(word.partition("_")[0], Level.COUNTY))


def _near(place: str) -> Q:
    above = [place[:2].ljust(12, "0"), place[:4].ljust(12, "0")]
    return inside("division_id", place[:6]) | Q(division_id__in=above) | Q(division__isnull=True)
