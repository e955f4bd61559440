"""Who is assessed in a year, which grades are open, and how many seats the regulation leaves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Substr

from accounts.access import inside, within
from accounts.choices import Level
from accounts.models import User
from assessment.choices import EXCELLENT
from assessment.models import Assessment
from cadres.models import Posting
from decisions.law import NoPolicy, answer, policy_for
from policies.facade import Policy


@dataclass(frozen=True)
class Seats:
    """A pool of the quota desk: base, the most that may be excellent (None: not regulated), how many are."""

    label: str
    base: int
    most: int | None
    firm: bool | None
    used: int
    articles: list[str]
    readings: list[dict[str, Any]]

    @property
    def left(self) -> int | None:
        return None if self.most is None else self.most - self.used


def year_end(year: int) -> date:
    return date(year, 12, 31)


def on_post_in(year: int, rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """Postings of which some day lies in the year."""
    return rows.filter(Q(end__isnull=True) | Q(end__gte=date(year, 1, 1)), start__lte=year_end(year))


def assessed(year: int, *, user: User) -> QuerySet[Posting]:
    """Postings of the year within reach, with its grades."""
    grades = Assessment.objects.filter(year=year).order_by("quarter")
    rows = on_post_in(year, within(Posting.objects.all(), user=user)).select_related("cadre", "team__place", "unit")
    return rows.prefetch_related(Prefetch("assessments", queryset=grades, to_attr="grades")).order_by(
        "team__place_id", "pk"
    )


def policy_of(posting: Posting, *, year: int) -> Policy:
    """The regulation the posting stood under on its last day in the year. Raises NoPolicy."""
    last = min(posting.end or year_end(year), year_end(year))
    return policy_for(posting.team.place_id, team_kind=posting.team.kind, on=last)


def limits(posting: Posting, *, year: int, facts: dict[str, Any]) -> dict[str, Any]:
    """The regulation's answer to `grade_limits`, with the quarters' grades among the facts."""
    policy = policy_of(posting, year=year)
    asked = {"object": "cadre", "quarterly": quarterly(posting, year=year)} | facts
    last = min(posting.end or year_end(year), year_end(year))
    return answer("grade_limits", policy=policy, on=last, facts=asked, place=posting.team.place_id)


def quarterly(posting: Posting, *, year: int) -> list[str]:
    rows = Assessment.objects.filter(posting__cadre=posting.cadre, year=year, quarter__isnull=False)
    return list(rows.order_by("quarter").values_list("grade", flat=True))


def seats(posting: Posting, *, year: int) -> Seats:
    """The seats of the pool the posting is in: its county's, and of one dispatch level where the reading says so."""
    policy = policy_of(posting, year=year)
    place, last = posting.team.place_id, year_end(year)
    pool = on_post_in(year, Posting.objects.filter(inside("team__place_id", place[:6]), team__kind=posting.team.kind))
    first = _quota(policy, place=place, on=last, base=1)
    by_level = any((item["name"], item["choice"]) == ("quota_base", "dispatch_level") for item in first["reading"])
    if by_level:
        pool = pool.filter(dispatch_level=posting.dispatch_level)
    base = pool.values("cadre").distinct().count()
    answered = _quota(policy, place=place, on=last, base=base)
    used = Assessment.objects.filter(posting__in=pool, year=year, quarter__isnull=True, grade=EXCELLENT).count()
    label = Level(posting.dispatch_level).label + "选派" if by_level else "全县"
    return Seats(label, base, answered["max"], answered["firm"], used, answered["articles"], answered["reading"])


def _quota(policy: Policy, *, place: str, on: date, base: int) -> dict[str, Any]:
    facts = {"object": "cadre", "grade": EXCELLENT, "base": base}
    return answer("grade_quota", policy=policy, on=on, facts=facts, place=place)


def desk(year: int, *, user: User) -> list[tuple[str, Seats]]:
    """The quota desk of each county of the user's: one line a pool; a pool is found by one posting of each."""
    rows = on_post_in(year, within(Posting.objects.all(), user=user)).select_related("team__place")
    found: dict[tuple[str, str, str], tuple[str, Seats]] = {}
    for posting in _one_of_each_pool(rows):
        try:
            pool = seats(posting, year=year)
        except NoPolicy:
            continue
        county = posting.team.place_id[:6]
        found.setdefault((county, posting.team.kind, pool.label), (posting.team.get_kind_display(), pool))
    return list(found.values())


def _one_of_each_pool(rows: QuerySet[Posting]) -> list[Posting]:
    pool = ("county", "team__kind", "dispatch_level")
    return list(rows.annotate(county=Substr("team__place_id", 1, 6)).order_by(*pool, "pk").distinct(*pool))
