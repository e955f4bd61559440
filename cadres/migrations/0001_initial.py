import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cadre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("number", models.BigIntegerField(editable=False, unique=True, verbose_name="人员编号")),
                ("identity", models.CharField(db_collation="C", editable=False, max_length=160, unique=True)),
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
                ("id_cipher", models.BinaryField(null=True)),
                ("id_hash", models.CharField(db_collation="C", editable=False, max_length=64, null=True, unique=True)),
                ("id_mask", models.CharField(blank=True, editable=False, max_length=18, verbose_name="身份证号")),
                ("phone_cipher", models.BinaryField(null=True)),
                ("phone_mask", models.CharField(blank=True, editable=False, max_length=11, verbose_name="联系电话")),
                ("political_status", models.CharField(blank=True, max_length=20, verbose_name="政治面貌")),
                ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                ("education", models.CharField(blank=True, max_length=20, verbose_name="学历")),
                ("bilingual", models.BooleanField(null=True, verbose_name="蒙汉兼通")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "county",
                    models.ForeignKey(
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
            name="CadreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "key",
                    models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
                ),
                ("number", models.BigIntegerField(editable=False, verbose_name="人员编号")),
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
                ("id_cipher", models.BinaryField(null=True)),
                ("id_hash", models.CharField(db_collation="C", editable=False, max_length=64, null=True)),
                ("id_mask", models.CharField(blank=True, editable=False, max_length=18, verbose_name="身份证号")),
                ("phone_cipher", models.BinaryField(null=True)),
                ("phone_mask", models.CharField(blank=True, editable=False, max_length=11, verbose_name="联系电话")),
                ("political_status", models.CharField(blank=True, max_length=20, verbose_name="政治面貌")),
                ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                ("education", models.CharField(blank=True, max_length=20, verbose_name="学历")),
                ("bilingual", models.BooleanField(null=True, verbose_name="蒙汉兼通")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "county",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="villages.division",
                        verbose_name="建账县",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cadres.cadre",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                ("file", models.FileField(upload_to="ledgers/")),
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
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "dispatch_level",
                    models.CharField(
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
                ("rank", models.CharField(blank=True, max_length=20, verbose_name="职级")),
                ("start", models.DateField(verbose_name="驻村开始")),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "日"), ("month", "月"), ("year", "年")], default="day", max_length=5
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
        migrations.CreateModel(
            name="PostingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "key",
                    models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
                ),
                (
                    "dispatch_level",
                    models.CharField(
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
                ("rank", models.CharField(blank=True, max_length=20, verbose_name="职级")),
                ("start", models.DateField(verbose_name="驻村开始")),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "日"), ("month", "月"), ("year", "年")], default="day", max_length=5
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cadres.cadre",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cadres.posting",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="villages.team",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.body",
                        verbose_name="派出单位",
                    ),
                ),
            ],
            options={
                "abstract": False,
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
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cadres_cadreevent" ("added_at", "bilingual", "birth", "birth_precision", "county_id", "education", "ethnicity", "grams", "id", "id_cipher", "id_hash", "id_mask", "identity", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_cipher", "phone_mask", "pinyin", "political_status", "remark", "sex", "user_id") VALUES (NEW."added_at", NEW."bilingual", NEW."birth", NEW."birth_precision", NEW."county_id", NEW."education", NEW."ethnicity", NEW."grams", NEW."id", NEW."id_cipher", NEW."id_hash", NEW."id_mask", NEW."identity", NEW."key", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone_cipher", NEW."phone_mask", NEW."pinyin", NEW."political_status", NEW."remark", NEW."sex", NEW."user_id"); RETURN NULL;',
                    hash="ed76a321fef1bf830d62247d8c3933634c812253",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8ba58",
                    table="cadres_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cadres_cadreevent" ("added_at", "bilingual", "birth", "birth_precision", "county_id", "education", "ethnicity", "grams", "id", "id_cipher", "id_hash", "id_mask", "identity", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_cipher", "phone_mask", "pinyin", "political_status", "remark", "sex", "user_id") VALUES (NEW."added_at", NEW."bilingual", NEW."birth", NEW."birth_precision", NEW."county_id", NEW."education", NEW."ethnicity", NEW."grams", NEW."id", NEW."id_cipher", NEW."id_hash", NEW."id_mask", NEW."identity", NEW."key", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone_cipher", NEW."phone_mask", NEW."pinyin", NEW."political_status", NEW."remark", NEW."sex", NEW."user_id"); RETURN NULL;',
                    hash="dbfca5faf0103264ff77c567c8405020d04f2fb0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a175c",
                    table="cadres_cadre",
                    when="AFTER",
                ),
            ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cadres_postingevent" ("cadre_id", "dispatch_level", "end", "end_precision", "ended_by", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "rank", "roles", "start", "start_precision", "team_id", "unit_id") VALUES (NEW."cadre_id", NEW."dispatch_level", NEW."end", NEW."end_precision", NEW."ended_by", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post", NEW."rank", NEW."roles", NEW."start", NEW."start_precision", NEW."team_id", NEW."unit_id"); RETURN NULL;',
                    hash="b4bede1129e48306648eb633fdc05edbd9b0b303",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_78f0a",
                    table="cadres_posting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cadres_postingevent" ("cadre_id", "dispatch_level", "end", "end_precision", "ended_by", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "rank", "roles", "start", "start_precision", "team_id", "unit_id") VALUES (NEW."cadre_id", NEW."dispatch_level", NEW."end", NEW."end_precision", NEW."ended_by", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post", NEW."rank", NEW."roles", NEW."start", NEW."start_precision", NEW."team_id", NEW."unit_id"); RETURN NULL;',
                    hash="707c37b7dc6dbed89980470316c7f8ca024ce771",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae47f",
                    table="cadres_posting",
                    when="AFTER",
                ),
            ),
        ),
    ]
