"""Days on post: a person's (or team's) window, and a village's cover day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from policies.calendar import ONE_DAY, span
from policies.days import Day, check_line, read_days
from policies.errors import QuestionError
from policies.kinds.presence import PLACES, CoverageMinimum, DayClass, Measure, PresenceMinimum
from policies.periods import window_of
from policies.questions.asking import Answer, Asking, in_order, plain
from policies.words import label

OFFICIAL = frozenset("O")
WORST_FIRST = ("short", "needs_determination", "running", "met")


@dataclass(frozen=True, slots=True)
class Window:
    """The window asked about: the calendar's own, the part on post, and the last day that is known."""

    first: date
    last: date
    start: date
    end: date
    as_of: date

    @property
    def partial(self) -> bool:
        return (self.start, self.end) != (self.first, self.last)

    @property
    def open(self) -> bool:
        return self.as_of < self.end


def presence(asking: Asking) -> Answer:
    """`days` is one window's strings. Counted and required are in days or working days, halves exact."""
    days = read_days(asking.facts["days"], asking.get("days_pm"))
    window = _window(asking, days)
    rule = _rule(asking)
    if rule is None:
        return {"outcome": "silent", "counted": None, "required": None, "unit": None, "reachable": None, "articles": []}
    parts = [_measured(asking, rule, measure, window, days) for measure in rule.measures]
    worst = min(parts, key=lambda part: WORST_FIRST.index(part["outcome"]))
    answer = {**worst, "articles": in_order(rule.articles)}
    return {**answer, "measures": parts} if len(parts) > 1 else answer


def _rule(asking: Asking) -> PresenceMinimum | None:
    """The minimum for this window, object, role and class of village; the most particular one first."""
    window, whom = asking.facts["window"], asking.get("object") or "cadre"
    fitting = []
    for rule in asking.rules(PresenceMinimum):
        fits = (
            rule.window == window
            and rule.object == whom
            and rule.covers_role(asking.get("role"))
            and (not rule.classes or asking.get("village_class") in rule.classes)
        )
        asking.look(rule, fits, "正是所问的期间和对象" if fits else "不是所问的期间或对象")
        if fits:
            fitting.append(rule)
    return max(fitting, key=lambda rule: bool(rule.roles) + bool(rule.classes), default=None)


def _window(asking: Asking, days: Sequence[Day]) -> Window:
    name = asking.facts["window"]
    first, last = window_of(days[0].date, name)
    if days[-1].date > last:
        raise QuestionError(
            f"facts.days：所问的是一个{label('window', name)}，字符串却超出了{first}至{last}，请只留这一期间。"
        )
    posted_from, posted_to = asking.get("posted_from"), asking.get("posted_to")
    if posted_from and posted_to and posted_from > posted_to:
        raise QuestionError("facts.posted_to：离任日期早于到任日期，请核对。")
    for key, missed in (
        ("posted_from", posted_from and posted_from > last),
        ("posted_to", posted_to and posted_to < first),
    ):
        if missed:
            raise QuestionError(f"facts.{key}：在岗期间与所问的{first}至{last}没有重合，请核对。")
    start, end = max(first, posted_from or first), min(last, posted_to or last)
    return Window(first=first, last=last, start=start, end=end, as_of=asking.get("as_of") or last)


def _measured(asking: Asking, rule: PresenceMinimum, measure: Measure, window: Window, days: Sequence[Day]) -> Answer:
    counts = present_symbols(asking, rule)
    counted, official = _counted(asking, rule, measure, window, days, counts)
    required = _required(asking, rule, measure, window)
    reachable = None
    if required is None:
        outcome = "needs_determination"
    elif counted >= required:
        outcome, reachable = "met", True if window.open else None
        if window.open:
            asking.choose("early_met")
    elif window.open:
        outcome, reachable = "running", counted + _remaining(asking, measure, window) >= required
    else:
        outcome = _shortfall(asking, window, counted + official >= required, bool(official))
    return {
        "outcome": outcome,
        "counted": plain(counted),
        "required": required,
        "unit": measure.unit,
        "reachable": reachable,
    }


