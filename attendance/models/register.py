"""The register: one line a person a month, what its days rest on, closed months and corrections after closing."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from accounts.access import Paths
from accounts.fields import WrappedKeyField
from accounts.models import User, new_key
from attendance.choices import CorrectionState, Half, Source, Symbol, UploadState
from cadres.models import Posting
from villages.models import Division

LETTERS = r"^[VCOLRA.]+$"


class DaysInMonth(Func):
    """Calendar days of the month whose first day is given."""

    template = "EXTRACT(DAY FROM (%(expressions)s + INTERVAL '1 month -1 day'))::int"
    output_field = models.IntegerField()


def whole_months(name: str) -> list[models.CheckConstraint]:
    """Constraints that a line begins on the first of a month and has a known letter for each of its days."""
    columns = ("noted_am", "noted_pm", "am", "pm")
    lengths = [Q(Exact(Length(column), DaysInMonth("month"))) for column in (*columns, "nights")]
    letters = [Q(**{f"{column}__regex": LETTERS}) for column in columns]
    checks = {
        "first_of_month": Q(month__day=1),
        "length": lengths[0] & lengths[1] & lengths[2] & lengths[3] & lengths[4],
        "letters": letters[0] & letters[1] & letters[2] & letters[3] & Q(nights__regex=r"^[01.]+$"),
    }
    return [models.CheckConstraint(condition=check, name=f"{name}_{part}") for part, check in checks.items()]


class RegisterLine(models.Model):
    """A posting's month, a character a calendar day in the alphabet of `Symbol`.

    `noted_am`, `noted_pm` are what the clerk wrote, `am`, `pm` what counts (written only by attendance.register.settling);
    `nights` is 1 stayed, 0 did not, . not known. `version` grows with every note, so that two clerks do not
    overwrite each other unseen.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="register_lines", verbose_name="派驻")
    month = models.DateField("月份")
    noted_am = models.CharField("登记（上午）", max_length=31, db_collation="C")
    noted_pm = models.CharField("登记（下午）", max_length=31, db_collation="C")
    nights = models.CharField("住村", max_length=31, db_collation="C")
    am = models.CharField("认定（上午）", max_length=31, db_collation="C")
    pm = models.CharField("认定（下午）", max_length=31, db_collation="C")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    written_at = models.DateTimeField("登记时间", null=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "考勤登记"
        constraints = [
            models.UniqueConstraint(fields=["posting", "month"], name="one_line_per_posting_and_month"),
            *whole_months("line"),
        ]
        indexes = [
            models.Index(fields=["month", "posting"], name="line_by_month"),
            models.Index(
                fields=["posting", "month"],
                condition=Q(am__contains=Symbol.ABSENT.value) | Q(pm__contains=Symbol.ABSENT.value),
                name="line_with_absence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.month:%Y-%m}"

    @property
    def told_as(self) -> str:
        return f"{self.month:%Y年%-m月}"

    @staticmethod
    def told_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
        """The days of a line that were written anew, for its history: what was noted, and where it differs what counts."""
        noted = list(_days_told(before, after, "noted_am", "noted_pm"))
        yield from noted
        counted = [days for days in _days_told(before, after, "am", "pm") if days not in noted]
        if counted:
            yield f"认定：{'、'.join(counted)}"
        if "nights" in after and after["nights"] != before.get("nights"):
            yield f"住村 {after['nights'].count('1')} 夜"


def _days_told(before: dict[str, Any], after: dict[str, Any], am: str, pm: str) -> Iterator[str]:
    """Runs of days written anew alike, such as 3日至5日由“在村”改为“批准请假”; half days where the halves differ."""
    mornings, afternoons = (_written(before, after, column) for column in (am, pm))
    alike: dict[tuple[str, str, str], list[int]] = {}
    for day in sorted({*mornings, *afternoons}):
        if mornings.get(day) == afternoons.get(day):
            alike.setdefault(("", *mornings[day]), []).append(day)
            continue
        for half, changes in (("上午", mornings), ("下午", afternoons)):
            if day in changes:
                alike.setdefault((half, *changes[day]), []).append(day)
    for (half, was, now), days in alike.items():
        label = Symbol(now).label
        what = label if was == Symbol.NOTHING else f"由“{Symbol(was).label}”改为“{label}”"
        yield f"{_spans(days)}{half}{what}"


def _written(before: dict[str, Any], after: dict[str, Any], column: str) -> dict[int, tuple[str, str]]:
    """Days of the month on which a column's letter is another: what it was, what it is."""
    now = after.get(column, "")
    was = before.get(column, Symbol.NOTHING.value * len(now))
    return {day: pair for day, pair in enumerate(zip(was, now, strict=True), 1) if pair[0] != pair[1]}


def _spans(days: list[int]) -> str:
    """3日至5日、8日."""
    spans: list[list[int]] = []
    for day in days:
        if spans and day == spans[-1][-1] + 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(f"{span[0]}日" if len(span) == 1 else f"{span[0]}日至{span[-1]}日" for span in spans)


class Evidence(models.Model):
    """From one half day to another a posting's days are `symbol`, because of a leave, trip, inspection or correction.

    `basis` is the key of the leave (or other record) it rests on. Withdrawn evidence is voided, never deleted.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="evidence", verbose_name="派驻")
    first_day = models.DateField("起")
    first_half = models.CharField(max_length=2, choices=Half.choices, default=Half.AM)
    last_day = models.DateField("止")
    last_half = models.CharField(max_length=2, choices=Half.choices, default=Half.PM)
    symbol = models.CharField("符号", max_length=1, choices=Symbol.choices)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    basis = models.CharField("依据编号", max_length=16, blank=True, db_collation="C", db_index=True)
    note = models.CharField("说明", max_length=200, blank=True)
    laid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    laid_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField("撤销原因", max_length=200, blank=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "考勤依据"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day"))
                | Q(last_day=F("first_day")) & (Q(first_half=F("last_half")) | Q(first_half=Half.AM)),
                name="evidence_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["posting", "first_day"], name="evidence_of_posting")]

    def __str__(self) -> str:
        return f"{self.posting} {self.first_day} {self.get_source_display()}"


class MonthClosing(models.Model):
    """A township (or, for general teams, a county) has closed a month; what changes afterwards is a correction."""

    place = models.ForeignKey(Division, models.PROTECT, related_name="month_closings", verbose_name="地域")
    month = models.DateField("月份")
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopen_reason = models.CharField("重开原因", max_length=200, blank=True)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "月度关账"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="closing_first_of_month"),
            models.UniqueConstraint(
                fields=["place", "month"], condition=Q(reopened_at__isnull=True), name="one_closing_per_place_and_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.month:%Y-%m}"


class Correction(models.Model):
    """A change of a closed month: other notes for a line, or evidence laid or withdrawn after closing.

    With `evidence` the strings are empty and `withdraws` says which of the two; without, they are the new notes.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="corrections", verbose_name="派驻")
    month = models.DateField("月份")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="corrections")
    withdraws = models.BooleanField(default=False)
    noted_am = models.CharField(max_length=31, blank=True, db_collation="C")
    noted_pm = models.CharField(max_length=31, blank=True, db_collation="C")
    nights = models.CharField(max_length=31, blank=True, db_collation="C")
    reason = models.CharField("原因", max_length=300)
    state = models.CharField("状态", max_length=10, choices=CorrectionState.choices, default=CorrectionState.WAITING)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField("意见", max_length=300, blank=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "考勤更正"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, noted_am="") | Q(evidence__isnull=True) & ~Q(noted_am=""),
                name="correction_of_notes_or_evidence",
            ),
            models.UniqueConstraint(
                fields=["evidence", "month", "withdraws"], name="one_correction_per_evidence_and_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.month:%Y-%m}"


class RegisterUpload(models.Model):
    """One uploaded attendance workbook: what was read, what it would change, what came of it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县（省）")
    file = models.FileField(upload_to="registers/", blank=True)
    file_key = WrappedKeyField(null=True)
    file_name = models.CharField("文件", max_length=200)
    state = models.CharField("状态", max_length=10, choices=UploadState.choices, default=UploadState.READING)
    months = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    sentence = models.CharField("说明", max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "考勤表导入"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
