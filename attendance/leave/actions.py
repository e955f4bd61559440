"""Filing a leave, what follows from its decision, cancelling it, closing it (销假)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from accounts.acting import act_in
from accounts.models import Body, User
from attendance.choices import LeaveState, Source, Symbol
from attendance.leave.days import half_day, month_pieces, plain, shown, slot
from attendance.leave.planning import Draft, Plan, plan
from attendance.leave.queries import fileable, may_handle, seats_for, state_of, unapproved, with_state
from attendance.models import Evidence, Leave
from attendance.register.evidence import lay_evidence, void_evidence
from cadres.models import Posting
from cadres.parties import acting
from cadres.sealed_texts import read_about, seal_about
from decisions.actions import NotAllowed, open_proceeding, tell
from decisions.law import record
from decisions.models import Proceeding
from policies.words import label
from villages.clock import now, today
from villages.naming import village_name

KIND = "leave"
LONGEST = 366
HEALTH = "health_note"
WATCHING = ("township", "county_office", "unit")  # who looks into days nobody approved


@transaction.atomic
def file_leave(draft: Draft, *, by: User) -> Leave:
    """Send an application: pinned to the regulation of its first day, its steps opened, the cadre told.

    Raises NotAllowed with a Chinese sentence; then nothing is written.
    """
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=draft.posting.pk)
    if not fileable(by).filter(pk=posting.pk).exists():
        raise NotAllowed("您不能为这位同志请假；可由本人、同队干部或所在乡镇、县、派出单位的经办人登记。")
    _act_for(posting, by=by)
    check_days(draft)
    planned = plan(draft)
    if not planned.may_be_sent:
        raise NotAllowed(planned.answer["note"])
    leave = _open(draft, planned, by=by)
    cadre = draft.posting.cadre
    if cadre.user_id and cadre.user_id != by.pk:
        tell(leave.proceeding, f"{by}已为您登记请假：{leave.proceeding.title}", person=cadre.user)
    return leave


def _act_for(posting: Posting, *, by: User) -> None:
    """The record says for whom `by` stands in (代), where they act for the cadre in somebody's seat."""
    if posting.cadre.user_id != by.pk:
        act_in(seats_for(by, posting), by=by, about=None)


def check_days(draft: Draft) -> None:
    """Refuse days outside the posting, too many, or taken by another live leave. Raises NotAllowed."""
    posting = draft.posting
    if draft.last < draft.first:
        raise NotAllowed("结束时间早于开始时间，请核对起止日期和上下午。")
    if draft.days > LONGEST:
        raise NotAllowed(f"一次请假不能超过{LONGEST}天，请核对起止日期。")
    if draft.start > today() + timedelta(LONGEST):
        raise NotAllowed("只能登记一年以内开始的请假，请核对年份。")
    if draft.start < posting.start or (posting.end and draft.end > posting.end):
        until = f"至{posting.end}" if posting.end else "起"
        raise NotAllowed(f"{posting.cadre}的派驻期为{posting.start}{until}，请假日期不在其内，请核对。")
    asked = NumericRange(draft.first, draft.last + 1)
    other = Leave.objects.filter(posting=posting, live=True, slots__overlap=asked).first()
    if other is not None:
        raise NotAllowed(
            f"{posting.cadre}在{shown(other.first, other.last)}已有请假，不能重叠。请改日期，或先撤回、取消原来的。"
        )


def _open(draft: Draft, planned: Plan, *, by: User) -> Leave:
    posting, team = draft.posting, draft.posting.team
    ruling = record("leave_route", policy=planned.policy, on=draft.start, facts=planned.facts, answered=planned.answer)
    kind = label("leave_type", draft.leave_type)
    proceeding = open_proceeding(
        KIND,
        title=f"{posting.cadre}（{village_name(team.place.name)}）{kind}{plain(draft.days)}天，{draft.shown}",
        place=team.place,
        unit=posting.unit,
        person=posting.cadre.user,
        ruling=ruling,
        parties=planned.parties,
        by=by,
        manual=planned.outcome == "silent",
    )
    return Leave.objects.create(
        key=proceeding.key,
        posting=posting, leave_type=draft.leave_type, start=draft.start, start_half=draft.start_half, end=draft.end,
        end_half=draft.end_half, days=draft.days, slots=(draft.first, draft.last + 1), reason=draft.told,
        health_cipher=seal_about(posting.cadre, draft.sealed, field=HEALTH), destination=draft.destination, place=draft.place, urgent=draft.urgent,
        oral=draft.oral, oral_agreed_by=draft.oral_agreed_by, form=draft.form, filed_by=by,
        filing_reason=draft.filing_reason, filed_at=now(), retroactive=draft.start < today(), proceeding=proceeding,
        ruling=ruling,
    )  # fmt: skip


def health_note(leave: Leave) -> str:
    """What the sick person told the approvers; empty where there is nothing or the key was destroyed."""
    return read_about(leave.posting.cadre, leave.health_cipher, field=HEALTH)


def leave_granted(proceeding: Proceeding) -> None:
    """All have agreed: the register is overlaid, the bodies the regulation names are told."""
    leave = _locked(proceeding)
    _lay(leave, leave.first, leave.last, by=None)
    for word in proceeding.ruling.answer.get("tell", []):
        told = acting(word, posting=leave.posting, on=today())
        if told.body or told.person:
            text = f"{proceeding.title}，已批准，按规定告知（备案）"
            tell(proceeding, text, body=told.body, person=told.person)


def leave_ended(proceeding: Proceeding) -> None:
    """Refused or withdrawn: its days are free again."""
    Leave.objects.filter(proceeding=proceeding).update(live=False)


