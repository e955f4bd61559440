"""Opening a proceeding, deciding its steps, withdrawing it: lock, check, change, record, tell, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Reach, reach_of
from accounts.models import Body, Capacity, User, new_key
from accounts.sealed_files import seal_upload
from decisions.bodies import UnclearName, body_named
from decisions.choices import MANUAL, State, StepState, territory
from decisions.kinds import kind_of
from decisions.law import reply_due
from decisions.models import Notice, Proceeding, Ruling, Step
from decisions.queries import COUNTY, PERSONS, inbox, notices, recordable
from villages.clock import now
from villages.models import Division


class NotAllowed(Exception):
    """The user may not do this; the sentence says why and what to do."""


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
        _check_right(proceeding, current, by=by, on_behalf=on_behalf)
        if not agree and not opinion.strip():
            raise NotAllowed("不同意须写明理由，请在意见栏写一句原因。")
        if agree and proceeding.manual and not opinion.strip():
            raise NotAllowed("本办法未作规定的事项由人决定，请在意见栏写明决定的理由。")
        if on_behalf and not (paper or paper_number.strip()):
            raise NotAllowed("代为登记须上传批件或填写批件文号。")
        current.state = StepState.DONE if agree else StepState.REFUSED
        current.decided_by, current.decided_at = by, now()
        current.stood_in_for = _absent(proceeding, current, by=by) if not on_behalf else None
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


def _check_right(proceeding: Proceeding, step: Step, *, by: User, on_behalf: bool) -> None:
    if proceeding.person_id == by.pk:
        raise NotAllowed("不能办理本人的事项，请由单位其他同志办理。")
    mine = recordable(reach_of(by)) if on_behalf else inbox(reach_of(by))
    if not mine.filter(pk=step.pk).exists():
        raise NotAllowed("这一环节不由您办理；如确需办理，请联系县委组织部核对您的任用。")


def _absent(proceeding: Proceeding, step: Step, *, by: User) -> User | None:
    """Whom `by` stands in for (代) by a standing substitution. Raises NotAllowed in the absent person's own matter."""
    absent = reach_of(by).stands_in(step.body_id) if step.body_id else None
    if absent is not None and absent.pk == proceeding.person_id:
        raise NotAllowed(f"这是{absent}本人的事项，不能由其代办人办理，请由单位其他同志办理。")
    return absent


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
        if by.pk not in {current.person_id, current.opened_by_id}:
            raise NotAllowed("只有本人或代办人可以撤回。")
        if current.state != State.OPEN:
            raise AlreadyDecided(f"该办件已办结（{current.get_state_display()}），不能撤回。")
        _close(current, State.WITHDRAWN)
        withdrawn = kind_of(current).withdrawn
        if withdrawn:
            withdrawn(current)
    return current


def name_party(step: Step, *, name: str, by: User) -> Body:
    """The county names the body an open step is for, where none was entered. Raises NotAllowed.

    A body of the territory acts in that word from now on, so that it need not be named again.
    """
    with transaction.atomic():
        proceeding = Proceeding.objects.select_for_update().get(pk=step.proceeding_id)
        if not reach_of(by).holds(*COUNTY, place=proceeding.place_id):
            raise NotAllowed("只有该县县委组织部可以指定办理机构。")
        if proceeding.person_id == by.pk:
            raise NotAllowed("不能办理本人的事项，请由单位其他同志办理。")
        try:
            body = body_named(name, word=step.word, place=proceeding.place_id)
        except UnclearName as unclear:
            raise NotAllowed(str(unclear)) from None
        moved = Step.objects.filter(
            pk=step.pk, body__isnull=True, person__isnull=True, state__in=[StepState.OPEN, StepState.WAITING]
        ).update(body=body)
        if not moved:
            raise AlreadyDecided("这一环节已有办理机构或已办结，请刷新查看。")
        place = territory(step.word, proceeding.place_id)
        if place:
            Capacity.objects.get_or_create(word=step.word, place_id=place, defaults={"body": body})
    return body


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
