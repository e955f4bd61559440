"""What an office adds to the regulations: its own copy of the official text, and rules of its own laid over one."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.access import Paths
from accounts.models import User, new_key
from villages.models import Division


class BoundText(models.Model):
    """An official text an office holds, split by article. The newest of a regulation is shown; none is ever changed."""

    policy = models.CharField("办法", max_length=60)
    title = models.CharField("标题", max_length=200, blank=True)
    content = models.TextField("原文")
    bound_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    bound_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "办法原文"
        indexes = [models.Index(fields=["policy", "-id"], name="bound_text_newest")]
        triggers = [pgtrigger.Protect(name="text_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title or self.policy


class BoundArticle(models.Model):
    """An article (`"13"`) or annex (`"annex1"`) of a bound text. `digest` is that of policies.articles."""

    bound = models.ForeignKey(BoundText, models.PROTECT, related_name="articles")
    number = models.CharField("条款", max_length=10)
    chapter = models.CharField("章节", max_length=100, blank=True)
    content = models.TextField("条文")
    digest = models.CharField(max_length=16)

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bound", "number"], name="one_article_per_number")]
        triggers = [pgtrigger.Protect(name="article_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.bound} {self.number}"


class LocalRules(models.Model):
    """A version of a place's own rules (a file laid over a regulation). A draft until confirmed; `until` ends it.

    In force from `since`, which is never before the day it was confirmed; the text never changes.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    place = models.ForeignKey(Division, models.PROTECT, related_name="local_rules", verbose_name="适用地区")
    code = models.CharField("代号", max_length=60)
    base = models.CharField("原办法", max_length=60)
    title = models.CharField("名称", max_length=200)
    content = models.TextField("规则文件")
    digest = models.CharField(max_length=64)
    since = models.DateField("自")
    until = models.DateField("至", null=True)
    authority = models.CharField("依据文件", max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认施行")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="停用")

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "地方规则"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="local_rules_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="local_rules_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(ended_by__isnull=False), name="local_rules_ended_by_somebody"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="local_text_stays",
                fields=["place", "code", "base", "content", "digest", "since", "authority", "uploaded_by"],
            ),
            pgtrigger.Protect(name="local_rules_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class CalendarYear(models.Model):
    """A year of the State Council's holiday notice, entered where the program does not carry it (yet).

    `holidays` are the days off of the notice, `make_up` the rest days that are worked; other days follow the week.
    A year entered before the notice is `provisional`; entering it again takes its place.
    """

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    holidays = ArrayField(models.DateField(), verbose_name="放假")
    make_up = ArrayField(models.DateField(), verbose_name="调休上班")
    provisional = models.BooleanField("暂定", default=False)
    source = models.CharField("依据", max_length=200)
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"

    def __str__(self) -> str:
        return f"{self.year}年"
