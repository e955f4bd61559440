"""Half days and how they are counted and named. Pure: the calendar is passed in."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chinese_calendar import Holiday, constants

from attendance.choices import Half
from policies.calendar import DayKind, StatutoryCalendar, span
from policies.errors import QuestionError


def slot(day: date, half: str) -> int:
    """The half day's number: two a day, the afternoon the odd one."""
    return 2 * day.toordinal() + (half == Half.PM)


def half_day(number: int) -> tuple[date, str]:
    """The day and half of a slot."""
    return date.fromordinal(number // 2), Half.PM if number % 2 else Half.AM


def length(first: int, last: int) -> Decimal:
    """Calendar days from one slot to another, both included, in halves."""
    return Decimal(last - first + 1) / 2


def plain(days: Decimal) -> int | float:
    """Days as a question carries them: 3 or 2.5."""
    return int(days) if days == days.to_integral_value() else float(days)


def shown(first: int, last: int) -> str:
    """9月3日至5日, 9月3日下午至9月5日上午, 9月3日上午."""
    (start, start_half), (end, end_half) = half_day(first), half_day(last)
    whole = start_half == Half.AM and end_half == Half.PM
    if start == end:
        return _day(start) + ("" if whole else Half(start_half).label)
    until = f"{end.day}日" if (start.year, start.month) == (end.year, end.month) and whole else _day(end)
    if whole:
        return f"{_day(start)}至{until}"
    return f"{_day(start)}{Half(start_half).label}至{_day(end)}{Half(end_half).label}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


@dataclass(frozen=True)
class Rest:
    """A day within a leave that is no working day, with its name."""

    day: date
    name: str


def named(rests: list[Rest]) -> list[str]:
    """Rest days as people say them: 9月8日至9日（周末）, 10月1日至7日（国庆节）."""
    runs: list[list[Rest]] = []
    for rest in rests:
        last = runs[-1][-1] if runs else None
        if last and last.name == rest.name and (rest.day - last.day).days == 1:
            runs[-1].append(rest)
        else:
            runs.append([rest])
    return [f"{shown(slot(run[0].day, Half.AM), slot(run[-1].day, Half.PM))}（{run[0].name}）" for run in runs]


def rest_days(first: date, last: date, *, calendar: StatutoryCalendar) -> list[Rest]:
    """Rest days and holidays from `first` through `last`. Raises QuestionError where the calendar lacks the year."""
    return [Rest(day, _name(day)) for day in span(first, last) if not calendar.is_workday(day)]


def _name(day: date) -> str:
    title = constants.holidays.get(day)
    if title:
        return Holiday(title).chinese
    return "周末"


def only_rest_between(earlier: int, later: int, *, calendar: StatutoryCalendar) -> bool:
    """Whether nothing but rest days lies between the last slot of one leave and the first of another."""
    between = {half_day(number)[0] for number in range(earlier + 1, later)}
    try:
        return all(calendar.kind(day) in (DayKind.REST, DayKind.HOLIDAY) for day in between)
    except QuestionError:
        return earlier + 1 == later


def month_pieces(first: int, last: int) -> list[tuple[int, int]]:
    """The slots cut at the ends of months, so that one month's piece can change alone."""
    pieces = []
    while first <= last:
        day = half_day(first)[0]
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        until = min(last, slot(following, Half.AM) - 1)
        pieces.append((first, until))
        first = until + 1
    return pieces
