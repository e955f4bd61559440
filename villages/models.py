"""Divisions of the country, what is known of a village, and the teams stationed there."""

from django.db import models
from django.db.models import F, Q

from villages.choices import DivisionLevel, TeamKind, VillageStatus


class Division(models.Model):
    """An administrative division by its 12-digit code (2+2+2+3+3 digits), which holds level and parent."""

    code = models.CharField("代码", max_length=12, primary_key=True, db_collation="C")
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("级别", choices=DivisionLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    retired_on = models.DateField("停用日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="division_code_12_digits"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="division_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The digits that the codes of all divisions inside share."""
        return self.code[: DivisionLevel(self.level).digits]


class Village(models.Model):
    """What policies ask of a village division. A village no ledger has named has no row."""

    division = models.OneToOneField(Division, models.PROTECT, primary_key=True, related_name="village")
    status = models.CharField("村状态", max_length=10, choices=VillageStatus.choices, default=VillageStatus.NOT_EXITED)
    pastoral = models.BooleanField("牧区", default=False)
    mostly_mongolian = models.BooleanField("蒙古族人口较多", default=False)
    weak_branch = models.BooleanField("党组织软弱涣散", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "村情"

    def __str__(self) -> str:
        return self.division.name


class Team(models.Model):
    """A team stationed in a village, or a general team in a county; successive teams of a place are batches."""

    kind = models.CharField("类别", max_length=10, choices=TeamKind.choices, default=TeamKind.VILLAGE)
    place = models.ForeignKey(Division, models.PROTECT, related_name="teams", verbose_name="驻地")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    since = models.DateField("进驻日期", null=True)
    until = models.DateField("撤离日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作队"
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "batch"], name="one_team_per_place_and_batch"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="team_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place.name}{self.get_kind_display()}"
