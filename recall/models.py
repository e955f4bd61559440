"""Facts recorded about a cadre, the cases opened on them, and the bars that follow and expire by themselves."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.access import Paths
from accounts.models import User, new_key
from cadres.models import Cadre, Posting
from decisions.models import Proceeding, Ruling
from policies.words import BARS, DISPOSITIONS, FINDINGS, GRADES
from recall.choices import HEALTH, CaseState, Fact, Measure


class Finding(models.Model):
    """A fact that a person recorded about a cadre at a post, with its source. Void with a reason, never deleted.

    `value` is what the question `removal_grounds` takes for the fact. What is noted of somebody's health lies sealed
    under their own key.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="findings")
    fact = models.CharField("事实类别", max_length=20, choices=Fact.choices)
    value = models.JSONField("内容")
    found_on = models.DateField("发现日期")
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=500, blank=True)
    note_cipher = models.BinaryField(null=True, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "认定事实"
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="void_finding_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(value=HEALTH) | Q(note=""), name="health_is_noted_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()}（{self.found_on}）"

    @property
    def told_as(self) -> str:
        """What its history calls it among others."""
        return f"{self.get_fact_display()}，{self.found_on}发现"

    @property
    def shown_value(self) -> str:
        """The value in the office's words."""
        if self.fact == Fact.FINDING:
            return FINDINGS[self.value]
        if self.fact == Fact.ANNUAL_GRADE:
            return GRADES[self.value]
        unit = {Fact.SATISFACTION: "%", Fact.INSPECTION_MEASURES: "次", Fact.UNAPPROVED_FINDINGS: "次"}
        return f"{self.value}{unit[Fact(self.fact)]}" if Fact(self.fact) in unit else "是"


class Case(models.Model):
    """A recall or replacement: its ground with article, what was proposed, decided, and when a successor is due.

    Where the facts tell of somebody's health, `reason` says no more than that; what was written lies sealed.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="cases")
    policy = models.CharField("办法", max_length=60)
    ground = models.CharField("条款", max_length=20)
    disposition = models.CharField("处理", max_length=10, choices=list(DISPOSITIONS.items()))
    measure = models.CharField("措施", max_length=10, choices=Measure.choices, default=Measure.REMOVAL)
    facts = models.JSONField("事实")
    by_determination = models.BooleanField("由人认定", default=False)
    reason = models.CharField("理由", max_length=500)
    reason_cipher = models.BinaryField(null=True, editable=False)
    ground_ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="+")
    proceeding = models.OneToOneField(Proceeding, models.PROTECT, null=True, related_name="recall_case")
    effects_ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    decided_on = models.DateField("决定日期", null=True)
    noticed_on = models.DateField("派出单位收到通知", null=True)
    successor_due = models.DateField("接替期限", null=True)
    deadline_ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+", verbose_name="接替人")

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "调换召回"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting"], condition=Q(state=CaseState.OPEN), name="one_open_case_per_posting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.DECIDED, CaseState.SUCCEEDED]) | Q(decided_on__isnull=False),
                name="decided_case_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting.cadre}{self.outcome_words}"

    @property
    def removal(self) -> str:
        """The disposition the procedure and effects are asked for: a ladder ends in recall."""
        return "recall" if self.disposition == "ladder" else self.disposition

    @property
    def outcome_words(self) -> str:
        """What it comes to: the lighter measure of a ladder, else the removal."""
        return DISPOSITIONS[self.removal] if self.measure == Measure.REMOVAL else Measure(self.measure).label


class Bar(models.Model):
    """What a decision closes to a person, from a day through another; it ends by itself and stays on record."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bars")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="bars")
    bar = models.CharField("限制", max_length=20, choices=list(BARS.items()))
    since = models.DateField("起", null=True)
    through = models.DateField("止", null=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    to = models.JSONField("通报对象", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "限制"
        ordering = ["bar"]
        constraints = [
            models.UniqueConstraint(fields=["case", "bar"], name="one_bar_of_a_kind_per_case"),
            models.CheckConstraint(
                condition=Q(through__isnull=True) | Q(since__isnull=True) | Q(through__gte=F("since")),
                name="bar_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_bar_display())

    def in_force(self, on: date) -> bool:
        return bool(self.since and self.through and self.since <= on <= self.through)
