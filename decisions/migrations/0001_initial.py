import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60, verbose_name="办法")),
                ("content", models.TextField(verbose_name="文件内容")),
                ("stored_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "办法版本",
                "verbose_name_plural": "办法版本",
            },
        ),
        migrations.CreateModel(
            name="Proceeding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("granted", "已同意"),
                            ("refused", "不同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField(default=1, verbose_name="当前阶段")),
                ("manual", models.BooleanField(default=False, verbose_name="转人工")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "办件",
                "verbose_name_plural": "办件",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(max_length=60, verbose_name="办法")),
                ("question", models.CharField(max_length=30, verbose_name="问题")),
                ("on", models.DateField(verbose_name="适用日")),
                ("facts", models.JSONField(verbose_name="事实")),
                ("answer", models.JSONField(verbose_name="结论")),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="依据条款"
                    ),
                ),
                ("readings", models.JSONField(default=dict, verbose_name="采用的理解")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "依据",
                "verbose_name_plural": "依据",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.PositiveSmallIntegerField(verbose_name="阶段")),
                ("word", models.CharField(max_length=20, verbose_name="职能")),
                ("act", models.CharField(max_length=12, verbose_name="行为")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "未到"),
                            ("open", "待办"),
                            ("done", "已同意"),
                            ("refused", "不同意"),
                            ("void", "不再需要"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due", models.DateTimeField(null=True, verbose_name="答复期限")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="到达时间")),
                ("decided_at", models.DateTimeField(null=True)),
                ("on_behalf", models.BooleanField(default=False, verbose_name="代为登记")),
                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="意见")),
            ],
            options={
                "verbose_name": "环节",
                "verbose_name_plural": "环节",
                "ordering": ["stage", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ChosenReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(max_length=60, verbose_name="办法")),
                ("name", models.CharField(max_length=60, verbose_name="理解")),
                ("choice", models.CharField(max_length=60, verbose_name="选择")),
                ("since", models.DateField(verbose_name="自")),
                ("basis", models.CharField(max_length=200, verbose_name="依据文件")),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen_readings",
                        to="villages.division",
                    ),
                ),
            ],
            options={
                "verbose_name": "采用的理解",
                "verbose_name_plural": "采用的理解",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
                ("sent_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="accounts.body",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "告知",
                "verbose_name_plural": "告知",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="version_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6789957e879685cc3472362182a4698740c9110f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_version_stays_f6934",
                    table="decisions_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="proceeding",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proceeding",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proceedings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="本人",
            ),
        ),
        migrations.AddField(
            model_name="proceeding",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proceedings",
                to="villages.division",
                verbose_name="地点",
            ),
        ),
        migrations.AddField(
            model_name="proceeding",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proceedings",
                to="accounts.body",
                verbose_name="派出单位",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="proceeding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="decisions.proceeding"
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="decisions.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="proceeding",
            name="ruling",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.ruling",
                verbose_name="依据",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="body",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="accounts.body",
                verbose_name="机构",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to=settings.AUTH_USER_MODEL,
                verbose_name="个人",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="proceeding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="decisions.proceeding"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="chosenreading",
            trigger=pgtrigger.compiler.Trigger(
                name="reading_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4eed5817edba173973f62aa0396e5e7eeede72b1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_reading_stays_fed46",
                    table="decisions_chosenreading",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("body__isnull", False), ("person__isnull", False), _connector="OR"),
                name="notice_has_a_reader",
            ),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(fields=["policy", "question"], name="ruling_by_policy_question"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruling",
            trigger=pgtrigger.compiler.Trigger(
                name="ruling_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="90d5f18123abd54c12c232ecd625fdb5b0a2c691",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_ruling_stays_ab1fa",
                    table="decisions_ruling",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="proceeding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="closed_when_not_open",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["body", "opened_at"], name="step_inbox_of_body"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(condition=models.Q(("state", "open")), fields=["person"], name="step_inbox_of_person"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                fields=("proceeding", "stage", "word", "act"), name="one_step_per_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["done", "refused"]), ("decided_at__isnull", False), ("decided_by__isnull", False)
                    ),
                    models.Q(models.Q(("state__in", ["done", "refused"]), _negated=True), ("decided_by__isnull", True)),
                    _connector="OR",
                ),
                name="decided_steps_have_a_decider",
            ),
        ),
    ]
