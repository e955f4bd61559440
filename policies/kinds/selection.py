"""Selection: who may be sent, what a team looks like, and for how long."""

from datetime import date
from typing import Annotated, Literal

from policies.kinds.base import Condition, Frozen, Number, Rank, Rule, VillageStatus, Word, bounds_text
from policies.words import label, labels


class Criterion(Frozen):
    """A criterion that can be tested. `firm` false where the text softens it (一般).

    `age`: `upto` full years for `ranks`; `born_since` decides for selections up to `born_until`; `relaxed_for` names a
    fact that leaves the matter to a person. `work_years`: `at_least`. `education`: at least `lowest`. `health`: no number.
    """

    name: Annotated[str, Word("criterion")]
    firm: bool = True
    at_least: Number | None = None
    upto: Number | None = None
    lowest: Annotated[str, Word("education")] | None = None
    ranks: tuple[Rank, ...] = ()
    born_since: str = ""
    born_until: date | None = None
    relaxed_for: str = ""


class Eligibility(Rule):
    """Who may be selected (inner-mongolia 3, 4/3, linfen 3). `judged`, `preferred` and `sources` are for people."""

    kind: Literal["eligibility"]
    criteria: tuple[Criterion, ...] = ()
    judged: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def sentence(self) -> str:
        tested = "、".join(_criterion_text(criterion) for criterion in self.criteria)
        return f"{self.gist.rstrip('。')}{f'（可核对：{tested}）' if tested else ''}。"


def _criterion_text(criterion: Criterion) -> str:
    rank = f"{labels('rank', criterion.ranks)}" if criterion.ranks else ""
    lowest = f"{label('education', criterion.lowest)}以上" if criterion.lowest else ""
    return (
        rank
        + label("criterion", criterion.name)
        + bounds_text(criterion)
        + lowest
        + ("" if criterion.firm else "（一般）")
    )


class TeamCheck(Condition):
    """A finding that arises unless the fact holds. `when`: only where another fact is so."""

    kind: Annotated[str, Word("team_finding")]
    firm: bool = True
    village_status: tuple[VillageStatus, ...] = ()
    when: str = ""
    step: Number | None = None
    classes: tuple[str, ...] = ()


class TeamShape(Rule):
    """What a team must look like (inner-mongolia 5, 7/2, linfen 2, 4). `firm` false where the text says 一般 or 原则上.

    `advice` is shown and never tested.
    """

    kind: Literal["team_shape"]
    checks: tuple[TeamCheck, ...] = ()
    advice: tuple[str, ...] = ()


class Term(Rule):
    """How long a cadre serves (linfen 5, inner-mongolia general 6, hebei 3, ningxia 4).

    Years and months from arrival, or a last day for all; the rule that names the role goes before the one for all. `selected_in`: only cadres sent in that year.
    `classes`: only villages of those classes.
    """

    kind: Literal["term"]
    years: int | None = None
    months: int | None = None
    through: date | None = None
    firm: bool = True
    selected_in: int | None = None
    classes: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """In months."""
        return 12 * (self.years or 0) + (self.months or 0)

    def sentence(self) -> str:
        whom = (f"{self.selected_in}年选派的" if self.selected_in else "") + (labels("role", self.roles) or "驻村干部")
        if self.through:
            return f"{whom}帮扶期限至{self.through.isoformat()}。"
        if self.length:
            years, months = divmod(self.length, 12)
            text = (f"{years}年" if years else "") + (f"{months}个月" if months else "")
            return f"{whom}任期{'' if self.firm else '一般'}{text}。"
        return super().sentence()