@transaction.atomic
def cancel_leave(leave: Leave, *, reason: str, by: User) -> Leave:
    """Give back a granted leave before it begins. Raises NotAllowed."""
    current = _locked(leave.proceeding)
    if not may_handle(by, current):
        raise NotAllowed("只有本人、代办人和所在乡镇、县、派出单位的经办人可以取消。")
    if _state(current) != LeaveState.APPROVED:
        raise NotAllowed("只有已批准、还没有开始的请假可以取消；已经开始的请办理销假。")
    _act_for(current.posting, by=by)
    current.live, current.cancelled_at, current.cancelled_by = False, now(), by
    current.cancel_reason = reason.strip()
    current.save(update_fields=["live", "cancelled_at", "cancelled_by", "cancel_reason"])
    void_evidence(Evidence.objects.filter(basis=current.key), reason="请假取消", by=by)
    _tell_all(current, f"{current.proceeding.title}：已取消")
    return current


@transaction.atomic
def close_leave(leave: Leave, *, returned_on: date, returned_half: str, note: str, by: User) -> Leave:
    """销假: from `returned_on`, `returned_half` the cadre was back at the post. Raises NotAllowed.

    Back early, the days not taken go back to the register (through the county where the month is closed). Back late,
    the days beyond the approval are shown as unapproved; they are never turned into leave.
    """
    current = _locked(leave.proceeding)
    back = slot(returned_on, returned_half)
    _check_return(current, back, returned_on, by=by)
    _act_for(current.posting, by=by)
    current.returned_on, current.returned_half = returned_on, returned_half
    current.return_note, current.closed_by, current.closed_at = note.strip(), by, now()
    if back <= current.last:
        current.slots = (current.first, back)
        _shorten(current, back, by=by)
    current.save(update_fields=["returned_on", "returned_half", "return_note", "closed_by", "closed_at", "slots"])
    late = unapproved(current, on=returned_on)
    if late:
        text = f"{current.posting.cadre}超假{len(late)}天（{shown_days(late)}），未经批准，请核实认定"
        _tell_all(current, text, also=WATCHING)
    return current


def _check_return(current: Leave, back: int, returned_on: date, *, by: User) -> None:
    if not may_handle(by, current):
        raise NotAllowed("只有本人、代办人和所在乡镇、县、派出单位的经办人可以销假。")
    if current.closed_at is not None:
        raise NotAllowed(f"已由{current.closed_by}销假，返岗日期{current.returned_on}。")
    if _state(current) not in (LeaveState.AWAY, LeaveState.DUE):
        raise NotAllowed("只有已批准并已开始的请假可以销假。")
    if returned_on > today():
        raise NotAllowed("返岗日期在今天以后，请在返岗后再销假。")
    if back < current.first:
        raise NotAllowed("返岗时间早于请假开始时间，请核对。没有离岗的，请填请假开始的那个半天。")


def _shorten(leave: Leave, back: int, *, by: User) -> None:
    """Withdraw the evidence that reaches to the return or beyond, and lay again what was taken."""
    day, half = half_day(back)
    reaching = [
        item
        for item in Evidence.objects.filter(basis=leave.key, voided_at=None)
        if slot(item.last_day, item.last_half) >= back
    ]
    void_evidence(Evidence.objects.filter(pk__in=[item.pk for item in reaching]), reason="提前销假", by=by)
    for item in reaching:
        first = slot(item.first_day, item.first_half)
        if first < back:
            _lay(leave, first, back - 1, by=by)


def _lay(leave: Leave, first: int, last: int, *, by: User | None) -> None:
    """Evidence month by month, so that a return changes the month it falls in alone."""
    for start, end in month_pieces(first, last):
        lay_evidence(
            leave.posting, first=half_day(start), last=half_day(end), symbol=Symbol.LEAVE, source=Source.LEAVE,
            basis=leave.key, note=leave.get_leave_type_display(), by=by,
        )  # fmt: skip


def _locked(proceeding: Proceeding) -> Leave:
    """The leave of a proceeding, the proceeding locked before it: everything about one leave happens one by one."""
    Proceeding.objects.select_for_update().get(pk=proceeding.pk)
    rows = Leave.objects.select_for_update(of=("self",)).filter(proceeding=proceeding)
    return rows.select_related(
        "posting__cadre__user", "posting__team__place", "posting__unit", "proceeding__ruling"
    ).get()


def _state(leave: Leave) -> str:
    return state_of(with_state(Leave.objects.filter(pk=leave.pk), on=today()).get())


def _tell_all(leave: Leave, text: str, *, also: Sequence[str] = ()) -> None:
    """The cadre, each body or person that decided or was told, and the bodies these words mean."""
    told: set[tuple[int | None, int | None]] = set()
    for named in (acting(word, posting=leave.posting, on=today()) for word in also):
        told.add((named.body.pk if named.body else None, None))
    if leave.posting.cadre.user_id:
        told.add((None, leave.posting.cadre.user_id))
    told.update(leave.proceeding.steps.values_list("body_id", "person_id"))
    told.update(leave.proceeding.notices.values_list("body_id", "person_id"))
    bodies = Body.objects.in_bulk([body for body, _ in told if body])
    for body, person in sorted(told - {(None, None)}, key=str):
        tell(leave.proceeding, text, body=bodies.get(body or 0), person_id=person)


def shown_days(days: list[date]) -> str:
    """Days as a page lists them, long runs shortened."""
    named = [f"{day.month}月{day.day}日" for day in days]
    return "、".join(named) if len(named) < 6 else f"{named[0]}至{named[-1]}"
