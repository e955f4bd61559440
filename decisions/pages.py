"""What a page shows of a proceeding: its steps as cards, the basis, what the user may do on it, its history."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from accounts.access import reach_of
from accounts.acting import free_seats
from accounts.models import User
from decisions.choices import State, StepState
from decisions.kinds import kind_of
from decisions.law import reading_line, title_of
from decisions.models import Proceeding, Ruling, Step
from decisions.queries import COUNTY, inbox, may_withdraw, recordable
from policies.words import label
from villages.clock import now

VERBS = {"approve": "批准", "consent": "同意", "sign": "同意并签字", "review": "审核同意", "confirm": "确认"}
SHORT = {
    "team_leader": "队长",
    "township": "乡镇",
    "county_office": "县办",
    "county_org": "县委组织部",
    "county_poverty": "县扶贫办",
    "county_secretary": "旗县委书记",
    "city_office": "市办",
    "region_office": "自治区管理办公室",
    "unit_hr": "派出单位",
}
COLOURS = {
    StepState.OPEN: "blue",
    StepState.DONE: "green",
    StepState.REFUSED: "red",
}
STATE_COLOURS = {State.OPEN: "blue", State.GRANTED: "green", State.REFUSED: "red", State.WITHDRAWN: "grey"}


@dataclass(frozen=True)
class Part:
    """A step the user may do something with; `agree` and `refuse` are the words of the buttons."""

    step: Step
    who: str
    agree: str
    refuse: str
    sentence: str


@dataclass(frozen=True)
class Matter:
    """A proceeding as one user sees it."""

    proceeding: Proceeding
    cards: list[dict[str, Any]]
    verdict: dict[str, Any]
    mine: list[Part] = field(default_factory=list)
    recordable: list[Part] = field(default_factory=list)
    unnamed: list[Part] = field(default_factory=list)
    may_withdraw: bool = False

    @property
    def open(self) -> bool:
        return self.proceeding.state == State.OPEN

    @property
    def waits_for(self) -> str:
        """Whom the matter waits for, in a few words; empty once it is closed."""
        return "、".join(f"{card['who']}{card['act']}" for card in self.cards if card["state"] == StepState.OPEN)


def matter(proceeding: Proceeding, *, user: User) -> Matter:
    """`proceeding` comes from queries.with_steps. Two queries more for what the user may do."""
    steps = list(proceeding.steps.all())
    reach = reach_of(user)
    mine = set(inbox(reach).filter(proceeding=proceeding).values_list("pk", flat=True))
    paper = set(recordable(reach).filter(proceeding=proceeding).values_list("pk", flat=True)) - mine
    seats = reach.seats_over(*COUNTY, place=proceeding.place_id)
    county = bool(free_seats(seats, by=user, about=proceeding.person_id))
    return Matter(
        proceeding,
        cards=[card(step, proceeding, name=name) for step, name in zip(steps, _names(steps), strict=True)],
        verdict=verdict(proceeding),
        mine=[part(step, steps) for step in steps if step.pk in mine],
        recordable=[part(step, steps) for step in steps if step.pk in paper],
        unnamed=[part(step, steps) for step in steps if county and nameless(step) and not proceeding.manual],
        may_withdraw=proceeding.state == State.OPEN and may_withdraw(user, proceeding),
    )


def nameless(step: Step) -> bool:
    waiting = step.state in (StepState.OPEN, StepState.WAITING)
    return waiting and step.body_id is None and step.person_id is None


def who(step: Step) -> str:
    """The body or person of a step as a page names it."""
    if step.body:
        return step.body.name
    word = label("body", step.word)
    return f"{word}{step.person.name}" if step.person else f"{word}（待指定）"


def told_apart(parts: Sequence[tuple[int, str, str]]) -> list[str]:
    """Names of parts given as stage, word and name; joint ones of one name with what it acts as in each."""
    called = Counter((stage, name) for stage, _, name in parts)
    return [f"{name}（{capacity(word)}）" if called[stage, name] > 1 else name for stage, word, name in parts]


def _names(steps: list[Step]) -> list[str]:
    return told_apart([(step.stage, step.word, who(step)) for step in steps])


def card(step: Step, proceeding: Proceeding, *, name: str) -> dict[str, Any]:
    """A step in the form of templates/ui/route.html."""
    late = step.state == StepState.OPEN and step.due is not None and step.due < now()
    return {
        "stage": step.stage,
        "who": name,
        "act": "人工决定" if proceeding.manual else label("act", step.act),
        "state": step.state,
        "state_label": "已超时" if late else step.get_state_display(),
        "colour": "red" if late else COLOURS.get(StepState(step.state), "grey"),
        "by": decider(step),
        "on_behalf": _recorded(step),
        "when": step.decided_at,
        "due": step.due if step.state == StepState.OPEN else None,
        "left": left(step.due) if step.state == StepState.OPEN else "",
        "opinion": step.opinion,
        "paper": step if step.file else None,
    }


def decider(step: Step) -> str:
    """Who decided, and for whom they stood in."""
    absent = f"（代{step.stood_in_for}）" if step.stood_in_for else ""
    return f"{step.decided_by}{absent}" if step.decided_by else ""


def _recorded(step: Step) -> str:
    if not step.on_behalf:
        return ""
    number = f"，批件：{step.paper_number}" if step.paper_number else ""
    return f"代为登记：{decider(step)}据纸质批件登记{number}"


def left(due: datetime | None) -> str:
    """How long until a reply is due, in words; empty without a due time."""
    if due is None:
        return ""
    rest = due - now()
    if rest < timedelta():
        return f"已超过答复期限{_span(-rest)}，逾期未答复不视为同意"
    return f"答复时限还剩{_span(rest)}"


def _span(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}天{hours}小时"
    return f"{hours}小时{minutes}分" if hours else f"{minutes}分钟"


def part(step: Step, steps: list[Step]) -> Part:
    """The words of the buttons: what will happen when they are pressed."""
    verb = VERBS.get(step.act, "同意")
    refuse = "不予批准" if step.act == "approve" else "不同意"
    return Part(step, who(step), f"{verb}（{consequence(step, steps)}）", f"{refuse}（办结）", label("act", step.act))


def consequence(step: Step, steps: list[Step]) -> str:
    """What follows when this step is agreed to: another joint step, the next stage, or the end."""
    joint = [other for other in steps if other.stage == step.stage and other.pk != step.pk and _undone(other)]
    if joint:
        return f"还须{'、'.join(short(other) for other in joint)}办理"
    later = [other for other in steps if other.stage > step.stage and _undone(other)]
    if later:
        stage = min(other.stage for other in later)
        return f"转{'、'.join(short(other) for other in later if other.stage == stage)}"
    return "终审"


def _undone(step: Step) -> bool:
    return step.state in (StepState.OPEN, StepState.WAITING)


def short(step: Step) -> str:
    return capacity(step.word)


def capacity(word: str) -> str:
    """A word of the policies for a body, in few characters."""
    return SHORT.get(word) or label("body", word)


def verdict(proceeding: Proceeding) -> dict[str, Any]:
    """Where the matter stands and on what it rests, in the form of templates/ui/verdict.html."""
    ruling: Ruling = proceeding.ruling
    shown = verdict_of(ruling.answer, policy=ruling.policy)
    if proceeding.state == State.OPEN:
        return shown
    tone = STATE_COLOURS[State(proceeding.state)]
    return shown | {"label": proceeding.get_state_display(), "tone": tone}


def verdict_of(answered: dict[str, Any], *, policy: str) -> dict[str, Any]:
    """An answer in the form of templates/ui/verdict.html."""
    return {
        "outcome": answered.get("outcome", "route"),
        "line": answered.get("note", ""),
        "articles": answered.get("articles", []),
        "policy": title_of(policy),
        "policy_url": reverse("regulation", args=[policy]),
        "readings": [reading_line(item) for item in answered.get("reading", [])],
        "suggestion": answered.get("suggestion", {}).get("sentence", ""),
    }


def events(proceeding: Proceeding) -> Iterator[dict[str, Any]]:
    """The matter's history, newest first, in the form of templates/ui/timeline.html."""
    if proceeding.closed_at:
        yield {"when": proceeding.closed_at, "who": "", "what": f"办结：{proceeding.get_state_display()}"}
    done = [step for step in proceeding.steps.all() if step.decided_at]
    for step in sorted(done, key=lambda step: (step.decided_at, step.pk), reverse=True):
        what = f"{who(step)}{'：' if step.opinion else ''}{step.opinion} — {step.get_state_display()}"
        yield {"when": step.decided_at, "who": decider(step), "what": what, "note": _recorded(step)}
    yield {"when": proceeding.opened_at, "who": proceeding.opened_by, "what": f"提交{kind_of(proceeding).label}申请"}
