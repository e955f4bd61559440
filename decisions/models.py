"""Rulings (依据), proceedings (办件) with their steps (环节), and what bodies and people are told."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.access import Paths
from accounts.fields import WrappedKeyField
from accounts.models import Body, User, new_key
from decisions.choices import State, StepState
from villages.models import Division


class PolicyVersion(models.Model):
    """The file of a regulation as it was when something was decided by it, so that the rule can still be shown."""

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.CharField("办法", max_length=60)
    content = models.TextField("文件内容")
    stored_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "办法版本"
        triggers = [pgtrigger.Protect(name="version_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:12]}"


class Ruling(models.Model):
    """An answer a person acted on: question, facts, answer, articles, the version that gave it. Never changed."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="rulings")
    policy = models.CharField("办法", max_length=60)
    question = models.CharField("问题", max_length=30)
    on = models.DateField("适用日")
    facts = models.JSONField("事实")
    answer = models.JSONField("结论")
    articles = ArrayField(models.CharField(max_length=20), verbose_name="依据条款")
    readings = models.JSONField("采用的理解", default=dict)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "依据"
        indexes = [models.Index(fields=["policy", "question"], name="ruling_by_policy_question")]
        triggers = [pgtrigger.Protect(name="ruling_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.policy} {self.question} {self.on}"


class Proceeding(models.Model):
    """A matter that bodies decide step by step. It knows place, unit and person, not its subject."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    kind = models.CharField("类别", max_length=20)
    title = models.CharField("标题", max_length=200)
    place = models.ForeignKey(Division, models.PROTECT, related_name="proceedings", verbose_name="地点")
    unit = models.ForeignKey(Body, models.PROTECT, null=True, related_name="proceedings", verbose_name="派出单位")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="proceedings", verbose_name="本人")
    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="+", verbose_name="依据")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    stage = models.PositiveSmallIntegerField("当前阶段", default=1)
    manual = models.BooleanField("转人工", default=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    reach = Paths(division="place_id", unit="unit_id", person="person_id")

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at__isnull=True)
                | ~Q(state=State.OPEN) & Q(closed_at__isnull=False),
                name="closed_when_not_open",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One body's (or one person's) part in a proceeding. Steps of one stage are joint: all must agree, in any order."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="steps")
    stage = models.PositiveSmallIntegerField("阶段")
    word = models.CharField("职能", max_length=20)
    act = models.CharField("行为", max_length=12)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="steps", verbose_name="机构")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="steps", verbose_name="个人")
    state = models.CharField("状态", max_length=10, choices=StepState.choices, default=StepState.WAITING)
    due = models.DateTimeField("答复期限", null=True)
    opened_at = models.DateTimeField("到达时间", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stood_in_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="代谁办理")
    decided_at = models.DateTimeField(null=True)
    on_behalf = models.BooleanField("代为登记", default=False)
    file = models.FileField("批件", upload_to="papers/", blank=True)
    file_key = WrappedKeyField(null=True)
    paper_number = models.CharField("批件文号", max_length=60, blank=True)
    opinion = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节"
        ordering = ["stage", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "stage", "word", "act"], name="one_step_per_party"),
            models.CheckConstraint(
                condition=Q(state__in=[StepState.DONE, StepState.REFUSED])
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                | ~Q(state__in=[StepState.DONE, StepState.REFUSED]) & Q(decided_by__isnull=True),
                name="decided_steps_have_a_decider",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "opened_at"], condition=Q(state=StepState.OPEN), name="step_inbox_of_body"),
            models.Index(fields=["person"], condition=Q(state=StepState.OPEN), name="step_inbox_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.proceeding} {self.word}"


class Notice(models.Model):
    """Something a body or a person is told: a row written with the act that caused it."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="notices")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="notices")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="notices")
    text = models.CharField("内容", max_length=300)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "告知"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | Q(person__isnull=False), name="notice_has_a_reader"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ChosenReading(models.Model):
    """A place's choice where a regulation leaves one: signed, dated, never edited; the newest in force counts."""

    place = models.ForeignKey(Division, models.PROTECT, related_name="chosen_readings")
    policy = models.CharField("办法", max_length=60)
    name = models.CharField("理解", max_length=60)
    choice = models.CharField("选择", max_length=60)
    since = models.DateField("自")
    basis = models.CharField("依据文件", max_length=200)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "采用的理解"
        triggers = [pgtrigger.Protect(name="reading_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.policy} {self.name}={self.choice}"


from decisions.regulation_models import BoundArticle, BoundText, CalendarYear, LocalRules  # noqa: E402

__all__ = [
    "BoundArticle",
    "BoundText",
    "CalendarYear",
    "ChosenReading",
    "LocalRules",
    "Notice",
    "PolicyVersion",
    "Proceeding",
    "Ruling",
    "Step",
]
