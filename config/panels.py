"""What a cadre's page shows of the houses to the right of the ledger: days, leave, assessment, facts and cases."""

from typing import Any

from django.db.models import Q

from accounts.access import reach_of, within
from accounts.models import User
from assessment.models import Assessment
from attendance.leave.queries import with_state
from attendance.models import AbsenceTally, Leave
from cadres.models import Cadre, Posting
from cadres.pages.panels import Panel, enter
from config.days import days_of_cadre
from recall.models import Bar, Case, Finding
from villages.clock import today

MOST = 8


def enter_panels() -> None:
    enter(Panel("days", "config/panel_days.html", days, order=10))
    enter(Panel("leaves", "config/panel_leaves.html", leaves, order=20))
    enter(Panel("assessments", "config/panel_assessments.html", assessments, order=30))
    enter(Panel("cases", "config/panel_cases.html", cases, order=40))


def days(cadre: Cadre, postings: list[Posting], user: User) -> dict[str, Any] | None:
    """This year's counts, with the forecast of the windows still open."""
    on = today()
    shown = days_of_cadre(cadre, user=user, on=on)
    absence = within(AbsenceTally.objects.filter(cadre=cadre, year=on.year), user=user).first()
    return {"shown": shown, "absence": absence, "year": on.year} if shown or absence else None


def leaves(cadre: Cadre, postings: list[Posting], user: User) -> dict[str, Any]:
    rows = with_state(within(Leave.objects.filter(posting__in=postings), user=user), on=today())
    return {"rows": list(rows.select_related("posting__team__place").order_by("-start", "-pk")[:MOST])}


def assessments(cadre: Cadre, postings: list[Posting], user: User) -> dict[str, Any] | None:
    rows = within(Assessment.objects.filter(posting__in=postings), user=user)
    found = list(rows.select_related("posting__team__place").order_by("-year", "-quarter")[:MOST])
    return {"rows": found} if found else None


def cases(cadre: Cadre, postings: list[Posting], user: User) -> dict[str, Any] | None:
    """Facts in force, cases and bars. Where to record a fact, for who may."""
    on = today()
    findings = within(Finding.objects.filter(posting__in=postings, voided_at=None), user=user)
    found = within(Case.objects.filter(posting__in=postings), user=user).select_related("posting__team__place")
    begun = Bar.objects.filter(Q(since__isnull=True) | Q(since__lte=on), cadre=cadre)
    bars = begun.filter(case__in=within(Case.objects.all(), user=user).values("pk")).select_related("case")
    current = next((posting for posting in postings if posting.end is None or posting.end >= on), None)
    keeps = current is not None and reach_of(user).holds(
        "county_org", "county_office", "township", place=current.team.place_id
    )
    may = keeps and cadre.user_id != user.pk
    given = {
        "findings": list(findings),
        "cases": list(found),
        "bars": [{"bar": bar, "in_force": bar.in_force(on)} for bar in bars],
        "facts_of": current if may else None,
    }
    return given if any(given.values()) else None
