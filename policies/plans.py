"""What a tally needs to know to count in SQL what the policy would count: numbers without a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policies.kinds.presence import AbsenceLimit, DayClass, PresenceMinimum
from policies.policy import Policy
from policies.questions.presence import counted_symbols


@dataclass(frozen=True, slots=True)
class PresenceCount:
    """What is counted. Policies with an equal one can share a statement.

    `window`: month, quarter, half_year or year. `unit`: day, workday (only the month's working days) or night.
    `counts`: the register's symbols that count, a half day each for morning and afternoon, in alphabetical order.
    `silent`: symbols the text says nothing about; a shortfall they would cure is for a person.
    `required`: days (None where `share` of the working days is asked). `capped`: never more than the working days.
    """

    window: str
    unit: str
    counts: str
    silent: str
    required: Decimal | None
    share: str
    capped: bool


@dataclass(frozen=True, slots=True)
class PresencePlan:
    """A count, whom it is for (empty `roles` and `classes`: all), and the articles it rests on."""

    count: PresenceCount
    object: str
    roles: tuple[str, ...]
    classes: tuple[str, ...]
    articles: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """Limits in days beyond which an absence is more than the text allows; None where it has none.

    `unit` day: calendar and working days are both looked at; workday: only working days.
    """

    consecutive_over: Decimal | None
    total_over: Decimal | None
    unit: str
    disposition: str
    articles: tuple[str, ...]
    rule: str


def presence_plan(
    policy: Policy, *, on: date | None = None, readings: Mapping[str, str] | None = None
) -> tuple[PresencePlan, ...]:
    """A plan for each measure of each minimum; none where the regulation sets no number (it is then not regulated)."""
    day, chosen = on or policy.heading.effective, readings or {}
    plans = []
    for rule in policy.of_kind(PresenceMinimum, day):
        counts = _counts(policy, rule, day, chosen)
        silent = "" if "O" in counts else "O"
        for measure in rule.measures:
            capped = measure.unit == "workday" and chosen.get("short_month", _default(policy)) == "capped"
            count = PresenceCount(rule.window, measure.unit, counts, silent, measure.days, measure.share, capped)
            plans.append(PresencePlan(count, rule.object, rule.roles, rule.classes, rule.articles, rule.id))
    return tuple(plans)


def _default(policy: Policy) -> str:
    return policy.readings["short_month"].default


def _counts(policy: Policy, rule: PresenceMinimum, day: date, chosen: Mapping[str, str]) -> str:
    symbols = counted_symbols(rule, policy.of_kind(DayClass, day))
    added = {"official_days": "O", "rest_days_away": "R"}
    return "".join(sorted(symbols.union(symbol for name, symbol in added.items() if chosen.get(name) == "counted")))


def absence_plan(policy: Policy, *, on: date | None = None) -> tuple[AbsencePlan, ...]:
    """The limits on absence; none where the regulation has no rule on its length."""
    return tuple(
        AbsencePlan(rule.longest_allowed, rule.total_allowed, rule.unit, rule.disposition, rule.articles, rule.id)
        for rule in policy.of_kind(AbsenceLimit, on or policy.heading.effective)
    )
