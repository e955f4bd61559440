"""The statutory calendar: which days are worked. An argument of every question, never looked up in passing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property

from policies.errors import QuestionError

ONE_DAY = timedelta(days=1)
Office = tuple[tuple[time, time], ...]


class DayKind(StrEnum):
    WORKDAY = "workday"
    MAKE_UP = "make_up"
    REST = "rest"
    HOLIDAY = "holiday"


WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})


@dataclass(frozen=True)
class StatutoryCalendar:
    """Days with their kind, whole years at a time; `provisional` years were entered before the State Council's notice.

    A year that is missing raises `QuestionError`: a working day is never guessed.
    """

    days: Mapping[date, DayKind]
    provisional: frozenset[int] = frozenset()

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.days)

    def watched(self) -> tuple["StatutoryCalendar", set[int]]:
        """The same calendar, and the set of provisional years that will have been looked up in it."""
        touched: set[int] = set()
        return StatutoryCalendar(_Watched(self.days, self.provisional, touched), self.provisional), touched

    def kind(self, day: date) -> DayKind:
        try:
            return self.days[day]
        except KeyError:
            raise QuestionError(
                f"工作日历缺少{day.year}年（{day.isoformat()}）：该年放假安排尚未录入，不能推算工作日，请先录入后再问。"
            ) from None

    def is_workday(self, day: date) -> bool:
        return self.kind(day) in WORKED

    def workdays(self, first: date, last: date) -> int:
        """Working days from `first` through `last`, both included; 0 if `last` is before `first`."""
        return sum(self.is_workday(day) for day in span(first, last))

    def after_workdays(self, received: date, count: int, *, same_day: bool = False) -> date:
        """The `count`-th working day after `received` (the day itself counts only if `same_day`)."""
        day = received if same_day else received + ONE_DAY
        while True:
            count -= self.is_workday(day)
            if count <= 0:
                return day
            day += ONE_DAY

    def after_office_time(self, received: datetime, length: timedelta, *, office: Office) -> datetime:
        """When `length` of office time has passed since `received`; time outside the office hours does not run."""
        day = received.date()
        while True:
            for opens, closes in office if self.is_workday(day) else ():
                start = max(received, datetime.combine(day, opens))
                room = datetime.combine(day, closes) - start
                if room >= length:
                    return start + length
                length -= max(room, timedelta())
            day += ONE_DAY


class _Watched(Mapping[date, DayKind]):
    """Days that note which provisional years were asked for."""

    def __init__(self, days: Mapping[date, DayKind], provisional: frozenset[int], touched: set[int]) -> None:
        self._days, self._provisional, self._touched = days, provisional, touched

    def __getitem__(self, day: date) -> DayKind:
        if day.year in self._provisional:
            self._touched.add(day.year)
        return self._days[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._days)

    def __len__(self) -> int:
        return len(self._days)


def span(first: date, last: date) -> Iterator[date]:
    """Every day from `first` through `last`."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


@cache
def default_calendar() -> StatutoryCalendar:
    """The years that the package `chinesecalendar` carries, all of them announced."""
    from chinese_calendar import constants

    first, last = min(constants.holidays), max(constants.holidays)
    return calendar_from(
        holidays=frozenset(constants.holidays),
        make_up=frozenset(constants.workdays),
        years=range(first.year, last.year + 1),
    )


def calendar_from(*, holidays: frozenset[date], make_up: frozenset[date], years: range) -> StatutoryCalendar:
    """A calendar of whole `years`: weekends rest, `holidays` rest too, `make_up` days are worked."""

    def kind(day: date) -> DayKind:
        if day in make_up:
            return DayKind.MAKE_UP
        if day in holidays:
            return DayKind.HOLIDAY
        return DayKind.REST if day.weekday() > 4 else DayKind.WORKDAY

    days = span(date(years.start, 1, 1), date(years.stop - 1, 12, 31))
    return StatutoryCalendar(days={day: kind(day) for day in days})
