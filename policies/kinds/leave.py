"""Leave: who decides, in which form, and what a cadre is entitled to."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator

from policies.kinds.base import Act, Body, Frozen, LeaveType, Level, Number, Rule, Word
from policies.words import LEVELS, label, labels


def _exact(value: Any) -> Any:
    """A number exactly as it is written; a term of the text as it is."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Bound = Annotated[Decimal | str, BeforeValidator(_exact)]


class LeaveStep(Frozen):
    """A body acts; equal stages act jointly, in any order. `any_of` names bodies of which one is enough."""

    body: Body
    act: Act = "approve"
    stage: int = 1
    any_of: tuple[Body, ...] = ()


class Band(Frozen):
    """Lengths in days: a lower bound (`at_least` includes, `over` excludes) and an upper one (`upto`, `below`).

    A bound is a number or the name of a term the readings give a number to (一周, 半月). `tell` adds to the rule's own.
    """

    at_least: Bound | None = None
    over: Bound | None = None
    upto: Bound | None = None
    below: Bound | None = None
    levels: tuple[Level, ...] = ()
    steps: tuple[LeaveStep, ...]
    tell: tuple[Body, ...] = ()


class Cap(Frozen):
    """At most `days` of approved leave in a `window` (articles that limit leave as such, not who grants it)."""

    days: Number
    window: Annotated[str, Word("window")]


class LeaveRoute(Rule):
    """Who decides on a leave of which length (inner-mongolia 13.2/10, linfen 9.2, hebei 19.2 and 29, ningxia 12).

    `leave_types` empty: every type without a route of its own. `leaving`: asked for only when leaving that area.
    `gap`: the lengths the text leaves without a rule, said in words; `suggestion`: bodies a person may turn to there.
    """

    kind: Literal["leave_route"]
    leave_types: tuple[LeaveType, ...] = ()
    bands: tuple[Band, ...]
    tell: tuple[Body, ...] = ()
    without_leader: Body = "township"
    leaving: Literal["", "county"] = ""
    gap: str = ""
    suggestion: tuple[Body, ...] = ()
    cap: Cap | None = None

    def sentence(self) -> str:
        whom = labels("role", self.roles) or "驻村干部"
        types = labels("leave_type", self.leave_types) or "请假"
        told = f"；并告知{labels('body', self.tell)}" if self.tell else ""
        gap = f"；{self.gap}，本办法未作规定" if self.gap else ""
        return f"{whom}{types}：" + "；".join(_band_text(band) for band in self.bands) + told + gap + "。"

    def stricter_than(self, base: Self) -> bool:
        """Every body that decides by the base still decides, for each level and each half day up to sixty.

        Where the base is silent this must be silent too: a rule cannot be stricter than none.
        """
        same = (self.roles, self.leave_types, self.leaving) == (base.roles, base.leave_types, base.leaving)
        if not same or any(term not in USUAL for route in (self, base) for term in route.terms()):
            return False
        lengths = [(level, Decimal(halves) / 2) for level in LEVELS for halves in range(1, 121)]
        pairs = [(_deciding(base, level, days), _deciding(self, level, days)) for level, days in lengths]
        return all(theirs <= ours and bool(theirs) == bool(ours) for theirs, ours in pairs)

    def terms(self) -> set[str]:
        """The terms of the text that bounds are written in."""
        bounds = [bound for band in self.bands for bound in (band.at_least, band.over, band.upto, band.below)]
        return {bound for bound in bounds if isinstance(bound, str)}


USUAL = {"one_week": Decimal(7), "half_month": Decimal(15)}


def _deciding(route: LeaveRoute, level: str, days: Decimal) -> set[tuple[str, str]]:
    """Bodies and acts for the days, terms of the text at their usual length; alternatives count as one body.

    Between two bands the higher one decides, where two name the number the lower.
    """
    bands = [band for band in route.bands if not band.levels or level in band.levels]
    hit = next((band for band in bands if _within(band, days)), None)
    if hit is None and any(_above(band, days) for band in bands):
        hit = next((band for band in bands if not _above(band, days)), None)
    return {("|".join(sorted((step.body, *step.any_of))), step.act) for step in hit.steps} if hit else set()


def _above(band: Band, days: Decimal) -> bool:
    at_least, over = _length(band.at_least), _length(band.over)
    return (at_least is None or days >= at_least) and (over is None or days > over)


def _within(band: Band, days: Decimal) -> bool:
    upto, below = _length(band.upto), _length(band.below)
    return _above(band, days) and (upto is None or days <= upto) and (below is None or days < below)


def _length(bound: Decimal | str | None) -> Decimal | None:
    return USUAL[bound] if isinstance(bound, str) else bound


class Reply(Frozen):
    """How soon the named bodies answer an application."""

    amount: int
    unit: Annotated[str, Word("time_unit")]
    bodies: tuple[Body, ...]


class LeaveFormality(Rule):
    """In which form leave is asked for, answered and closed; it belongs to the routes of its article.

    `oral`: `allowed` where nothing is written, `urgent` only then (papers follow), `never` where a form or platform is
    prescribed. `filed_by`: who else may file, empty where nothing is written; `proxy_urgent`: only in urgent cases.
    """

    kind: Literal["leave_formality"]
    oral: Literal["allowed", "urgent", "never"] = "allowed"
    filed_by: tuple[Annotated[str, Word("filed_by")], ...] = ()
    proxy_urgent: bool = False
    reply: Reply | None = None
    cancel_to: str = ""
    channel: str = ""
    every_departure: bool = False

    def sentence(self) -> str:
        parts = [self.gist.rstrip("。")]
        if self.reply:
            unit = label("time_unit", self.reply.unit)
            parts.append(f"{labels('body', self.reply.bodies)}应在{self.reply.amount}{unit}内答复")
        return "；".join(parts) + "。"


class LeaveRight(Rule):
    """What a cadre may take (statutory holidays, annual leave, rotation): inner-mongolia 12, hebei 19.2 and 29.

    `application` false: it is entered in the rest rota and not applied for.
    """

    kind: Literal["leave_right"]
    what: Literal["statutory", "annual", "rotation", "any"]
    application: bool = True
    condition: str = ""


def _band_text(band: Band) -> str:
    signs = (("at_least", "{}天以上（含）"), ("over", "超过{}天"), ("below", "不满{}天"), ("upto", "{}天以内（含）"))
    length = "、".join(
        text.format(_bound(getattr(band, name))) for name, text in signs if getattr(band, name) is not None
    )
    whose = f"（{labels('level', band.levels)}选派的）" if band.levels else ""
    stages = sorted({step.stage for step in band.steps})
    acts = "，再经".join(_stage_text([step for step in band.steps if step.stage == stage]) for stage in stages)
    told = f"，告知{labels('body', band.tell)}" if band.tell else ""
    return f"{length or '不论天数'}{whose}，经{acts}{told}"


def _stage_text(steps: list[LeaveStep]) -> str:
    return "和".join(
        "或".join(label("body", body) for body in (step.body, *step.any_of)) + label("act", step.act) for step in steps
    )


def _bound(bound: Decimal | str) -> str:
    return {"one_week": "一周即7", "half_month": "半月即15"}.get(str(bound), str(bound))
