"""Cadres, their postings, and the imports that brought them in. One person, many postings."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.db.models.functions import Cast

from accounts.access import Paths
from accounts.choices import Level
from accounts.fields import WrappedKeyField
from accounts.models import Body, User, new_key
from cadres.choices import AfterTerm, ImportState, Outcome, Precision, ProposalState, Role, Sex, TransferState
from cadres.fields import NextPersonNumber
from villages.models import Division, Team


class Cadre(models.Model):
    """A person, one row across villages and years. `identity` is what makes two ledger rows the same person:

    "id:" and the keyed hash of the ID number, or without one "at:" and county, village, name and birth.
    ID number and phone lie encrypted under the person's own `data_key`, which lies wrapped by the master key; the
    keyed hashes find and compare them without showing them.
    """

    key = models.CharField(max_length=16, default=new_key, editable=False, db_collation="C")
    number = models.BigIntegerField("人员编号", unique=True, editable=False, db_default=NextPersonNumber())
    identity = models.CharField(max_length=160, db_collation="C", editable=False)
    county = models.ForeignKey(Division, models.PROTECT, related_name="cadres", db_index=False, verbose_name="建账县")
    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField("拼音", max_length=200, db_collation="C", editable=False)
    grams = ArrayField(models.CharField(max_length=50), default=list, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, blank=True)
    birth = models.DateField("出生年月", null=True)
    birth_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    data_key = WrappedKeyField(null=True, editable=False)
    id_cipher = models.BinaryField(null=True, editable=False)
    id_hash = models.CharField(max_length=64, null=True, db_collation="C", editable=False)
    id_mask = models.CharField("身份证号", max_length=18, blank=True, editable=False)
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_hash = models.CharField(max_length=64, null=True, db_collation="C", editable=False)
    phone_mask = models.CharField("联系电话", max_length=11, blank=True, editable=False)
    political_status = models.CharField("政治面貌", max_length=100, blank=True)
    ethnicity = models.CharField("民族", max_length=100, blank=True)
    education = models.CharField("学历", max_length=100, blank=True)
    bilingual = models.BooleanField("蒙汉兼通", null=True)
    remark = models.CharField("备注", max_length=500, blank=True)
    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="cadre")
    added_at = models.DateTimeField(auto_now_add=True)

    reach = Paths(division="postings__team__place_id", unit="postings__unit_id", person="user_id")

    class Meta:
        verbose_name = verbose_name_plural = "驻村干部"
        ordering = ["pinyin", "number"]
        indexes = [
            GinIndex(fields=["grams"], name="cadre_by_part_of_name"),
            models.Index(fields=["pinyin"], name="cadre_by_pinyin"),
            models.Index(fields=["county"], name="cadre_by_county"),
        ]
        # as constraints, because a unique column of text would get a second index for LIKE that "C" makes needless
        constraints = [
            models.UniqueConstraint(fields=["key"], name="cadre_key_once"),
            models.UniqueConstraint(fields=["identity"], name="cadre_identity_once"),
            models.UniqueConstraint(fields=["id_hash"], name="cadre_id_hash_once"),
        ]

    def __str__(self) -> str:
        return self.name


# A start in a month is certain only on the month's last day, an end only on its first; a hand-over inside a month, or
# on one day, is no overlap. Columns by name: the database computes it, whatever way the row is written.
LATEST_START = """CASE start_precision WHEN 'month' THEN (start + interval '1 month' - interval '1 day')::date
 WHEN 'year' THEN (start + interval '1 year' - interval '1 day')::date ELSE start END"""
EARLIEST_END = """CASE end_precision WHEN 'month' THEN "end" - extract(day FROM "end")::int + 1
 WHEN 'year' THEN make_date(extract(year FROM "end")::int, 1, 1) ELSE "end" END"""
CERTAIN_DAYS = f"""CASE WHEN "end" IS NOT NULL AND {EARLIEST_END} < {LATEST_START} THEN 'empty'::daterange
 ELSE daterange({LATEST_START}, {EARLIEST_END}, '[)') END"""


class Posting(models.Model):
    """A cadre's time in a team. `start` is the first day it may have begun, `end` the last it may have run to;
    their precision says how exact the ledger was, an empty one that the ledger is silent. `held` are the days that are
    certain, which may not overlap.
    """

    key = models.CharField(max_length=16, default=new_key, editable=False, db_collation="C")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="postings")
    team = models.ForeignKey(Team, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Body, models.PROTECT, related_name="dispatched", verbose_name="派出单位")
    dispatch_level = models.CharField("派出层级", max_length=10, choices=Level.choices, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), verbose_name="驻村职务")
    post = models.CharField("原单位职务", max_length=100, blank=True)
    rank = models.CharField("职级", max_length=100, blank=True)
    start = models.DateField("驻村开始")
    start_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY, blank=True)
    end = models.DateField("驻村结束", null=True, blank=True)
    end_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    ended_by = models.CharField("结束原因", max_length=10, choices=AfterTerm.choices, blank=True)
    held = models.GeneratedField(
        expression=Func(template=CERTAIN_DAYS, output_field=DateRangeField()),
        output_field=DateRangeField(),
        db_persist=True,
    )

    reach = Paths(division="team__place_id", unit="unit_id", person="cadre__user_id")

    class Meta:
        verbose_name = verbose_name_plural = "派驻"
        ordering = ["team__place_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="posting_key_once"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="posting_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(roles__len__gte=1), name="posting_has_a_role"),
            models.UniqueConstraint(fields=["cadre", "team", "start"], name="one_posting_per_team_and_start"),
            # a range of one number stands for the number, so that no extension is needed
            ExclusionConstraint(
                name="one_post_at_a_time",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    (
                        Func(
                            Cast("cadre_id", models.BigIntegerField()),
                            Cast("cadre_id", models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("held", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre}（{self.team.place}）"

    @property
    def told_as(self) -> str:
        """What its history calls it among others."""
        return str(self)

    @property
    def role(self) -> str:
        """The role that decides the route of a leave: the first of Role's order."""
        return next(role for role in Role.values if role in self.roles)