def _shortfall(asking: Asking, window: Window, curable: bool, official: bool) -> str:
    if official:
        asking.choose("official_days")
    if curable or (window.partial and asking.choose("partial_period") == "prorate"):
        return "needs_determination"
    return "short"


def present_symbols(asking: Asking, rule: PresenceMinimum) -> frozenset[str]:
    """The symbols that count: the place itself, what the regulation adds, what the readings add."""
    counts = counted_symbols(rule, asking.rules(DayClass))
    if "O" not in counts and asking.chosen.get("official_days") == "counted":
        asking.choose("official_days")
        counts |= OFFICIAL
    if asking.chosen.get("rest_days_away") == "counted":
        asking.choose("rest_days_away")
        counts |= {"R"}
    return counts


def counted_symbols(rule: PresenceMinimum, classes: Sequence[DayClass]) -> frozenset[str]:
    """What counts by the text alone."""
    return PLACES[rule.place].union(*(day_class.present for day_class in classes))


def _counted(
    asking: Asking, rule: PresenceMinimum, measure: Measure, window: Window, days: Sequence[Day], counts: frozenset[str]
) -> tuple[Decimal, Decimal]:
    """Days that count, and official days the text is silent about, up to the day that is known."""
    if measure.unit == "night":
        return asking.need("nights"), Decimal(0)
    through = min(window.end, window.as_of)
    reported = asking.get("reported") or () if rule.reported_only else None
    silent = frozenset() if "O" in counts else OFFICIAL
    halves = official = 0
    for day in days:
        if not window.start <= day.date <= through:
            continue
        if measure.unit == "workday" and not _counts_as_workday(asking, day):
            continue
        symbols = counts - OFFICIAL if reported is not None and day.date not in reported else counts
        halves += day.halves(symbols)
        official += day.halves(silent)
    return Decimal(halves) / 2, Decimal(official) / 2


def _counts_as_workday(asking: Asking, day: Day) -> bool:
    return asking.calendar.is_workday(day.date) or asking.chosen.get("rest_days_in_village") == "counted"


def _required(asking: Asking, rule: PresenceMinimum, measure: Measure, window: Window) -> int | None:
    """The number for this window: capped at its working days, pro rata for the part on post; None if nobody may say."""
    whole = Fraction(measure.days or 0)
    if measure.share:
        whole = Fraction(measure.share) * asking.calendar.workdays(window.first, window.last)
    elif measure.unit == "workday":
        whole = _capped(asking, whole, window.first, window.last)
    if not window.partial:
        return ceil(whole)
    way = asking.choose("partial_period")
    if way == "skip":
        return None
    if way == "full":
        return ceil(whole)
    on_post, all_days = (window.end - window.start).days + 1, (window.last - window.first).days + 1
    part = Fraction(ceil(whole * on_post / all_days))
    return ceil(_capped(asking, part, window.start, window.end) if measure.unit == "workday" else part)


def _capped(asking: Asking, required: Fraction, first: date, last: date) -> Fraction:
    available = asking.calendar.workdays(first, last)
    if required <= available or asking.choose("short_month") == "uncapped":
        return required
    return Fraction(available)


def _remaining(asking: Asking, measure: Measure, window: Window) -> int:
    after = max(window.as_of + ONE_DAY, window.start)
    if measure.unit == "workday":
        return asking.calendar.workdays(after, window.end)
    return (window.end - after).days + 1


def coverage(asking: Asking) -> Answer:
    """The days of `month` on which fewer cadres than required are in the village, all day or half."""
    month, lines = asking.facts["month"], asking.facts["team_days"]
    for name, line in lines.items():
        check_line(line, month, f"team_days.{name}")
    rules = asking.rules(CoverageMinimum)
    if not rules:
        return {"outcome": "silent", "uncovered": [], "articles": []}
    rule = rules[0]
    first, last = window_of(date.fromisoformat(f"{month}-01"), "month")
    uncovered = [
        day.isoformat()
        for place, day in enumerate(span(first, last))
        if sum(line[place] == "V" for line in lines.values()) < rule.cadres
    ]
    asking.look(rule, True, "每天都要有人在岗")
    return {"outcome": "short" if uncovered else "met", "uncovered": uncovered, "articles": in_order(rule.articles)}
