"""Leaves of the demo: filed, agreed to, refused, taken and closed, each on its day, through the program's own doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings

from accounts.models import Appointment, User
from accounts.record.context import current, person, tell
from attendance.choices import Destination, Half, LeaveType
from attendance.leave.actions import close_leave, file_leave
from attendance.leave.planning import Draft
from attendance.models import Leave
from cadres.models import Posting
from config.demo.staff import FIRST
from decisions.actions import decide_step, withdraw
from decisions.choices import State, StepState
from decisions.models import Proceeding, Step

REASONS = ("家中老人住院，需陪护", "孩子家长会和开学报到", "本人婚假后处理家事", "到市里办理房产手续", "亲属丧事")
ILLNESS = "颈椎病复查，县医院预约理疗"


@contextmanager
def on_day(day: date, *, by: User | None = None) -> Iterator[None]:
    """The program's clock on another day, so that what is done then bears its date; and whose doing it is."""
    held, told = settings.TODAY, current()
    settings.TODAY = day
    if by is not None:
        tell(person(by))
    try:
        yield
    finally:
        settings.TODAY = held
        tell(told)


def user_of(posting: Posting) -> User:
    """The cadre's own user, fresh: what they may do is reckoned for the day the clock shows."""
    return User.objects.get(cadre=posting.cadre_id)


def ask(
    posting: Posting, first: date, days: int, *, filed: date, number: int, leave_type: str = LeaveType.PERSONAL
) -> Leave:
    """The cadre applies, on the day `filed`, for whole days from `first`."""
    by = user_of(posting)
    with on_day(filed, by=by):
        draft = Draft(
            posting=Posting.objects.select_related("cadre__user", "team__place__parent", "unit__division").get(
                pk=posting.pk
            ),
            leave_type=leave_type,
            start=first,
            start_half=Half.AM,
            end=first + timedelta(days=days - 1),
            end_half=Half.PM,
            reason=ILLNESS if leave_type == LeaveType.SICK else REASONS[number % len(REASONS)],
            destination=Destination.OUTSIDE,
            place=posting.team.place.parent.parent.name if posting.team.place.parent else "",  # type: ignore[union-attr]
        )
        return file_leave(draft, by=by)


def agree(proceeding: Proceeding, *, on: date, most: int = 99, clerk: str = FIRST, until: str = "") -> bool:
    """Open steps are agreed to one after the other, at most so many or until one waits for the user named; whether the
    matter is granted then.
    """
    for _ in range(most):
        with on_day(on):
            step = Step.objects.filter(proceeding=proceeding, state=StepState.OPEN).order_by("stage", "pk").first()
            if step is None or (until and Appointment.objects.filter(body=step.body, user__username=until).exists()):
                break
            _decide(step, agree=True, clerk=clerk)
    return Proceeding.objects.get(pk=proceeding.pk).state == State.GRANTED


def refuse(proceeding: Proceeding, *, on: date, opinion: str, clerk: str = FIRST) -> None:
    with on_day(on):
        step = Step.objects.filter(proceeding=proceeding, state=StepState.OPEN).order_by("stage", "pk")[0]
        _decide(step, agree=False, opinion=opinion, clerk=clerk)


def _decide(step: Step, *, agree: bool, clerk: str, opinion: str = "") -> None:
    """By the person or a clerk of the body; where nobody logs in for it, by the county with the paper's number."""
    held = Appointment.objects.filter(body=step.body).select_related("user").order_by("pk").first()
    own = step.person or (held.user if held else None)
    by = User.objects.get(pk=own.pk) if own else User.objects.get(username=clerk)
    manual = step.proceeding.manual and agree
    decide_step(
        step, by=by, agree=agree, opinion=opinion or ("同意，请安排好村内值守" if manual else ""),
        on_behalf=own is None and not manual, paper_number="" if own or manual else "干部科〔存〕17号",
    )  # fmt: skip


def take(posting: Posting, first: date, days: int, *, number: int, on: date, clerk: str = FIRST) -> Leave:
    """A leave asked for and granted before it began; closed on its return where that lies in the past."""
    filed = first - timedelta(days=3)
    leave = ask(posting, first, days, filed=filed, number=number)
    granted = agree(leave.proceeding, on=filed + timedelta(days=1), clerk=clerk)
    back = first + timedelta(days=days)
    if granted and back < on:
        come_back(leave, on=back, returned=back)
    return leave


def come_back(leave: Leave, *, on: date, returned: date) -> None:
    """The cadre closes their leave on the day `on`."""
    with on_day(on):
        close_leave(
            Leave.objects.get(pk=leave.pk), returned_on=returned, returned_half=Half.AM, note="按时返岗",
            by=user_of(leave.posting),
        )  # fmt: skip


def give_up(leave: Leave, *, on: date) -> None:
    with on_day(on):
        withdraw(leave.proceeding, by=user_of(leave.posting))
