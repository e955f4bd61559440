"""One question being answered: the facts, the regulation, and what was looked at and chosen on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from policies.calendar import StatutoryCalendar
from policies.facts import missing
from policies.kinds.base import Rule
from policies.periods import month_end
from policies.policy import Policy
from policies.words import article_name, article_order

R = TypeVar("R", bound=Rule)
Answer = dict[str, Any]


@dataclass(slots=True)
class Asking:
    """What a question function gets. `choose` and `look` leave the trace that the answer shows."""

    policy: Policy
    on: date
    facts: Mapping[str, Any]
    calendar: StatutoryCalendar
    chosen: Mapping[str, str]
    explain: bool = True
    used: dict[str, str] = field(default_factory=dict)
    considered: list[dict[str, Any]] = field(default_factory=list)

    def get(self, fact: str) -> Any:
        return self.facts.get(fact)

    def need(self, fact: str) -> Any:
        """The fact, or an error that names it."""
        if fact not in self.facts:
            raise missing(fact)
        return self.facts[fact]

    def rules(self, kind: type[R]) -> tuple[R, ...]:
        return self.policy.of_kind(kind, self.on)

    def choose(self, reading: str) -> str:
        """The choice that holds for a reading; from now on the answer shows that it had a part in it."""
        choice = self.chosen.get(reading) or self.policy.readings[reading].default
        self.used[reading] = choice
        return choice

    def bound(self, bound: Decimal | str) -> Decimal:
        """A number, or the number that the readings give to a term of the text."""
        if isinstance(bound, Decimal):
            return bound
        choice = self.choose(bound)
        if choice == "half_of_month":
            return Decimal(month_end(self.on.year, self.on.month).day) / 2
        return Decimal(choice)

    def look(self, rule: Rule, applied: bool, why: str) -> None:
        if self.explain:
            self.considered.append(
                {"rule": rule.id, "article": rule.article, "gist": rule.gist, "applied": applied, "why": why}
            )

    def trace(self) -> Answer:
        """`reading` (each choice that had a part) and, if asked for, `considered`."""
        shown = [
            {
                "name": name,
                "choice": choice,
                "title": self.policy.readings[name].title,
                "sentence": self.policy.readings[name].sentence(choice),
            }
            for name, choice in self.used.items()
        ]
        return {"reading": shown, "considered": self.considered} if self.explain else {"reading": shown}


def plain(number: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def in_order(articles: Iterable[str]) -> list[str]:
    """Each article once, in the order of the text."""
    return sorted(set(articles), key=article_order)


def cited(rule: Rule) -> str:
    return article_name(rule.article)
