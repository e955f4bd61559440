"""Rules that are shown and searched: whose regulation, for whom, what is left to others, what people owe in general."""

from datetime import date
from typing import Literal

from policies.kinds.base import Frozen, Level, Number, Role, Rule, VillageStatus
from policies.words import labels


class Instrument(Rule):
    """The document itself: who explains it, what it repeals (the last articles of every text)."""

    kind: Literal["instrument"]
    interpreter: tuple[str, ...] = ()
    effective: date | None = None
    repeals: tuple[str, ...] = ()
    prevails: bool = False


class Reach(Frozen):
    """Whom a regulation reaches; what is empty is not restricted."""

    levels: tuple[Level, ...] = ()
    roles: tuple[Role, ...] = ()
    village_status: tuple[VillageStatus, ...] = ()

    def text(self) -> str:
        parts = (
            labels("level", self.levels),
            labels("village_status", self.village_status),
            labels("role", self.roles),
        )
        return "、".join(part for part in parts if part) or "全部"


class Scope(Rule):
    """Whom the regulation applies to, directly or by reference (inner-mongolia 2, hebei 2, 16, 31, ningxia 2).

    A rule without `applies` and `by_reference` only records a clause (hebei 16).
    """

    kind: Literal["scope"]
    applies: tuple[Reach, ...] = ()
    by_reference: tuple[Reach, ...] = ()

    def sentence(self) -> str:
        if not self.applies and not self.by_reference:
            return super().sentence()
        direct = f"适用于：{'；'.join(reach.text() for reach in self.applies)}" if self.applies else ""
        reference = f"参照适用于：{'；'.join(reach.text() for reach in self.by_reference)}" if self.by_reference else ""
        return "。".join(part for part in (direct, reference) if part) + "。"


class Meaning(Rule):
    """What a word of the text is taken to mean (linfen 9.2, hebei 19.2); the number comes from the reading named."""

    kind: Literal["meaning"]
    term: str
    value: Number | None = None
    source: Literal["text", "interpretation"] = "interpretation"


class Delegation(Rule):
    """A matter the text leaves to another body: the hook for local rules (inner-mongolia 7, 33, linfen 11, hebei 25,
    ningxia annexes). `kinds` are the rule kinds a local file may then set without an authority."""

    kind: Literal["delegation"]
    matter: str
    to: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    bounds: str = ""


class ExternalRef(Rule):
    """Another document the text leans on, and whether our copy has it."""

    kind: Literal["external_ref"]
    title: str
    number: str = ""
    present: bool = False


class Standing(Rule):
    """Post, pay, Party membership, release from other work (inner-mongolia 8, 12/4, linfen 5, 9, 13, hebei 18, 26, ningxia 4)."""

    kind: Literal["standing"]
    released: bool = False
    pay_kept: bool = False
    party_moved: bool = False
    no_concurrent: bool = False


class Matching(Rule):
    """Which kind of cadre suits which kind of village: advice (inner-mongolia 5)."""

    kind: Literal["matching"]
    pairs: tuple[tuple[str, str], ...]


class DutyList(Rule):
    """Standing duties of a party, each in a few words of our own."""

    kind: Literal["duty_list"]
    who: tuple[str, ...]
    duties: tuple[str, ...]


class Prohibition(Rule):
    """What a party must not do (inner-mongolia 13.1, 13.5/13, hebei 8, 11, 14.4, ningxia 18)."""

    kind: Literal["prohibition"]
    subject: tuple[str, ...]
    items: tuple[str, ...]


class Principle(Rule):
    """Marks an article as read that holds nothing to decide or to do at a time."""

    kind: Literal["principle"]
