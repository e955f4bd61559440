import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_record"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("villages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                ("name", models.CharField(db_collation="C", max_length=100, primary_key=True, serialize=False)),
                ("span", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "请求计数",
                "verbose_name_plural": "请求计数",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="judged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="standing",
            field=models.CharField(
                choices=[("counts", "已生效"), ("waiting", "待安全管理员核准"), ("refused", "未核准")],
                default="counts",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="division",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="villages.division",
                verbose_name="所属区划",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="apart_from_offices",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.user_id AND office <> '') THEN\n            RAISE EXCEPTION 'an administrator acts for no body' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="e7acce3c6ab9adce0dc278b7f39994979499cfcc",
                    operation="UPDATE OR INSERT",
                    pgid="pgtrigger_apart_from_offices_9ff70",
                    table="accounts_appointment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="office_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.office <> '' AND OLD.office <> NEW.office THEN\n            RAISE EXCEPTION 'an administrator keeps the office' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.office <> '' AND EXISTS (SELECT 1 FROM accounts_appointment WHERE user_id = NEW.id) THEN\n            RAISE EXCEPTION 'an administrator acts for no body' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="00c3fa025158a878e7fed807a9e70829615705c6",
                    operation="UPDATE OR INSERT",
                    pgid="pgtrigger_office_stays_3c69b",
                    table="accounts_user",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by", models.F("user")), _negated=True), name="nobody_appoints_themselves"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("judged_by", models.F("user")), _negated=True), name="nobody_judges_their_own_right"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("substitutes__isnull", True), ("until__isnull", False), _connector="OR"),
                name="substitution_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("office__in", ["", "system", "security", "audit"])), name="office_is_one_of_three"
            ),
        ),
    ]
