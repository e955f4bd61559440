"""Grades of cadres: the year's, and those of its quarters. Each rests on a ruling of the regulation."""

from django.db import models
from django.db.models import Q

from accounts.access import Paths
from accounts.models import User
from assessment.choices import GRADE_CHOICES, QUARTERS
from cadres.models import Posting
from decisions.models import Ruling


class Assessment(models.Model):
    """A cadre's grade at a post, for a year or (平时考核) one of its quarters, with the facts it was given on."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", choices=QUARTERS, null=True, blank=True)
    grade = models.CharField("等次", max_length=12, choices=GRADE_CHOICES)
    facts = models.JSONField("事实", default=dict)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("说明", max_length=300, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    reach = Paths(division="posting__team__place_id", unit="posting__unit_id", person="posting__cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "考核"
        ordering = ["-year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "year", "quarter"], name="one_grade_per_posting_and_period", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)), name="quarter_1_to_4"),
            models.CheckConstraint(
                condition=Q(quarter__isnull=False) | Q(ruling__isnull=False), name="years_grade_has_a_ruling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting.cadre} {self.year} {self.get_grade_display()}"

    @property
    def told_as(self) -> str:
        """What its history calls it among others."""
        return f"{self.year}年{self.get_quarter_display() or '年度'}"
