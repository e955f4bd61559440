"""A month of a place as its grid shows it: days, and for each posting its cells, sums and what may be written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from attendance.choices import Half, Symbol
from attendance.models import Evidence, Leave, RegisterLine
from attendance.register.evidence import empty_line
from attendance.register.settling import half_days
from cadres.choices import Role
from cadres.models import Posting
from decisions.law import calendar
from policies.calendar import DayKind, span
from policies.periods import month_end

WEEKDAYS = "一二三四五六日"
SUMS = (Symbol.VILLAGE, Symbol.OFFICIAL, Symbol.LEAVE, Symbol.ABSENT)
SUM_LABELS = ("在村", "公务", "请假", "缺岗")
KINDS = {DayKind.MAKE_UP: "调休上班", DayKind.HOLIDAY: "节假日"}


@dataclass(frozen=True)
class Day:
    """A column: `rest` by the statutory calendar, by the weekday where the year is not in it."""

    date: date
    weekday: str
    rest: bool
    note: str

    @property
    def number(self) -> int:
        return self.date.day


def days_of_month(month: date) -> list[Day]:
    known = calendar()
    found = []
    for day in span(month, month_end(month.year, month.month)):
        kind = known.kind(day) if day.year in known.years else None
        rest = not known.is_workday(day) if kind else day.weekday() > 4
        found.append(Day(day, WEEKDAYS[day.weekday()], rest, KINDS.get(kind, "") if kind else ""))
    return found


def grid_row(
    posting: Posting,
    days: Sequence[Day],
    *,
    line: RegisterLine | None,
    evidence: Sequence[Evidence],
    pending: Sequence[Leave],
) -> dict[str, Any]:
    """A person's row. Hidden lines carry the notes; cells show what counts; days that rest on evidence are locked."""
    shown = line or empty_line(posting.pk, days[0].date)
    resting = _resting(shown, posting, evidence)
    asked = {day for leave in pending for day in span(leave.start, leave.end)}
    return {
        "posting": posting,
        "note": f"{posting.team.place.name} {Role(posting.role).label}",
        "month": days[0].date,
        "am": shown.noted_am,
        "pm": shown.noted_pm,
        "nights": shown.nights,
        "version": line.version if line else 0,
        "written": _written(line),
        "cells": [_cell(day, shown, posting, resting, asked) for day in days],
        "sums": sums(shown),
    }


def _written(line: RegisterLine | None) -> str:
    if line is None or line.written_by is None or line.written_at is None:
        return ""
    return f"{line.written_by.name} {line.written_at:%m-%d %H:%M}"


def _resting(line: RegisterLine, posting: Posting, evidence: Sequence[Evidence]) -> dict[tuple[date, str], str]:
    line.posting = posting
    return {where: item.get_source_display() for item in evidence for where in half_days(item, line)}


def _cell(
    day: Day, line: RegisterLine, posting: Posting, resting: dict[tuple[date, str], str], asked: set[date]
) -> dict[str, Any]:
    outside = day.date < posting.start or (posting.end is not None and day.date > posting.end)
    sources = {resting[day.date, half] for half in (Half.AM, Half.PM) if (day.date, half) in resting}
    pending = day.date in asked
    title = "、".join(sorted(sources)) or ("不在派驻期间" if outside else "有待批准的请假" if pending else day.note)
    return {
        "am": line.am[day.number - 1],
        "pm": line.pm[day.number - 1],
        "rest": day.rest,
        "locked": bool(sources) or outside,
        "outside": outside,
        "pending": pending and not sources,
        "title": title,
    }


def sums(line: RegisterLine) -> list[str]:
    """Days in the village, on official business, on leave and absent, halves exact."""
    counts = Counter(line.am + line.pm)
    return [plain(counts[symbol.value]) for symbol in SUMS]


def plain(halves: int) -> str:
    whole, half = divmod(halves, 2)
    return f"{whole}.5" if half else str(whole)
