"""Opening a proceeding, deciding its steps, withdrawing it: lock, check, change, record, tell, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Reach, Seat, reach_of, seats_of
from accounts.acting import NotAllowed, act_in, act_over
from accounts.actions import NotPermitted
from accounts.bodies import give_capacity
from accounts.files.sealed_files import seal_upload
from accounts.models import Body, Capacity, User, new_key
from accounts.queries import kept_bodies
from decisions.bodies import UnclearName, body_named
from decisions.choices import MANUAL, State, StepState, territory
from decisions.kinds import kind_of
from decisions.law import reply_due
from decisions.models import Notice, Proceeding, Ruling, Step
from decisions.queries import COUNTY, PERSONS, inbox, may_withdraw, notices, recordable, seats_to_withdraw
from villages.clock import now
from villages.models import Division

__all__ = [
    "AlreadyDecided",
    "NotAllowed",
    "Party",
    "decide_step",
    "mark_read",
    "name_party",
    "open_proceeding",
    "tell",
    "withdraw",
]


class AlreadyDecided(NotAllowed):
    """Somebody was quicker; the sentence says who."""


@dataclass(frozen=True)
class Party:
    """Whom a step is for: a word of the policies and an act, with the body or person it means here, if one is known."""

    stage: int
    word: str
    act: str
    body: Body | None = None
    person: User | None = None
    due: datetime | None = None


@transaction.atomic
def open_proceeding(
    kind: str,
    *,
    title: str,
    place: Division,
    unit: Body | None,
    person: User | None,
    ruling: Ruling,
    parties: Iterable[Party],
    by: User,
    manual: bool = False,
) -> Proceeding:
    """Begin a matter with its steps; the first stage is open at once. Without parties the county takes it (转人工)."""
    named = list(parties)
    manual = manual or not named
    named = named or [Party(1, MANUAL, "approve", body=_county_body(place))]
    proceeding = Proceeding.objects.create(
        kind=kind, title=title, place=place, unit=unit, person=person, ruling=ruling, manual=manual, opened_by=by,
        opened_at=now(),
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(
            proceeding=proceeding, stage=party.stage, word=party.word, act=party.act, body=party.body,
            person=party.person, due=party.due,
        )
        for party in named
    )  # fmt: skip
    _open_stage(proceeding, min(party.stage for party in named))
    return proceeding


def _county_body(place: Division) -> Body | None:
    """The county's body that takes what is left to a person."""
    county = territory(MANUAL, place.code)
    held = Capacity.objects.filter(word__in=COUNTY, place_id=county).select_related("body").order_by("word").first()
    return held.body if held else None


def decide_step(
    step: Step,
    *,
    by: User,
    agree: bool,
    opinion: str = "",
    on_behalf: bool = False,
    paper: File | None = None,
    paper_number: str = "",
) -> Proceeding:
    """A body's decision on its step. One refusal ends the matter; when all agreed it is granted.

    `on_behalf`: the county records the decision of a body nobody logs in for, with the paper or its number.
    Raises AlreadyDecided where somebody was quicker, on this step or on its joint sibling; NotAllowed otherwise.
    """
    with transaction.atomic():
        proceeding = Proceeding.objects.select_for_update().get(pk=step.proceeding_id)
        current = Step.objects.select_related("body", "decided_by").get(pk=step.pk)
        _check_open(proceeding, current)
        absent = _check_right(proceeding, current, by=by, on_behalf=on_behalf)
        if not agree and not opinion.strip():
            raise NotAllowed("不同意须写明理由，请在意见栏写一句原因。")
        if agree and proceeding.manual and not opinion.strip():
            raise NotAllowed("本办法未作规定的事项由人决定，请在意见栏写明决定的理由。")
        if on_behalf and not (paper or paper_number.strip()):
            raise NotAllowed("代为登记须上传批件或填写批件文号。")
        current.state = StepState.DONE if agree else StepState.REFUSED
        current.decided_by, current.decided_at = by, now()
        current.stood_in_for = absent
        current.opinion, current.on_behalf = opinion.strip(), on_behalf
        if on_behalf:
            current.paper_number = paper_number.strip()
            if paper:
                seal_upload(current, paper.read(), f"{new_key()}.sealed")
        current.save()
        _advance(proceeding, refused=not agree)
    return proceeding


def _check_open(proceeding: Proceeding, step: Step) -> None:
    if step.decided_by is not None:
        raise AlreadyDecided(f"这一环节已由{step.decided_by}于{step.decided_at:%m月%d日 %H:%M}办理，请刷新查看结果。")
    if proceeding.state != State.OPEN:
        raise AlreadyDecided(f"该办件已办结（{proceeding.get_state_display()}），不需要再办理，请刷新查看结果。")
    if step.state != StepState.OPEN:
        raise NotAllowed("还没有轮到这一环节，请等前面的环节办完。")


def _check_right(proceeding: Proceeding, step: Step, *, by: User, on_behalf: bool) -> User | None:
    """Whom `by` stands in for (代) in deciding or recording the step; None in their own right. Raises NotAllowed."""
    reach = reach_of(by)
    absent = act_in(_seats(reach, proceeding, step, on_behalf=on_behalf), by=by, about=proceeding.person_id)
    mine = recordable(reach) if on_behalf else inbox(reach)
    if not mine.filter(pk=step.pk).exists():
        raise NotAllowed("这一环节不由您办理；如确需办理，请联系县委组织部核对您的任用。")
    return absent


