"""A leave of a posting: what was asked for, by whom and in which form, what it rests on, when the cadre came back."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from accounts.access import Paths
from accounts.models import User
from attendance.choices import ILL, Destination, FiledBy, Half, LeaveType
from cadres.models import Posting
from decisions.models import Proceeding, Ruling


class Leave(models.Model):
    """From the first half day to the last, both included; `days` in halves by the calendar.

    `key` is that of its proceeding. `slots` are its half days as a range of numbers (2 × the day's ordinal, 1 more for an afternoon); those of one
    posting's live leaves do not overlap. Refused, withdrawn and cancelled leaves are no longer `live`; a return shortens
    `slots` to what was taken. `health_cipher` is what a sick person told the approvers, the reason included, sealed
    under their own key; `reason` says then no more than that it is an illness.
    """

    key = models.CharField(max_length=16, unique=True, editable=False, db_collation="C")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="leaves", verbose_name="派驻")
    leave_type = models.CharField("类别", max_length=10, choices=LeaveType.choices)
    start = models.DateField("起")
    start_half = models.CharField(max_length=2, choices=Half.choices, default=Half.AM)
    end = models.DateField("止")
    end_half = models.CharField(max_length=2, choices=Half.choices, default=Half.PM)
    days = models.DecimalField("天数", max_digits=5, decimal_places=1)
    slots = IntegerRangeField(editable=False)
    live = models.BooleanField(default=True, editable=False)
    reason = models.CharField("事由", max_length=300)
    health_cipher = models.BinaryField(null=True, editable=False)
    destination = models.CharField("去向", max_length=15, choices=Destination.choices)
    place = models.CharField("外出地点", max_length=100)
    urgent = models.BooleanField("紧急", default=False)
    oral = models.BooleanField("先口头请假", default=False)
    oral_agreed_by = models.CharField("口头同意人", max_length=50, blank=True)
    form = models.CharField("申请方式", max_length=20, choices=FiledBy.choices, default=FiledBy.SELF)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    filing_reason = models.CharField("代办原因", max_length=200, blank=True)
    filed_at = models.DateTimeField("提交时间")
    retroactive = models.BooleanField("补办", default=False)
    proceeding = models.OneToOneField(Proceeding, models.PROTECT, related_name="leave")
    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="+", verbose_name="依据")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    returned_on = models.DateField("返岗日期", null=True)
    returned_half = models.CharField(max_length=2, choices=Half.choices, blank=True)
    return_note = models.CharField("销假说明", max_length=200, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="销假人")
    closed_at = models.DateTimeField("销假时间", null=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"))
                | Q(end=F("start")) & (Q(start_half=F("end_half")) | Q(start_half=Half.AM)),
                name="leave_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(days__gte=Decimal("0.5")), name="leave_of_half_a_day_or_more"),
            models.CheckConstraint(
                condition=~Q(leave_type=LeaveType.SICK) | Q(reason=ILL), name="illness_is_told_sealed"
            ),
            # a range of one number stands for the number, so that no extension is needed
            ExclusionConstraint(
                name="one_live_leave_at_a_time",
                expressions=[
                    (
                        Func(
                            Cast("posting_id", models.BigIntegerField()),
                            Cast("posting_id", models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("slots", RangeOperators.OVERLAPS),
                ],
                condition=Q(live=True),
            ),
        ]
        indexes = [models.Index(fields=["posting", "start"], name="leave_of_posting")]

    def __str__(self) -> str:
        return f"{self.posting} {self.start}"

    @property
    def first(self) -> int:
        """The slot of the first half day."""
        return 2 * self.start.toordinal() + (self.start_half == Half.PM)

    @property
    def last(self) -> int:
        """The slot of the last half day granted."""
        return 2 * self.end.toordinal() + (self.end_half == Half.PM)
