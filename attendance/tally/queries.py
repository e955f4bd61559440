"""Reads of tallies: warnings within reach, a person's windows, the last run."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When

from accounts.access import within
from accounts.models import User
from attendance.choices import AbsenceOutcome, Outcome, RunState
from attendance.models import AbsenceTally, CoverTally, RegisterLine, Tally, TallyRun
from decisions.law import calendar
from policies.calendar import span

SERIOUS = (Outcome.SHORT, Outcome.NEEDS_DETERMINATION)


def last_run() -> TallyRun | None:
    """The latest run that ended."""
    return TallyRun.objects.filter(state=RunState.DONE).first()


def tallies(user: User) -> QuerySet[Tally]:
    rows = within(Tally.objects.all(), user=user)
    return rows.select_related("cadre", "posting__team__place", "posting__unit")


def warned(user: User) -> QuerySet[Tally]:
    """Windows that are short, for a person to determine, or open and still lacking days; the worst first."""
    rank = Case(
        When(outcome=Outcome.SHORT, then=Value(0)),
        When(outcome=Outcome.RUNNING, reachable=False, then=Value(1)),
        When(outcome=Outcome.NEEDS_DETERMINATION, then=Value(2)),
        default=Value(3),
    )
    rows = tallies(user).exclude(outcome__in=[Outcome.MET, Outcome.SILENT])
    return rows.annotate(rank=rank, lacking=F("required") - F("counted")).order_by("rank", "-first", "-lacking", "pk")


def latest_month(user: User, *, on: date) -> date:
    """The latest month with register lines within reach, else the one of the day."""
    lines = within(RegisterLine.objects.filter(month__lte=on), user=user)
    found: date | None = lines.aggregate(latest=Max("month"))["latest"]
    return found or on.replace(day=1)


def outcome_counts(rows: QuerySet[Tally]) -> dict[str, int]:
    """How many windows there are of each outcome; 还能达到 and 已达不到 of the open ones apart."""
    counts = rows.aggregate(
        short=Count("pk", filter=Q(outcome=Outcome.SHORT)),
        unreachable=Count("pk", filter=Q(outcome=Outcome.RUNNING, reachable=False)),
        needs_determination=Count("pk", filter=Q(outcome=Outcome.NEEDS_DETERMINATION)),
        running=Count("pk", filter=Q(outcome=Outcome.RUNNING, reachable=True)),
        met=Count("pk", filter=Q(outcome=Outcome.MET)),
        silent=Count("pk", filter=Q(outcome=Outcome.SILENT)),
    )
    return dict(counts)


def absences(user: User, *, year: int) -> QuerySet[AbsenceTally]:
    """Absences that are over the limit by one way of counting or both."""
    over = (AbsenceOutcome.GROUND, AbsenceOutcome.NEEDS_DETERMINATION)
    rows = within(AbsenceTally.objects.filter(year=year, outcome__in=over), user=user)
    return rows.select_related("cadre", "posting__team__place").order_by("outcome", "-total_workdays", "pk")


def covers(user: User, *, month: date) -> QuerySet[CoverTally]:
    """Villages with days on which too few were there."""
    rows = within(CoverTally.objects.filter(month=month, uncovered__gt=0), user=user)
    return rows.select_related("team__place__parent").distinct().order_by("-uncovered", "team__place_id")


@dataclass(frozen=True)
class Forecast:
    """Days still needed and those left of an open window after the day of the run; `left` None: no calendar."""

    needed: float
    left: int | None


def forecast(tally: Tally, *, on: date) -> Forecast | None:
    """None for a closed window, and where nothing is required."""
    if tally.required is None or tally.counted is None or tally.end <= on:
        return None
    return Forecast(max(0.0, float(tally.required - tally.counted)), days_left(tally, on=on))


def days_left(tally: Tally, *, on: date) -> int | None:
    """Days, or working days, after `on` through the end of the window."""
    if tally.unit != "workday":
        return (tally.end - max(on, tally.start)).days
    known = calendar()
    days = list(span(date.fromordinal(max(on, tally.start).toordinal() + 1), tally.end))
    return sum(map(known.is_workday, days)) if {day.year for day in days} <= known.years else None
