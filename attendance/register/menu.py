"""The places of register and tallies in the menu."""

from accounts.access import Reach
from accounts.menu import Entry, enter
from attendance.choices import CorrectionState
from attendance.leave.kind import is_cadre
from attendance.models import Correction
from attendance.register.actions import COUNTY, GENERAL


def enter_register_menu() -> None:
    enter(
        Entry("考勤登记", "register", "calendar-check", group="驻村管理", order=30, shown=territorial, badge=waiting),
        Entry("在岗预警", "warnings", "gauge", group="驻村管理", order=35, shown=lambda reach: bool(reach.seats)),
        Entry("我的考勤", "my_tally", "calendar-stats", order=30, shown=is_cadre),
    )


def territorial(reach: Reach) -> bool:
    return any(seat.territorial for seat in reach.seats)


def waiting(reach: Reach) -> int:
    """Corrections that wait for the user's decision."""
    deciding = [seat.prefix for seat in reach.seats if seat.decides and seat.words.intersection((*COUNTY, *GENERAL))]
    rows = Correction.objects.filter(state=CorrectionState.WAITING)
    return sum(rows.filter(posting__team__place__code__startswith=prefix).count() for prefix in deciding)
