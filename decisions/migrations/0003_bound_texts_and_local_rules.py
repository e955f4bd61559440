import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0002_steps_decided_on_paper"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BoundText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(max_length=60, verbose_name="办法")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="标题")),
                ("content", models.TextField(verbose_name="原文")),
                ("bound_at", models.DateTimeField()),
                (
                    "bound_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "办法原文",
                "verbose_name_plural": "办法原文",
            },
        ),
        migrations.CreateModel(
            name="BoundArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=10, verbose_name="条款")),
                ("chapter", models.CharField(blank=True, max_length=100, verbose_name="章节")),
                ("content", models.TextField(verbose_name="条文")),
                ("digest", models.CharField(max_length=16)),
                (
                    "bound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="decisions.boundtext"
                    ),
                ),
            ],
            options={
                "verbose_name": "条文",
                "verbose_name_plural": "条文",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LocalRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="代号")),
                ("base", models.CharField(max_length=60, verbose_name="原办法")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("content", models.TextField(verbose_name="规则文件")),
                ("digest", models.CharField(max_length=64)),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(null=True, verbose_name="至")),
                ("authority", models.CharField(max_length=200, verbose_name="依据文件")),
                ("uploaded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认施行",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="停用",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_rules",
                        to="villages.division",
                        verbose_name="适用地区",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传",
                    ),
                ),
            ],
            options={
                "verbose_name": "地方规则",
                "verbose_name_plural": "地方规则",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="boundtext",
            index=models.Index(fields=["policy", "-id"], name="bound_text_newest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="boundtext",
            trigger=pgtrigger.compiler.Trigger(
                name="text_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8bdea4d6d0d97bf37a9702d4ef59fab7acc1ed64",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_text_stays_f132e",
                    table="decisions_boundtext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="boundarticle",
            constraint=models.UniqueConstraint(fields=("bound", "number"), name="one_article_per_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="boundarticle",
            trigger=pgtrigger.compiler.Trigger(
                name="article_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6fcee6da7dba9a6ae2e4495d54aba56bb4a0f50a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_article_stays_bc48c",
                    table="decisions_boundarticle",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="local_rules_end_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="local_rules_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("ended_by__isnull", False), _connector="OR"),
                name="local_rules_ended_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localrules",
            trigger=pgtrigger.compiler.Trigger(
                name="local_text_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."base" IS DISTINCT FROM (NEW."base") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."authority" IS DISTINCT FROM (NEW."authority") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ebbc2343956bf49fced1971334c2a0e10a883f84",
                    operation="UPDATE",
                    pgid="pgtrigger_local_text_stays_f7ece",
                    table="decisions_localrules",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localrules",
            trigger=pgtrigger.compiler.Trigger(
                name="local_rules_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="24837fbd08484585d4ff7909d6ed1b425d7fc059",
                    operation="DELETE",
                    pgid="pgtrigger_local_rules_stay_6ca9f",
                    table="decisions_localrules",
                    when="BEFORE",
                ),
            ),
        ),
    ]
