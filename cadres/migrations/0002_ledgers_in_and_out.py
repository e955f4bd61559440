import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
    dependencies = [
        ("accounts", "0002_sealed_keys"),
        ("cadres", "0001_initial"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE cadres_person_number START 100001", "DROP SEQUENCE cadres_person_number"),
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
            ],
            options={
                "verbose_name": "导出记录",
                "verbose_name_plural": "导出记录",
                "ordering": ["-at", "-pk"],
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
            ],
            options={
                "verbose_name": "身份核对",
                "verbose_name_plural": "身份核对",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="ledgerimport",
            options={
                "ordering": ["-uploaded_at", "-pk"],
                "verbose_name": "台账导入",
                "verbose_name_plural": "台账导入",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cadre",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cadre",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="posting",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="posting",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="posting",
            name="one_post_at_a_time",
        ),
        migrations.RemoveField(
            model_name="cadreevent",
            name="grams",
        ),
        migrations.RemoveField(
            model_name="cadreevent",
            name="pinyin",
        ),
        migrations.AddField(
            model_name="cadre",
            name="data_key",
            field=accounts.fields.WrappedKeyField(null=True),
        ),
        migrations.AddField(
            model_name="cadre",
            name="phone_hash",
            field=models.CharField(db_collation="C", editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="cadreevent",
            name="phone_hash",
            field=models.CharField(db_collation="C", editable=False, max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="education",
            field=models.CharField(blank=True, max_length=100, verbose_name="学历"),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="ethnicity",
            field=models.CharField(blank=True, max_length=100, verbose_name="民族"),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="number",
            field=models.BigIntegerField(
                db_default=cadres.fields.NextPersonNumber(), editable=False, unique=True, verbose_name="人员编号"
            ),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="political_status",
            field=models.CharField(blank=True, max_length=100, verbose_name="政治面貌"),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="education",
            field=models.CharField(blank=True, max_length=100, verbose_name="学历"),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="ethnicity",
            field=models.CharField(blank=True, max_length=100, verbose_name="民族"),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="number",
            field=models.BigIntegerField(
                db_default=cadres.fields.NextPersonNumber(), editable=False, verbose_name="人员编号"
            ),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="political_status",
            field=models.CharField(blank=True, max_length=100, verbose_name="政治面貌"),
        ),
        migrations.AlterField(
            model_name="ledgerimport",
            name="file",
            field=models.FileField(blank=True, upload_to="ledgers/"),
        ),
        migrations.AlterField(
            model_name="posting",
            name="dispatch_level",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="posting",
            name="rank",
            field=models.CharField(blank=True, max_length=100, verbose_name="职级"),
        ),
        migrations.AlterField(
            model_name="posting",
            name="start_precision",
            field=models.CharField(
                blank=True, choices=[("day", "日"), ("month", "月"), ("year", "年")], default="day", max_length=5
            ),
        ),
        migrations.AlterField(
            model_name="postingevent",
            name="dispatch_level",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="postingevent",
            name="rank",
            field=models.CharField(blank=True, max_length=100, verbose_name="职级"),
        ),
        migrations.AlterField(
            model_name="postingevent",
            name="start_precision",
            field=models.CharField(
                blank=True, choices=[("day", "日"), ("month", "月"), ("year", "年")], default="day", max_length=5
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_cadreevent" ("added_at", "bilingual", "birth", "birth_precision", "county_id", "education", "ethnicity", "id", "id_cipher", "id_hash", "id_mask", "identity", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_cipher", "phone_hash", "phone_mask", "political_status", "remark", "sex", "user_id") SELECT new_values."added_at", new_values."bilingual", new_values."birth", new_values."birth_precision", new_values."county_id", new_values."education", new_values."ethnicity", new_values."id", new_values."id_cipher", new_values."id_hash", new_values."id_mask", new_values."identity", new_values."key", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone_cipher", new_values."phone_hash", new_values."phone_mask", new_values."political_status", new_values."remark", new_values."sex", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d3d641b0d0df8ba410497f60933985c67837b047",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8ba58",
                    referencing="REFERENCING NEW TABLE AS new_values ",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_cadreevent" ("added_at", "bilingual", "birth", "birth_precision", "county_id", "education", "ethnicity", "id", "id_cipher", "id_hash", "id_mask", "identity", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_cipher", "phone_hash", "phone_mask", "political_status", "remark", "sex", "user_id") SELECT new_values."added_at", new_values."bilingual", new_values."birth", new_values."birth_precision", new_values."county_id", new_values."education", new_values."ethnicity", new_values."id", new_values."id_cipher", new_values."id_hash", new_values."id_mask", new_values."identity", new_values."key", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone_cipher", new_values."phone_hash", new_values."phone_mask", new_values."political_status", new_values."remark", new_values."sex", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."added_at" IS DISTINCT FROM (new_values."added_at") OR old_values."bilingual" IS DISTINCT FROM (new_values."bilingual") OR old_values."birth" IS DISTINCT FROM (new_values."birth") OR old_values."birth_precision" IS DISTINCT FROM (new_values."birth_precision") OR old_values."county_id" IS DISTINCT FROM (new_values."county_id") OR old_values."education" IS DISTINCT FROM (new_values."education") OR old_values."ethnicity" IS DISTINCT FROM (new_values."ethnicity") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."id_cipher" IS DISTINCT FROM (new_values."id_cipher") OR old_values."id_hash" IS DISTINCT FROM (new_values."id_hash") OR old_values."id_mask" IS DISTINCT FROM (new_values."id_mask") OR old_values."identity" IS DISTINCT FROM (new_values."identity") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."phone_cipher" IS DISTINCT FROM (new_values."phone_cipher") OR old_values."phone_hash" IS DISTINCT FROM (new_values."phone_hash") OR old_values."phone_mask" IS DISTINCT FROM (new_values."phone_mask") OR old_values."political_status" IS DISTINCT FROM (new_values."political_status") OR old_values."remark" IS DISTINCT FROM (new_values."remark") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3903872aad227bb61b11976d5f30964e0139d12a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a175c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="cadres_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_postingevent" ("cadre_id", "dispatch_level", "end", "end_precision", "ended_by", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "rank", "roles", "start", "start_precision", "team_id", "unit_id") SELECT new_values."cadre_id", new_values."dispatch_level", new_values."end", new_values."end_precision", new_values."ended_by", new_values."id", new_values."key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post", new_values."rank", new_values."roles", new_values."start", new_values."start_precision", new_values."team_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="347b630628b820ad1d6a5a0edba1d55093e2a3b7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_78f0a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_postingevent" ("cadre_id", "dispatch_level", "end", "end_precision", "ended_by", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "rank", "roles", "start", "start_precision", "team_id", "unit_id") SELECT new_values."cadre_id", new_values."dispatch_level", new_values."end", new_values."end_precision", new_values."ended_by", new_values."id", new_values."key", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post", new_values."rank", new_values."roles", new_values."start", new_values."start_precision", new_values."team_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8e3ce1549efaa888cc42ff1af3e6f388bdebe066",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ae47f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="cadres_posting",
                    when="AFTER",
                ),
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
        migrations.AddField(
            model_name="export",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="导出人",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="villages.division",
                verbose_name="范围",
            ),
        ),
        migrations.AddField(
            model_name="ledgerrow",
            name="upload",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="cadres.ledgerimport",
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="cadre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="cadres.cadre"
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="villages.division", verbose_name="县"
            ),
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
    ]
