"""Months and days of a ledger as the database keeps them: a date with its precision. Pure Python."""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple


class Moment(NamedTuple):
    """A date and how exact it is (`day`, `month`, or empty where the ledger is silent)."""

    on: date
    precision: str


class Span(NamedTuple):
    """The days that are certain, from `first` up to but without `last`."""

    first: date
    last: date

    def overlaps(self, other: "Span") -> bool:
        """Empty spans (a stay inside one month) overlap nothing."""
        nobody_empty = self.first < self.last and other.first < other.last
        return nobody_empty and self.first < other.last and other.first < self.last


@lru_cache(maxsize=65_536)
def first_day(text: str) -> Moment:
    """2017-07 is a month that may have begun on its first day."""
    year, month, *day = map(int, text.split("-"))
    return Moment(date(year, month, *day), "day") if day else Moment(date(year, month, 1), "month")


@lru_cache(maxsize=65_536)
def last_day(text: str) -> Moment:
    """2017-07 is a month that may have lasted to its last day."""
    year, month, *day = map(int, text.split("-"))
    return (
        Moment(date(year, month, *day), "day")
        if day
        else Moment(date(year, month, monthrange(year, month)[1]), "month")
    )


def text_of(on: date | None, precision: str) -> str | None:
    """As a ledger writes it: 2017-07-05, 2017-07, or None."""
    if on is None or not precision:
        return None
    return on.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


@lru_cache(maxsize=65_536)
def certain_days(start: date, start_precision: str, end: date | None, end_precision: str) -> Span:
    """As the column `held` has it: from the last day it may have begun up to the first it may have ended."""
    first, last = start, end or date.max
    if start_precision == "month":
        first = start.replace(day=monthrange(start.year, start.month)[1])
    elif start_precision == "year":
        first = start.replace(month=12, day=31)
    if end and end_precision == "month":
        last = end.replace(day=1)
    elif end and end_precision == "year":
        last = end.replace(month=1, day=1)
    return Span(first, last)
