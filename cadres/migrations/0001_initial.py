import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.fields
import accounts.models
import cadres.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_standing_offices_and_counts"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE cadres_person_number START 100001", "DROP SEQUENCE cadres_person_number"),
        migrations.CreateModel(
            name="Cadre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
                ),
                (
                    "number",
                    models.BigIntegerField(
                        db_default=cadres.fields.NextPersonNumber(),
                        editable=False,
                        unique=True,
                        verbose_name="人员编号",
                    ),
                ),
                ("identity", models.CharField(db_collation="C", editable=False, max_length=160)),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("pinyin", models.CharField(db_collation="C", editable=False, max_length=200, verbose_name="拼音")),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), default=list, editable=False, size=None
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("男", "男"), ("女", "女")], max_length=1, verbose_name="性别"
                    ),
                ),
                ("birth", models.DateField(null=True, verbose_name="出生年月")),
                (
                    "birth_precision",
                    models.CharField(
                        blank=True, choices=[("day", "日"), ("month", "月"), ("year", "年")], max_length=5
                    ),
                ),
                ("data_key", accounts.fields.WrappedKeyField(null=True)),
                ("id_cipher", models.BinaryField(null=True)),
                ("id_hash", models.CharField(db_collation="C", editable=False, max_length=64, null=True)),
                ("id_mask", models.CharField(blank=True, editable=False, max_length=18, verbose_name="身份证号")),
                ("phone_cipher", models.BinaryField(null=True)),
                ("phone_hash", models.CharField(db_collation="C", editable=False, max_length=64, null=True)),
                ("phone_mask", models.CharField(blank=True, editable=False, max_length=11, verbose_name="联系电话")),
                ("political_status", models.CharField(blank=True, max_length=100, verbose_name="政治面貌")),
                ("ethnicity", models.CharField(blank=True, max_length=100, verbose_name="民族")),
                ("education", models.CharField(blank=True, max_length=100, verbose_name="学历")),
                ("bilingual", models.BooleanField(null=True, verbose_name="蒙汉兼通")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "county",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cadres",
                        to="villages.division",
                        verbose_name="建账县",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cadre",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "驻村干部",
                "verbose_name_plural": "驻村干部",
                "ordering": ["pinyin", "number"],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("kind", models.CharField(default="ledger", max_length=20, verbose_name="内容")),
                ("filter", models.JSONField(default=dict, verbose_name="筛选")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("rows", models.PositiveIntegerField(verbose_name="行数")),
                ("unmasked", models.BooleanField(default=False, verbose_name="未脱敏")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导出人",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.division",
                        verbose_name="范围",
                    ),
                ),
            ],
            options={
                "verbose_name": "导出记录",
                "verbose_name_plural": "导出记录",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="ledgers/")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "读取中"),
                            ("ready", "待确认"),
                            ("writing", "写入中"),
                            ("done", "已完成"),
                            ("refused", "未导入"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("only_good_rows", models.BooleanField(default=False, verbose_name="只导入无误的行")),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("sentence", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("uploaded_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.division",
                        verbose_name="县（省）",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "台账导入",
                "verbose_name_plural": "台账导入",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=100, verbose_name="工作表")),
                ("row", models.PositiveIntegerField(verbose_name="行")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("place", models.CharField(max_length=130, verbose_name="派驻地")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("created", "新增"), ("changed", "修改"), ("unchanged", "不变")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("changes", models.JSONField(default=list)),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="cadres.ledgerimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账行",
                "verbose_name_plural": "台账行",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MergeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("id_hash", models.CharField(db_collation="C", max_length=64)),
                ("id_mask", models.CharField(max_length=18, verbose_name="身份证号")),
                ("data_key", accounts.fields.WrappedKeyField()),
                ("id_cipher", models.BinaryField()),
                ("source", models.CharField(max_length=250, verbose_name="来源")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待核对"), ("accepted", "是同一人"), ("rejected", "不是同一人")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="cadres.cadre"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.division",
                        verbose_name="县",
                    ),
                ),
            ],
            options={
                "verbose_name": "身份核对",
                "verbose_name_plural": "身份核对",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
                ),
                (
                    "dispatch_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("central", "中央"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("township", "乡镇"),
                        ],
                        max_length=10,
                        verbose_name="派出层级",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("first_secretary", "第一书记"),
                                ("leader", "队长"),
                                ("deputy_leader", "副队长"),
                                ("member", "队员"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="驻村职务",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=100, verbose_name="原单位职务")),
                ("rank", models.CharField(blank=True, max_length=100, verbose_name="职级")),
                ("start", models.DateField(verbose_name="驻村开始")),
                (
                    "start_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "日"), ("month", "月"), ("year", "年")],
                        default="day",
                        max_length=5,
                    ),
                ),
                ("end", models.DateField(blank=True, null=True, verbose_name="驻村结束")),
                (
                    "end_precision",
                    models.CharField(
                        blank=True, choices=[("day", "日"), ("month", "月"), ("year", "年")], max_length=5
                    ),
                ),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[("term", "任期届满"), ("replaced", "调换"), ("recalled", "召回"), ("other", "其他")],
                        max_length=10,
                        verbose_name="结束原因",
                    ),
                ),
                (
                    "held",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                            template="CASE WHEN \"end\" IS NOT NULL AND CASE end_precision WHEN 'month' THEN \"end\" - extract(day FROM \"end\")::int + 1\n WHEN 'year' THEN make_date(extract(year FROM \"end\")::int, 1, 1) ELSE \"end\" END < CASE start_precision WHEN 'month' THEN (start + interval '1 month' - interval '1 day')::date\n WHEN 'year' THEN (start + interval '1 year' - interval '1 day')::date ELSE start END THEN 'empty'::daterange\n ELSE daterange(CASE start_precision WHEN 'month' THEN (start + interval '1 month' - interval '1 day')::date\n WHEN 'year' THEN (start + interval '1 year' - interval '1 day')::date ELSE start END, CASE end_precision WHEN 'month' THEN \"end\" - extract(day FROM \"end\")::int + 1\n WHEN 'year' THEN make_date(extract(year FROM \"end\")::int, 1, 1) ELSE \"end\" END, '[)') END",
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="cadres.cadre"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="villages.team"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatched",
                        to="accounts.body",
                        verbose_name="派出单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "派驻",
                "verbose_name_plural": "派驻",
                "ordering": ["team__place_id", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="cadre",
            index=django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="cadre_by_part_of_name"),
        ),
        migrations.AddIndex(
            model_name="cadre",
            index=models.Index(fields=["pinyin"], name="cadre_by_pinyin"),
        ),
        migrations.AddIndex(
            model_name="cadre",
            index=models.Index(fields=["county"], name="cadre_by_county"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("key",), name="cadre_key_once"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("identity",), name="cadre_identity_once"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("id_hash",), name="cadre_id_hash_once"),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(("unmasked", False), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="clear_numbers_need_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="export",
            trigger=pgtrigger.compiler.Trigger(
                name="export_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f65a3234cf6ff025c14c5f64d6e50a213c964e20",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_export_stays_0e33a",
                    table="cadres_export",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(fields=["upload", "outcome"], name="ledger_row_by_outcome"),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.UniqueConstraint(fields=("cadre", "id_hash"), name="one_proposal_per_cadre_and_number"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("key",), name="posting_key_once"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="posting_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(condition=models.Q(("roles__len__gte", 1)), name="posting_has_a_role"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                fields=("cadre", "team", "start"), name="one_posting_per_team_and_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    (
                        models.Func(
                            django.db.models.functions.comparison.Cast("cadre_id", models.BigIntegerField()),
                            django.db.models.functions.comparison.Cast("cadre_id", models.BigIntegerField()),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "=",
                    ),
                    ("held", "&&"),
                ],
                name="one_post_at_a_time",
            ),
        ),
    ]