def _seats(reach: Reach, proceeding: Proceeding, step: Step, *, on_behalf: bool) -> list[Seat]:
    """Seats in which the step may be decided, or recorded: the body's own, and the county's where it has the step."""
    if step.person_id and not on_behalf:
        return []
    own = [seat for seat in reach.seats if seat.body.pk == step.body_id and (seat.works if on_behalf else seat.decides)]
    county = reach.seats_over(*COUNTY, place=proceeding.place_id, deciding=not on_behalf)
    return [*own, *county] if on_behalf or step.body_id is None else own


def _advance(proceeding: Proceeding, *, refused: bool) -> None:
    """Move on after a decision: refuse, wait for the joint ones, open the next stage, or grant."""
    if refused:
        _close(proceeding, State.REFUSED)
        kind_of(proceeding).refused(proceeding)
        return
    left = proceeding.steps.filter(state__in=[StepState.OPEN, StepState.WAITING])
    if left.filter(state=StepState.OPEN).exists():
        return
    following = left.order_by("stage").values_list("stage", flat=True).first()
    if following is not None:
        _open_stage(proceeding, following)
        return
    _close(proceeding, State.GRANTED)
    kind_of(proceeding).granted(proceeding)


def _open_stage(proceeding: Proceeding, stage: int) -> None:
    proceeding.stage = stage
    proceeding.save(update_fields=["stage"])
    moment = now()
    opened = proceeding.steps.filter(stage=stage, state=StepState.WAITING)
    opened.update(state=StepState.OPEN, opened_at=moment)
    event = kind_of(proceeding).reply_event
    due = reply_due(proceeding.ruling, event=event, received=moment) if event else None
    if due:
        proceeding.steps.filter(stage=stage, state=StepState.OPEN, due__isnull=True).exclude(word__in=PERSONS).update(
            due=due
        )


def _close(proceeding: Proceeding, state: State) -> None:
    proceeding.state, proceeding.closed_at = state, now()
    proceeding.save(update_fields=["state", "closed_at"])
    proceeding.steps.filter(state__in=[StepState.OPEN, StepState.WAITING]).update(state=StepState.VOID)
    for reader in {proceeding.person_id, proceeding.opened_by_id} - {None}:
        tell(proceeding, f"{proceeding.title}：{state.label}", person_id=reader)


def withdraw(proceeding: Proceeding, *, by: User) -> Proceeding:
    """The applicant, or who filed for them, takes an open matter back. Raises NotAllowed."""
    with transaction.atomic():
        current = Proceeding.objects.select_for_update().get(pk=proceeding.pk)
        if not may_withdraw(by, current):
            raise NotAllowed("只有申请人，或仍在岗位上的经办人、同队干部可以撤回自己提交的事项。")
        if current.person_id != by.pk:
            act_in(seats_to_withdraw(by, current), by=by, about=None)
        if current.state != State.OPEN:
            raise AlreadyDecided(f"该办件已办结（{current.get_state_display()}），不能撤回。")
        _close(current, State.WITHDRAWN)
        withdrawn = kind_of(current).withdrawn
        if withdrawn:
            withdrawn(current)
    return current


def name_party(step: Step, *, name: str, by: User) -> Body:
    """The county names the body an open step is for, where none was entered: one of the step's own level and place, and
    never one the namer acts for. Raises NotAllowed.

    A body that the namer keeps acts in that word from now on, so that it need not be named again; one above the county is
    named for this step alone.
    """
    with transaction.atomic():
        proceeding = Proceeding.objects.select_for_update().get(pk=step.proceeding_id)
        refusal = "只有该县县委组织部可以指定办理机构。"
        act_over(by, *COUNTY, place=proceeding.place_id, about=proceeding.person_id, refusal=refusal)
        try:
            body = body_named(name, word=step.word, place=proceeding.place_id)
        except UnclearName as unclear:
            raise NotAllowed(str(unclear)) from None
        if body.pk in {seat.body.pk for seat in seats_of(by)}:
            raise NotAllowed("不能指定自己任职的机构，请由上级组织部门登记由哪个机构办理。")
        moved = Step.objects.filter(
            pk=step.pk, body__isnull=True, person__isnull=True, state__in=[StepState.OPEN, StepState.WAITING]
        ).update(body=body)
        if not moved:
            raise AlreadyDecided("这一环节已有办理机构或已办结，请刷新查看。")
        _keep_name(body, step.word, by=by)
    return body


def _keep_name(body: Body, word: str, *, by: User) -> None:
    """The body acts in the word from now on, where the namer keeps it and no other does."""
    taken = Capacity.objects.filter(word=word, place=body.division).exists()
    if not taken and kept_bodies(by).filter(pk=body.pk).exists():
        try:
            give_capacity(body, word, by=by)
        except NotPermitted as refusal:
            raise NotAllowed(str(refusal)) from None


def tell(
    proceeding: Proceeding,
    text: str,
    *,
    body: Body | None = None,
    person: User | None = None,
    person_id: int | None = None,
) -> None:
    """A notice in somebody's list, written with the act that caused it."""
    reader = person.pk if person else person_id
    Notice.objects.create(proceeding=proceeding, body=body, person_id=reader, text=text[:300], sent_at=now())


def mark_read(reach: Reach, chosen: QuerySet[Notice] | None = None) -> int:
    """The notices the user has taken note of; all of theirs unless some are chosen. Returns how many were unread."""
    theirs = notices(reach).filter(read_at__isnull=True)
    if chosen is not None:
        theirs = theirs.filter(pk__in=chosen.values("pk"))
    return theirs.order_by().update(read_at=now(), read_by=reach.user)
