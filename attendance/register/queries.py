"""Reads of the register: closed months, a place's grid, who has no line yet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from accounts.access import within
from accounts.models import User
from attendance.choices import CorrectionState
from attendance.models import Correction, Evidence, Leave, MonthClosing, RegisterLine
from cadres.models import Posting
from decisions.choices import State
from policies.periods import add_months, month_end
from villages.choices import DivisionLevel, TeamKind
from villages.models import Division


def first_of(day: date) -> date:
    return day.replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from the one of `first` to that of `last`; none where `last` is before `first`."""
    if last < first:
        return []
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first_of(first), number) for number in range(count)]


def closing_places(place: str) -> tuple[str, str]:
    """Codes of the township and the county that may close a month for posts at a place (12-digit code)."""
    return place[:9].ljust(12, "0"), place[:6].ljust(12, "0")


def closed_months(posting: Posting, months: Iterable[date]) -> set[date]:
    """Which of the months are closed for the posting, by its township or by its county."""
    places = closing_places(posting.team.place_id)
    rows = MonthClosing.objects.filter(place__in=places, month__in=list(months), reopened_at=None)
    return set(rows.values_list("month", flat=True))


GROUNDS = """
SELECT DISTINCT rpad(left(team.place_id, 6), 12, '0'), team.kind
FROM villages_team team WHERE EXISTS (
    SELECT 1 FROM cadres_posting posting JOIN attendance_registerline line ON line.posting_id = posting.id
    WHERE posting.team_id = team.id AND line.month BETWEEN %s AND %s)
ORDER BY 1, 2
"""


def grounds_with_lines(*, since: date, on: date) -> list[tuple[str, str]]:
    """Counties (12-digit code) and kinds of team that have register lines in these months."""
    with connection.cursor() as cursor:
        cursor.execute(GROUNDS, [since, on])
        return cursor.fetchall()


def active_in(rows: QuerySet[Posting], month: date) -> QuerySet[Posting]:
    """Postings that hold in a month, or part of it."""
    end = month_end(month.year, month.month)
    return rows.filter(Q(end__isnull=True) | Q(end__gte=month), start__lte=end)


def keeping_places(user: User, month: date) -> list[dict[str, Any]]:
    """Townships (for general teams: counties) within reach, with how far their month's register is.

    Each: code, name, people, noted (people with anything noted), waiting (corrections), closed (a MonthClosing or None).
    """
    blank = ["." * length for length in range(28, 32)]
    noted = Exists(RegisterLine.objects.filter(posting=OuterRef("pk"), month=month).exclude(noted_am__in=blank))
    asked = Correction.objects.filter(posting=OuterRef("pk"), month=month, state=CorrectionState.WAITING)
    general = Q(team__kind=TeamKind.GENERAL)
    digits = Case(When(general, then=Value(6)), default=Value(9))
    rows = (
        active_in(within(Posting.objects.all(), user=user), month)
        .annotate(keeper=Substr("team__place_id", 1, digits), is_noted=noted, is_asked=Exists(asked))
        .values("keeper")
        .annotate(
            people=Count("pk", distinct=True),
            noted=Count("pk", filter=Q(is_noted=True), distinct=True),
            waiting=Count("pk", filter=Q(is_asked=True), distinct=True),
        )
        .order_by("keeper")
    )
    found: list[dict[str, Any]] = [{**row, "code": str(row["keeper"]).ljust(12, "0")} for row in rows]
    codes = [str(row["code"]) for row in found]
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    closings = MonthClosing.objects.filter(place__in=codes, month=month, reopened_at=None).select_related("closed_by")
    closed = {closing.place_id: closing for closing in closings}
    for row in found:
        row["name"], row["closed"] = names.get(row["code"], row["code"]), closed.get(row["code"])
        row["missing"] = row["people"] - row["noted"]
    return found


def postings_of(user: User, *, place: Division, month: date) -> QuerySet[Posting]:
    """Postings within reach that a place keeps the month's register of: a township's villages, a county's general team."""
    rows = active_in(within(Posting.objects.all(), user=user), month).filter(team__place__code__startswith=place.prefix)
    if place.level <= DivisionLevel.COUNTY:
        rows = rows.filter(team__kind=TeamKind.GENERAL)
    return rows.select_related("cadre", "team__place", "unit").order_by("team__place_id", "cadre__pinyin", "pk")


def lines_of(postings: Iterable[Posting], month: date) -> dict[int, RegisterLine]:
    """The month's line of each posting that has one."""
    rows = RegisterLine.objects.filter(posting__in=postings, month=month).select_related("written_by")
    return {line.posting_id: line for line in rows}


def evidence_of(postings: Iterable[Posting], month: date) -> dict[int, list[Evidence]]:
    """What the month's days rest on besides notes, by posting."""
    end = month_end(month.year, month.month)
    rows = Evidence.objects.filter(posting__in=postings, first_day__lte=end, last_day__gte=month, voided_at=None)
    found: dict[int, list[Evidence]] = {}
    for item in rows.order_by("pk"):
        found.setdefault(item.posting_id, []).append(item)
    return found


def pending_leaves(postings: Iterable[Posting], month: date) -> dict[int, list[Leave]]:
    """Leaves that still wait for a decision and touch the month, by posting."""
    end = month_end(month.year, month.month)
    waiting = Leave.objects.filter(posting__in=postings, proceeding__state=State.OPEN, cancelled_at=None)
    found: dict[int, list[Leave]] = {}
    for leave in waiting.filter(start__lte=end, end__gte=month):
        found.setdefault(leave.posting_id, []).append(leave)
    return found


def waiting_corrections(user: User) -> QuerySet[Correction]:
    """Corrections within reach that wait for the county, the longest first."""
    rows = within(Correction.objects.filter(state=CorrectionState.WAITING), user=user)
    return rows.select_related("posting__cadre", "posting__team__place", "proposed_by", "evidence").order_by(
        "proposed_at"
    )
