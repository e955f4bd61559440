"""What would come of a leave before it is sent: days, route with real names, who is told, what else to know."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from attendance.choices import ILL, Half, LeaveType
from attendance.leave.days import Rest, half_day, length, named, only_rest_between, plain, rest_days, shown, slot
from attendance.models import Leave
from cadres.models import Posting
from cadres.parties import Acting, acting, leader_of, parties_for, team_mates
from decisions.actions import NotAllowed, Party
from decisions.law import AskedWrongly, NoPolicy, answer, calendar, policy_for, reply_limit
from decisions.pages import told_apart, verdict_of
from policies.errors import QuestionError
from policies.facade import Policy
from policies.words import label
from villages.choices import TeamKind
from villages.clock import today


@dataclass(frozen=True)
class Draft:
    """A leave as the form gives it."""

    posting: Posting
    leave_type: str
    start: date
    start_half: str
    end: date
    end_half: str
    reason: str
    destination: str
    place: str = ""
    health_note: str = ""
    urgent: bool = False
    oral: bool = False
    oral_agreed_by: str = ""
    form: str = "self"
    filing_reason: str = ""

    @property
    def first(self) -> int:
        return slot(self.start, self.start_half)

    @property
    def last(self) -> int:
        return slot(self.end, self.end_half)

    @property
    def days(self) -> Decimal:
        return length(self.first, self.last)

    @property
    def told(self) -> str:
        """The reason as everybody may read it: of an illness no more than that it is one."""
        return ILL if self.leave_type == LeaveType.SICK else self.reason

    @property
    def sealed(self) -> str:
        """What is for the approvers alone."""
        kept = (self.reason, self.health_note) if self.leave_type == LeaveType.SICK else (self.health_note,)
        return "；".join(text for text in kept if text)

    @property
    def shown(self) -> str:
        return shown(self.first, self.last)


@dataclass(frozen=True)
class Plan:
    """The answer of the regulation in force on the first day, with the bodies and persons it means here."""

    draft: Draft
    policy: Policy
    facts: dict[str, Any]
    answer: dict[str, Any]
    parties: list[Party] = field(default_factory=list)
    told: list[tuple[str, Acting]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return str(self.answer["outcome"])

    @property
    def needed(self) -> bool:
        """Whether anybody has to be asked at all."""
        return bool(self.answer.get("needed", True))

    @property
    def may_be_sent(self) -> bool:
        return self.needed and self.outcome in ("route", "silent")


def plan(draft: Draft) -> Plan:
    """Ask the regulation. Raises NotAllowed with the sentence to show where it cannot be asked."""
    posting, on = draft.posting, today()
    team = posting.team
    if not posting.dispatch_level:
        raise NotAllowed(f"台账中没有{posting.cadre}的派出层级，不能确定由谁批准。请先在台账中补登派出层级。")
    facts = {
        "role": posting.role,
        "dispatch_level": posting.dispatch_level,
        "leave_type": draft.leave_type,
        "days": plain(draft.days),
        "urgent": draft.urgent,
        "oral": draft.oral,
        "filed_by": draft.form,
        "destination": draft.destination,
        "has_team_leader": leader_of(posting, on=on) is not None,
    }
    try:
        policy = policy_for(team.place_id, team_kind=team.kind, on=draft.start)
        given = answer("leave_route", policy=policy, on=draft.start, facts=facts, place=team.place_id)
    except (NoPolicy, AskedWrongly) as trouble:
        raise NotAllowed(str(trouble)) from None
    parties = parties_for(given["steps"], posting=posting, on=on)
    told = [(word, acting(word, posting=posting, on=on)) for word in given["tell"]]
    return Plan(draft, policy, facts, given, parties, told)


def preview(draft: Draft) -> dict[str, Any]:
    """Context of attendance/leave/preview.html. Raises NotAllowed."""
    planned = plan(draft)
    rests, missing = _rests(draft)
    return {
        "draft": draft,
        "planned": planned,
        "verdict": verdict_of(planned.answer, policy=planned.policy.code),
        "rests": named(rests),
        "rest_count": len(rests),
        "calendar_missing": missing,
        "duty_days": draft.days - _rest_length(draft, rests),
        "steps": route_cards(planned),
        "told": [who.name or f"{label('body', word)}（尚未登记，由县里转告）" for word, who in planned.told],
        "reply": reply_limit(planned.answer),
        "hints": hints(draft),
        "retroactive": draft.start < today(),
    }


def route_cards(planned: Plan) -> list[dict[str, Any]]:
    """The steps to come, in the form of templates/ui/route.html."""
    names = told_apart([(party.stage, party.word, _called(party)) for party in planned.parties])
    return [
        {"stage": party.stage, "who": name, "act": label("act", party.act), "articles": planned.answer["articles"]}
        for party, name in zip(planned.parties, names, strict=True)
    ]


def _called(party: Party) -> str:
    word = label("body", party.word)
    named = party.body.name if party.body else party.person.name if party.person else ""
    return f"{word}{named}" if party.person else named or f"{word}（系统中未登记，提交后由县里指定）"


def _rests(draft: Draft) -> tuple[list[Rest], str]:
    try:
        return rest_days(draft.start, draft.end, calendar=calendar()), ""
    except QuestionError as trouble:
        return [], str(trouble)


def _rest_length(draft: Draft, rests: list[Rest]) -> Decimal:
    halves = sum(
        1 for number in range(draft.first, draft.last + 1) if half_day(number)[0] in {rest.day for rest in rests}
    )
    return Decimal(halves) / 2


def hints(draft: Draft) -> list[str]:
    """What whoever decides should know: leaves that touch this one, others of the team away, days without anybody."""
    return [*_neighbours(draft), *_clashes(draft)]


def _neighbours(draft: Draft) -> list[str]:
    found = []
    for leave in live_leaves(draft.posting.pk):
        before = leave.last < draft.first and only_rest_between(leave.last, draft.first, calendar=calendar())
        after = leave.first > draft.last and only_rest_between(draft.last, leave.first, calendar=calendar())
        if before or after:
            total = plain(leave.days + draft.days)
            found.append(
                f"与{shown(leave.first, leave.last)}的请假首尾相连，合计{total}天。"
                f"审批人请留意是否应按合计天数办理（本次按{plain(draft.days)}天确定办理环节）。"
            )
    return found


def _clashes(draft: Draft) -> list[str]:
    mates = list(team_mates(draft.posting, on=draft.start))
    away: dict[int, set[int]] = {}
    found = []
    for leave in live_leaves(*(mate.pk for mate in mates)):
        shared = range(max(leave.first, draft.first), min(leave.last, draft.last) + 1)
        if shared:
            away.setdefault(leave.posting_id, set()).update(shared)
            found.append(f"同队{leave.posting.cadre}{shown(leave.first, leave.last)}也请假。")
    whole = range(draft.first, draft.last + 1)
    empty = sorted({half_day(number)[0] for number in whole if all(number in away.get(mate.pk, ()) for mate in mates)})
    if empty:
        place = "旗县" if draft.posting.team.kind == TeamKind.GENERAL else "村里"
        until = f"{shown(slot(empty[0], Half.AM), slot(empty[-1], Half.PM))}"
        found.append(f"{until}期间{place}将有 {len(empty)} 天没有本队人员在岗，请先安排好值守。")
    return found


def live_leaves(*postings: int) -> list[Leave]:
    rows = Leave.objects.filter(Q(posting_id__in=postings), live=True).select_related("posting__cadre")
    return list(rows.order_by("start", "pk"))
