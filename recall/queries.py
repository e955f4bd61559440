"""Cases, bars in force, and shortfalls that have closed and might become a ground."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import inside, reach_of, within
from accounts.models import User
from assessment.choices import EXCELLENT
from attendance.models import AbsenceTally, Tally
from cadres.models import Cadre, Posting
from policies.words import article_name
from recall.choices import CaseState
from recall.models import Bar, Case, Finding

KEEPERS = ("county_office", "county_org", "township")  # who may record a fact


def cases(user: User) -> QuerySet[Case]:
    """Cases within the user's reach, the newest first."""
    rows = within(Case.objects.all(), user=user)
    return rows.select_related("posting__cadre", "posting__team__place", "posting__unit", "proceeding")


def with_story() -> QuerySet[Case]:
    """Cases with all that their page shows."""
    story = ("posting__cadre", "posting__team__place", "posting__unit", "ground_ruling", "effects_ruling", "opened_by")
    return Case.objects.select_related(*story, "deadline_ruling", "successor__cadre", "proceeding__ruling")


def bars_in_force(cadre: Cadre, *, on: date) -> QuerySet[Bar]:
    """What a day still closes to a person."""
    return Bar.objects.filter(cadre=cadre, since__lte=on, through__gte=on).select_related("case")


def grade_closed(cadre: Cadre, grade: str, on: date) -> str:
    """Why the top grade is closed to a person: an honours bar that is in force or began in that year. Else nothing."""
    if grade != EXCELLENT:
        return ""
    bars = Bar.objects.filter(cadre=cadre, bar="honours", since__lte=on, through__gte=date(on.year, 1, 1))
    bar = bars.select_related("case").order_by("-through").first()
    if bar is None:
        return ""
    return f"{cadre}自{bar.since:%Y年%-m月%-d日}至{bar.through:%Y年%-m月%-d日}不得评先评优（{article_name(bar.case.ground)}的后果），不能评优秀。"


def may_read_health(user: User, posting: Posting, *, case: Case | None = None) -> bool:
    """Health details are for the cadre, the county and the township that keep the post, and who decides the case."""
    reach = reach_of(user)
    if user.pk == posting.cadre.user_id or reach.holds(*KEEPERS, place=posting.team.place_id):
        return True
    deciding = Q(person=user) | Q(body__in=reach.bodies(deciding=True))
    return bool(case and case.proceeding and case.proceeding.steps.filter(deciding).exists())


def open_findings(posting: Posting) -> QuerySet[Finding]:
    return posting.findings.filter(voided_at__isnull=True)


def closed_shortfalls(user: User, *, on: date) -> QuerySet[Tally]:
    """Years that ended short and have no case on their count yet: candidates, not findings."""
    handled = Case.objects.filter(posting__cadre=OuterRef("cadre"), opened_on__gt=OuterRef("last"))
    short = Tally.objects.filter(window="year", outcome="short", last__lt=on).exclude(
        Exists(handled.exclude(state=CaseState.ENDED))
    )
    rows = within(short, user=user).select_related("cadre", "posting__team__place", "posting__unit")
    return rows.order_by("-first", "counted")


def closed_short_year(posting: Posting, *, on: date) -> Tally | None:
    """The person's newest closed year that fell short, in the county of the post."""
    years = Tally.objects.filter(_of_county(posting), window="year", outcome="short", last__lt=on)
    return years.order_by("-first").first()


def _of_county(posting: Posting) -> Q:
    """Tallies of the person that end at a post in the same county: what happened elsewhere is not told here."""
    return Q(cadre=posting.cadre) & inside("posting__team__place_id", posting.team.place_id[:6])


def absence_fact(posting: Posting, *, on: date) -> dict[str, Any]:
    """The tally's word on the person's absence this year or last, as the fact `absence`; nothing where it has none."""
    found = AbsenceTally.objects.filter(
        _of_county(posting), year__gte=on.year - 1, outcome__in=["ground", "needs_determination"]
    )
    newest = found.order_by("-year").first()
    return {"absence": {"outcome": newest.outcome}} if newest else {}
