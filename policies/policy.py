"""One regulation in one version: its heading, its rules by kind, and the digest a recorded ruling is pinned to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, TypeVar, cast

from pydantic import Field

from policies.kinds import KIND_NAMES, AnyRule
from policies.kinds.base import Frozen, Rule, Word
from policies.kinds.leave import LeaveFormality, LeaveRight, LeaveRoute
from policies.kinds.presence import PresenceMinimum
from policies.readings import Reading
from policies.words import article_order

R = TypeVar("R", bound=Rule)


class Fact(Frozen):
    """A fact that only this regulation asks for."""

    title: str
    type: Literal["number", "flag", "text", "dates", "numbers", "texts"]


class Heading(Frozen):
    """What a file says about itself. `articles` and `annexes`: how many the text has. `places`: division code prefixes."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,60}$")
    title: str
    number: str = ""
    issuer: tuple[str, ...] = ()
    issued: date | None = None
    effective: date
    until: date | None = None
    places: tuple[str, ...]
    team_kind: Annotated[str, Word("team_kind")] = "village"
    articles: int
    annexes: int = 0


class PolicyFile(Heading):
    """The whole file: heading, facts of its own, readings, rules. A local file names the `base` it changes."""

    base: str = ""
    facts: dict[str, Fact] = {}
    reading: tuple[Reading, ...] = ()
    rule: tuple[AnyRule, ...]


@dataclass(frozen=True, eq=False)
class Policy:
    """A regulation ready to answer. `readings` are the common ones with the file's own in their place; `text` the file's."""

    heading: Heading
    rules: tuple[Rule, ...]
    readings: Mapping[str, Reading]
    digest: str
    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    local: tuple[Mapping[str, object], ...] = ()

    @property
    def code(self) -> str:
        return self.heading.code

    @property
    def base(self) -> str:
        """The code of the regulation that local rules lie over; empty for a regulation of its own."""
        return self.heading.base if isinstance(self.heading, PolicyFile) else ""

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Rule, ...]]:
        kinds: dict[str, list[Rule]] = {}
        for rule in self.rules:
            kinds.setdefault(rule.kind, []).append(rule)
        return {kind: tuple(rules) for kind, rules in kinds.items()}

    @cached_property
    def _dated(self) -> bool:
        return any(rule.since or rule.until for rule in self.rules)

    def in_force(self, day: date) -> bool:
        return self.heading.effective <= day and (self.heading.until is None or day <= self.heading.until)

    def of_kind(self, kind: type[R], on: date) -> tuple[R, ...]:
        """The rules of a kind in the order of the file, those not in force on the day left out."""
        rules = cast(tuple[R, ...], self._by_kind.get(KIND_NAMES[kind], ()))
        return tuple(rule for rule in rules if rule.in_force(on)) if self._dated else rules

    def rule(self, identity: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == identity), None)

    def route(self, role: str, leave_type: str, on: date) -> LeaveRoute | None:
        """The route of a leave: that of its type before the general one; a deputy leader nobody names is a member."""
        routes = self.of_kind(LeaveRoute, on)
        own = [route for route in routes if leave_type in route.leave_types]
        general = [route for route in routes if not route.leave_types]
        for whose in (role, "member") if role == "deputy_leader" else (role,):
            for route in (*own, *general):
                if route.covers_role(whose):
                    return route
        return None

    def formality(self, article: str, on: date) -> LeaveFormality | None:
        return next((rule for rule in self.of_kind(LeaveFormality, on) if rule.article == article), None)

    def entered_in_rota(self, leave_type: str, on: date) -> LeaveRight | None:
        rights = self.of_kind(LeaveRight, on)
        return next((right for right in rights if right.what == leave_type and not right.application), None)

    @cached_property
    def windows(self) -> set[str]:
        """The windows its minimum days are counted in."""
        return {rule.window for rule in self.rules if isinstance(rule, PresenceMinimum)}

    def by_article(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of each article, articles in the order of the text."""
        articles: dict[str, list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda rule: article_order(rule.article)):
            articles.setdefault(rule.article, []).append(rule)
        return {article: tuple(rules) for article, rules in articles.items()}


def named(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules with an id each: the file's own, or article and kind, counted where an article has several of a kind."""
    seen: dict[str, int] = {}
    named_rules = []
    for rule in rules:
        base = rule.id or f"{rule.article}/{rule.kind}"
        seen[base] = seen.get(base, 0) + 1
        identity = base if seen[base] == 1 else f"{base}#{seen[base]}"
        named_rules.append(rule.model_copy(update={"id": identity}))
    return tuple(named_rules)
