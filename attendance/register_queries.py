"""Reads of the register: closed months, a place's grid, who has no line yet."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from attendance.models import MonthClosing
from cadres.models import Posting
from policies.periods import add_months


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
