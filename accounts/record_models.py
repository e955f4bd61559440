"""The record (日志) with its seals, the jobs' last runs, and how long a county keeps a leaver's personal data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.choices import Act
from villages.models import Division


class Entry(models.Model):
    """One act: who did what to which row, when, from where, before and after. Written once, for good.

    The table is made and guarded by plain SQL (migration `record`), points at nothing by foreign key and outlives what
    it tells of. `before` and `after` hold the changed columns alone, personal data never in clear. `county` is a county's
    six digits, or empty. `via` is request, a job, a command, or sql for whoever wrote past the program.
    """

    at = models.DateTimeField("时间")
    act = models.CharField("行为", max_length=20, choices=Act.choices)
    user_id = models.BigIntegerField(null=True)
    who = models.CharField("何人", max_length=120)
    ip = models.CharField("来自", max_length=45)
    request = models.CharField("请求编号", max_length=32)
    path = models.CharField("地址", max_length=300)
    via = models.CharField("途径", max_length=120)
    kind = models.CharField("对象", max_length=60)
    object_id = models.CharField("对象编号", max_length=64)
    county = models.CharField("县", max_length=6)
    before = models.JSONField("改前", null=True)
    after = models.JSONField("改后", null=True)
    reason = models.CharField("事由", max_length=300)
    detail = models.JSONField("说明", null=True)

    class Meta:
        managed = False
        db_table = "record_entry"
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.who} {self.get_act_display()} {self.kind}"


class Seal(models.Model):
    """Closes a batch of entries: their digests, and a keyed hash over them and over the seal before. Written once."""

    sealed_at = models.DateTimeField("封存时间")
    entries = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()
    hash = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "record_seal"
        verbose_name = verbose_name_plural = "日志封存"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.hash[:12]}"


class JobRun(models.Model):
    """The last run of a job, or of a backup, by its name. What the health page looks at."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"

    def __str__(self) -> str:
        return self.name


class KeepingPeriod(models.Model):
    """How many months after leaving a county keeps a cadre's ID number and phone. One row a county."""

    county = models.OneToOneField(Division, models.PROTECT, related_name="keeping_period", verbose_name="县")
    months = models.PositiveSmallIntegerField("保留月数")
    basis = models.CharField("依据文件", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息保留期限"
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="kept_a_month_or_more")]

    def __str__(self) -> str:
        return f"{self.county} {self.months}"
