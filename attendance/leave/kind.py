"""Leave as a kind of proceeding, and its places in the menu."""

from django.urls import reverse

from accounts.access import Reach, Seat
from accounts.menu import Entry, enter
from accounts.models import User
from attendance.leave.actions import KIND, leave_ended, leave_granted
from attendance.leave.queries import seats_at
from cadres.models import Cadre
from decisions.kinds import Kind, register
from decisions.models import Proceeding


def address(proceeding: Proceeding) -> str:
    return reverse("leave", kwargs={"key": proceeding.key})


def seats(user: User, proceeding: Proceeding) -> list[Seat]:
    return seats_at(user, place=proceeding.place_id, unit=proceeding.unit_id)


def register_kind() -> None:
    register(
        Kind(
            KIND, "请假", address, granted=leave_granted, refused=leave_ended, seats=seats,
            reply_event="leave_application", withdrawn=leave_ended,
        )
    )  # fmt: skip


def enter_menu() -> None:
    enter(
        Entry("请假", "leaves", "calendar-off", group="驻村管理", order=20, shown=lambda reach: bool(reach.seats)),
        Entry("我的请假", "my_leaves", "calendar-off", order=20, shown=is_cadre),
    )


def is_cadre(reach: Reach) -> bool:
    return Cadre.objects.filter(user=reach.user).exists()
