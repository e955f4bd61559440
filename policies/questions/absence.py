"""Absence without leave: the longest run and the year's total, each in calendar and in working days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policies.calendar import StatutoryCalendar
from policies.days import read_days
from policies.kinds.presence import AbsenceLimit
from policies.periods import add_months
from policies.questions.asking import Answer, Asking, in_order, plain

ABSENT, RESTING, PAUSED, OTHER = "A", "R", "L", "-"


@dataclass(frozen=True, slots=True)
class HalfDay:
    date: date
    state: str


@dataclass(frozen=True, slots=True)
class Run:
    """From the first to the last absent duty half day, the rest between them included."""

    halves: tuple[HalfDay, ...]

    def calendar(self, first: date = date.min) -> Decimal:
        return Decimal(sum(half.date >= first for half in self.halves)) / 2

    def workdays(self, first: date = date.min) -> Decimal:
        return Decimal(sum(half.state == ABSENT and half.date >= first for half in self.halves)) / 2


def absence(asking: Asking) -> Answer:
    """Days after `as_of` are not looked at. Lengths are in days, halves exact."""
    days = read_days(asking.facts["days"], asking.get("days_pm"))
    limits = asking.rules(AbsenceLimit)
    if not limits:
        return {"outcome": "silent", "longest": None, "total": None, "articles": []}
    as_of = asking.facts["as_of"]
    on_rest = asking.choose("absent_on_rest") == "absent" if asking.chosen.get("absent_on_rest") else False
    pauses = bool(asking.chosen.get("leave_in_run")) and asking.choose("leave_in_run") == "suspends"
    halves = [
        HalfDay(day.date, PAUSED if symbol == "L" and pauses else _state(symbol, day.date, asking.calendar, on_rest))
        for day in days
        if day.date <= as_of
        for symbol in (day.am, day.pm)
    ]
    runs = list(_runs(halves))
    first = _year_start(asking, as_of)
    longest = _both(
        max((run.calendar() for run in runs), default=Decimal()),
        max((run.workdays() for run in runs), default=Decimal()),
    )
    total = _both(
        sum((run.calendar(first) for run in runs), Decimal()), sum((run.workdays(first) for run in runs), Decimal())
    )
    outcomes = [_judge(asking, limit, longest, total) for limit in limits]
    outcome = next((word for word in ("ground", "needs_determination") if word in outcomes), "none")
    articles = in_order(article for limit in limits for article in limit.articles)
    return {"outcome": outcome, "longest": _plain(longest), "total": _plain(total), "articles": articles}


def _state(symbol: str, day: date, calendar: StatutoryCalendar, on_rest: bool) -> str:
    if symbol == "A":
        return ABSENT if on_rest or calendar.is_workday(day) else RESTING
    return RESTING if symbol == "R" else OTHER


def _runs(halves: Sequence[HalfDay]) -> Iterator[Run]:
    """Runs of absence; a day that is missing from the strings breaks one, a pause neither counts nor breaks."""
    run: list[HalfDay] = []
    resting: list[HalfDay] = []
    last: date | None = None
    for half in halves:
        broken = half.state == OTHER or (last is not None and (half.date - last).days > 1)
        last = half.date
        if broken and run:
            yield Run(tuple(run))
            run = []
        if broken:
            resting = []
        if half.state == ABSENT:
            run = [*run, *resting, half] if run else [half]
            resting = []
        elif half.state == RESTING and run:
            resting.append(half)
    if run:
        yield Run(tuple(run))


def _year_start(asking: Asking, as_of: date) -> date:
    if asking.choose("absence_year") == "rolling":
        return date.fromordinal(add_months(as_of, -12).toordinal() + 1)
    return date(as_of.year, 1, 1)


def _both(calendar: Decimal, workdays: Decimal) -> dict[str, Decimal]:
    return {"calendar": calendar, "workdays": workdays}


def _plain(length: dict[str, Decimal]) -> Answer:
    return {name: plain(days) for name, days in length.items()}


def _judge(asking: Asking, limit: AbsenceLimit, longest: dict[str, Decimal], total: dict[str, Decimal]) -> str:
    pairs = ((limit.longest_allowed, longest), (limit.total_allowed, total))
    verdicts = [_over(asking, limit, length, over) for over, length in pairs if over is not None]
    outcome = next((word for word in ("ground", "needs_determination") if word in verdicts), "none")
    asking.look(
        limit,
        outcome != "none",
        {"ground": "两种算法都超过", "needs_determination": "两种算法结果不同"}.get(outcome, "没有超过"),
    )
    return outcome


def _over(asking: Asking, limit: AbsenceLimit, length: dict[str, Decimal], over: Decimal) -> str:
    """Both ways of counting over: a ground; only one: a person decides. Where the text says 工作日 only those judge."""
    way = "workdays" if limit.unit == "workday" else asking.choose("absence_run")
    if way != "both":
        return "ground" if length[way] > over else "none"
    exceeded = [days > over for days in length.values()]
    return "ground" if all(exceeded) else "needs_determination" if any(exceeded) else "none"
