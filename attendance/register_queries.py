"""Reads of the register: closed months, a place's grid, who has no line yet."""

from collections.abc import Iterable
from datetime import date

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
