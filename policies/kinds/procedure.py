"""Procedures: who does what after whom, and by when."""

from typing import Annotated, Literal, Self

from policies.kinds.base import Act, Article, Disposition, Frozen, Rule, Word
from policies.words import labels


class ProcedureStep(Frozen):
    """Who acts; equal stages act jointly. `actor` is a body's word, or words of our own in procedures never asked."""

    actor: str
    act: Act
    stage: int


class Deadline(Frozen):
    """A number of working days, half days or days after an event."""

    event: Annotated[str, Word("event")]
    amount: int
    unit: Annotated[str, Word("time_unit")]


class Procedure(Rule):
    """Steps in order (inner-mongolia 6, 13.1, 24/5, linfen 9.5, 13.4, hebei 3, 18, 20, ningxia 11.3, 12).

    `purpose` `removal` is asked: it runs from the first request to the act that ends the posting, for `dispositions`
    (and `grounds`, where those differ). `replacement` carries the deadline for a successor.
    """

    kind: Literal["procedure"]
    purpose: Literal["removal", "replacement", "selection", "lodging", "promotion", "village_post"]
    dispositions: tuple[Disposition, ...] = ()
    grounds: tuple[Article, ...] = ()
    steps: tuple[ProcedureStep, ...] = ()
    deadline: Deadline | None = None

    def stricter_than(self, base: Self) -> bool:
        """Only the time for a successor can be told: shorter, for the same dispositions, and nothing else changed."""
        ours, theirs = self.deadline, base.deadline
        if ours is None or theirs is None or self.steps != base.steps or self.dispositions != base.dispositions:
            return False
        return (ours.event, ours.unit) == (theirs.event, theirs.unit) and ours.amount <= theirs.amount

    def sentence(self) -> str:
        if not self.steps:
            return super().sentence()
        stages = sorted({step.stage for step in self.steps})
        text = "→".join("、".join(_step_text(step) for step in self.steps if step.stage == stage) for stage in stages)
        whose = f"{labels('disposition', self.dispositions, joint='或')}程序：" if self.dispositions else ""
        return f"{whose}{text}。"


def _step_text(step: ProcedureStep) -> str:
    """A notice to the unit has no named sender in the texts: it says who is told."""
    if (step.actor, step.act) == ("unit", "notify"):
        return "通知派出单位"
    return labels("body", (step.actor,)) + labels("act", (step.act,))