class LedgerImport(models.Model):
    """One upload: what was read, what would change, how far the writing is, what came of it.

    The workbook lies sealed on the disk: it holds ID numbers in clear. `problems` show them masked.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县（省）")
    file = models.FileField(upload_to="ledgers/", blank=True)
    file_key = WrappedKeyField(null=True)
    file_name = models.CharField("文件", max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.READING)
    only_good_rows = models.BooleanField("只导入无误的行", default=False)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    sentence = models.CharField("说明", max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def busy(self) -> bool:
        """Whether a worker has it in hand."""
        return self.state in (ImportState.READING, ImportState.WRITING)


class LedgerRow(models.Model):
    """What an upload's row would create or change, for the preview. `changes`: [field's label, before, after]."""

    upload = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    name = models.CharField("姓名", max_length=50)
    place = models.CharField("派驻地", max_length=130)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "台账行"
        ordering = ["pk"]
        indexes = [models.Index(fields=["upload", "outcome"], name="ledger_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class MergeProposal(models.Model):
    """An ID number appeared, or differs, for a person known without it: whether it is theirs, a person decides."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="proposals")
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县")
    id_hash = models.CharField(max_length=64, db_collation="C")
    id_mask = models.CharField("身份证号", max_length=18)
    data_key = WrappedKeyField()
    id_cipher = models.BinaryField()
    source = models.CharField("来源", max_length=250)
    state = models.CharField("状态", max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "身份核对"
        ordering = ["-proposed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cadre", "id_hash"], name="one_proposal_per_cadre_and_number")]

    def __str__(self) -> str:
        return f"{self.cadre} {self.id_mask}"


class Transfer(models.Model):
    """Another county's ledger names a person held here: whether they go there, whoever holds them answers.

    `place` holds the person's open or last posting and decides; `name` and `start` are what the ledger of the
    `destination` says. Once agreed, that ledger's next import adds the posting and nothing else.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="transfers")
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="现登记县")
    destination = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="调入县")
    name = models.CharField("姓名", max_length=50)
    start = models.CharField("驻村开始", max_length=10, blank=True)
    source = models.CharField("来源", max_length=250)
    state = models.CharField("状态", max_length=10, choices=TransferState.choices, default=TransferState.OPEN)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "跨县调入"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cadre", "destination", "start"], name="one_question_per_cadre_and_start")
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.destination}"


class Export(models.Model):
    """A ledger that left the program: who took it, when, what of it, why, whether numbers stood in clear."""

    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="导出人")
    at = models.DateTimeField("时间")
    place = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+", verbose_name="范围")
    kind = models.CharField("内容", max_length=20, default="ledger")
    filter = models.JSONField("筛选", default=dict)
    reason = models.CharField("理由", max_length=200, blank=True)
    rows = models.PositiveIntegerField("行数")
    unmasked = models.BooleanField("未脱敏", default=False)

    reach = Paths(division="place_id")

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="export_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(condition=Q(unmasked=False) | ~Q(reason=""), name="clear_numbers_need_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d}"
