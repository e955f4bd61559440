"""Presence and absence: how many days on post, what counts as one, and how long is too long away."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from policies.kinds.base import Disposition, Frozen, Number, Object, Rule, Window, Word
from policies.words import label

PLACES = {"village": frozenset("V"), "county": frozenset("VC")}


class Measure(Frozen):
    """One of several measures of a window: a number, or a share of the window's working days (`"2/3"`)."""

    unit: Annotated[str, Word("day_unit")]
    days: Number | None = None
    share: str = ""


class PresenceMinimum(Rule):
    """So many days on post in a window (inner-mongolia 12/9, hebei 5, ningxia 4 and annex 1).

    `measures` holds what must be reached, all of them. `classes` limits it to villages of those classes.
    `reported_only`: official days count only where they were reported.
    """

    kind: Literal["presence_minimum"]
    window: Window
    measures: tuple[Measure, ...]
    place: Literal["village", "county"] = "village"
    object: Object = "cadre"
    classes: tuple[str, ...] = ()
    reported_only: bool = False

    def sentence(self) -> str:
        where = {"village": "村", "county": "所驻县"}[self.place]
        least = "且".join(_measure_text(measure) for measure in self.measures)
        whose = "、".join(label("role", role) for role in self.roles) or label("object", self.object)
        which = f"（{'、'.join(self.classes)}）" if self.classes else ""
        return f"{whose}{which}每{label('window', self.window)}在{where}不少于{least}。"

    def stricter_than(self, base: Self) -> bool:
        same = (self.window, self.object, self.roles, self.classes) == (
            base.window,
            base.object,
            base.roles,
            base.classes,
        )
        place = self.place == base.place or self.place == "village"
        return same and place and all(any(_covers(own, measure) for own in self.measures) for measure in base.measures)


def _measure_text(measure: Measure) -> str:
    if measure.share:
        return f"期内工作日的{measure.share}"
    return f"{measure.days}{label('day_unit', measure.unit)}"


def _covers(own: Measure, base: Measure) -> bool:
    if own.unit != base.unit or own.days is None or base.days is None:
        return own == base
    return own.days >= base.days


class DayClass(Rule):
    """Which symbols of the register count as present beside the place itself (inner-mongolia 12, ningxia 4).

    `present` adds symbols to what counts; an empty one only records what the text says (hebei 19.3).
    """

    kind: Literal["day_class"]
    present: tuple[Annotated[str, Word("symbol")], ...] = ()


class CoverageMinimum(Rule):
    """So many cadres on post in the village on every day (hebei 5)."""

    kind: Literal["coverage_minimum"]
    cadres: int

    def sentence(self) -> str:
        return f"每个村每天至少有{self.cadres}名驻村干部在岗。"

    def stricter_than(self, base: Self) -> bool:
        return self.cadres >= base.cadres


class AbsenceLimit(Rule):
    """Absence without good reason beyond which removal may be proposed (inner-mongolia 23.1/16, linfen 9.5.4, ningxia 12).

    `unit` `day`: the text writes 天, so calendar and working days are both looked at; `workday`: only working days.
    `…_over` excludes its number (超过15天), `…_at_least` includes it (15天以上).
    """

    kind: Literal["absence_limit"]
    consecutive_over: Number | None = None
    total_over: Number | None = None
    consecutive_at_least: Number | None = None
    total_at_least: Number | None = None
    unit: Annotated[str, Word("day_unit")]
    disposition: Disposition

    @property
    def longest_allowed(self) -> Decimal | None:
        """The longest run that is still allowed, in days: half a day is the least that is recorded."""
        return _allowed(self.consecutive_over, self.consecutive_at_least)

    @property
    def total_allowed(self) -> Decimal | None:
        return _allowed(self.total_over, self.total_at_least)

    def sentence(self) -> str:
        unit = label("day_unit", self.unit)
        parts = (
            ("连续超过", self.consecutive_over, ""),
            ("连续", self.consecutive_at_least, "以上（含）"),
            ("一年内累计超过", self.total_over, ""),
            ("一年内累计", self.total_at_least, "以上（含）"),
        )
        limits = [f"{before}{days}{unit}{after}" for before, days, after in parts if days is not None]
        return f"无正当理由离岗{'或'.join(limits)}的，{label('disposition', self.disposition)}。"

    def stricter_than(self, base: Self) -> bool:
        pairs = ((self.longest_allowed, base.longest_allowed), (self.total_allowed, base.total_allowed))
        tighter = all(theirs is None or (ours is not None and ours <= theirs) for ours, theirs in pairs)
        return (self.unit, self.disposition) == (base.unit, base.disposition) and tighter


HALF = Decimal("0.5")


def _allowed(over: Decimal | None, at_least: Decimal | None) -> Decimal | None:
    return min(
        (bound for bound in (over, at_least - HALF if at_least is not None else None) if bound is not None),
        default=None,
    )
