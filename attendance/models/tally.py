"""Tallies: what a night's run counted against the regulation that applies. Derived rows, rebuildable any time.

A tally holds nothing that changes with the day alone (days left follow from `TallyRun.on` and `end`), so that a night
without news writes nothing.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.access import Paths
from attendance.choices import AbsenceOutcome, Outcome, RunState
from cadres.models import Cadre, Posting
from villages.models import Team


class TallyRun(models.Model):
    """The run for a day. Killed half-way it is `running` and is done again; repeated, it changes nothing."""

    on = models.DateField("统计日", unique=True)
    state = models.CharField("状态", max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    changed = models.JSONField("变动行数", default=dict)
    sentence = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "统计"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on}"


class Tally(models.Model):
    """A person's days in one window under one measure of one regulation, all their postings under it together.

    `posting` is the latest of them. `start` to `end` is the part of the window on post, `on_post` its days (fewer where
    two postings lie apart). `counted` and `official` (official days the text is silent about) are in days, halves exact.
    `required`, `unit` and `reachable` are as in the policy's answer to `presence`.
    """

    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="tallies", verbose_name="驻村干部")
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="tallies")
    policy = models.CharField("办法", max_length=60, db_collation="C")
    rule = models.CharField("规则", max_length=60, db_collation="C")
    measure = models.PositiveSmallIntegerField(default=0)
    window = models.CharField("期间", max_length=10)
    first = models.DateField("期间起")
    last = models.DateField("期间止")
    start = models.DateField("在岗起")
    end = models.DateField("在岗止")
    on_post = models.PositiveSmallIntegerField("在岗日历日")
    counted = models.DecimalField("计入天数", max_digits=4, decimal_places=1, null=True)
    official = models.DecimalField("未规定的公务天数", max_digits=4, decimal_places=1, default=0)
    required = models.PositiveSmallIntegerField("要求天数", null=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    outcome = models.CharField("结论", max_length=20, choices=Outcome.choices)
    reachable = models.BooleanField("还能达到", null=True)
    articles = ArrayField(models.CharField(max_length=20), default=list, verbose_name="依据条款")
    readings = models.JSONField("采用的理解", default=list)
    sentence = models.CharField("说明", max_length=200, blank=True)

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "在岗统计"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "policy", "rule", "measure", "first"], name="one_tally_per_person_and_window"
            )
        ]
        indexes = [models.Index(fields=["first", "outcome"], name="tally_by_window")]

    def __str__(self) -> str:
        return f"{self.cadre} {self.first} {self.outcome}"


class AbsenceTally(models.Model):
    """What the policy says of a person's absence without leave in a year. `facts` is the digest of the lines asked about."""

    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="absence_tallies")
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="absence_tallies")
    policy = models.CharField("办法", max_length=60, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    outcome = models.CharField("结论", max_length=20, choices=AbsenceOutcome.choices)
    longest_calendar = models.DecimalField("最长连续（日历日）", max_digits=4, decimal_places=1, null=True)
    longest_workdays = models.DecimalField("最长连续（工作日）", max_digits=4, decimal_places=1, null=True)
    total_calendar = models.DecimalField("累计（日历日）", max_digits=4, decimal_places=1, null=True)
    total_workdays = models.DecimalField("累计（工作日）", max_digits=4, decimal_places=1, null=True)
    articles = ArrayField(models.CharField(max_length=20), default=list)
    readings = models.JSONField(default=list)
    facts = models.CharField(max_length=32, db_collation="C")

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "缺岗统计"
        constraints = [
            models.UniqueConstraint(fields=["cadre", "policy", "year"], name="one_absence_tally_per_person_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.year} {self.outcome}"


class CoverTally(models.Model):
    """A village's cover in a month: a character a day, 1 enough cadres in the village, 0 too few, . not asked."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="cover_tallies", verbose_name="工作队")
    policy = models.CharField("办法", max_length=60, db_collation="C")
    month = models.DateField("月份")
    days = models.CharField("逐日", max_length=31, db_collation="C")
    uncovered = models.PositiveSmallIntegerField("无人在岗天数")
    articles = ArrayField(models.CharField(max_length=20), default=list)

    reach = Paths(division="team__place_id", unit="team__postings__unit_id", person="team__postings__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "在岗覆盖"
        constraints = [
            models.UniqueConstraint(fields=["team", "policy", "month"], name="one_cover_tally_per_team_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.month:%Y-%m}"
