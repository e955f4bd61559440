import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0002_ledgers_in_and_out"),
        ("decisions", "0002_steps_decided_on_paper"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "bar",
                    models.CharField(
                        choices=[
                            ("honours", "不得评先评优"),
                            ("promotion", "不得提拔重用"),
                            ("grassroots_credit", "该年度驻村时间不计入基层工作经历"),
                            ("personal_file", "记入个人档案"),
                            ("circular", "通报"),
                        ],
                        max_length=20,
                        verbose_name="限制",
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="起")),
                ("through", models.DateField(null=True, verbose_name="止")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年度")),
                ("to", models.JSONField(default=list, verbose_name="通报对象")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bars", to="cadres.cadre"
                    ),
                ),
            ],
            options={
                "verbose_name": "限制",
                "verbose_name_plural": "限制",
                "ordering": ["bar"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("policy", models.CharField(max_length=60, verbose_name="办法")),
                ("ground", models.CharField(max_length=20, verbose_name="条款")),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("recall", "召回"),
                            ("replace", "调换（调整）"),
                            ("reselect", "重新选派"),
                            ("return", "退换（撤换）"),
                            ("ladder", "批评教育、诫勉谈话直至召回"),
                        ],
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("criticism", "批评教育"),
                            ("admonition", "诫勉谈话"),
                            ("removal", "进入调换召回程序"),
                        ],
                        default="removal",
                        max_length=10,
                        verbose_name="措施",
                    ),
                ),
                ("facts", models.JSONField(verbose_name="事实")),
                ("by_determination", models.BooleanField(default=False, verbose_name="由人认定")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("measured", "已批评教育或诫勉谈话"),
                            ("decided", "已决定，待接替"),
                            ("succeeded", "已接替"),
                            ("ended", "未予调换召回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField()),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("noticed_on", models.DateField(null=True, verbose_name="派出单位收到通知")),
                ("successor_due", models.DateField(null=True, verbose_name="接替期限")),
                (
                    "deadline_ruling",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.ruling"
                    ),
                ),
                (
                    "effects_ruling",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.ruling"
                    ),
                ),
                (
                    "ground_ruling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.ruling"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cadres.posting"
                    ),
                ),
                (
                    "proceeding",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recall_case",
                        to="decisions.proceeding",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.posting",
                        verbose_name="接替人",
                    ),
                ),
            ],
            options={
                "verbose_name": "调换召回",
                "verbose_name_plural": "调换召回",
                "ordering": ["-opened_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BarEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "bar",
                    models.CharField(
                        choices=[
                            ("honours", "不得评先评优"),
                            ("promotion", "不得提拔重用"),
                            ("grassroots_credit", "该年度驻村时间不计入基层工作经历"),
                            ("personal_file", "记入个人档案"),
                            ("circular", "通报"),
                        ],
                        max_length=20,
                        verbose_name="限制",
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="起")),
                ("through", models.DateField(null=True, verbose_name="止")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年度")),
                ("to", models.JSONField(default=list, verbose_name="通报对象")),
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
                        to="recall.bar",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="recall.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="bar",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bars", to="recall.case"),
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "key",
                    models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
                ),
                ("policy", models.CharField(max_length=60, verbose_name="办法")),
                ("ground", models.CharField(max_length=20, verbose_name="条款")),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("recall", "召回"),
                            ("replace", "调换（调整）"),
                            ("reselect", "重新选派"),
                            ("return", "退换（撤换）"),
                            ("ladder", "批评教育、诫勉谈话直至召回"),
                        ],
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("criticism", "批评教育"),
                            ("admonition", "诫勉谈话"),
                            ("removal", "进入调换召回程序"),
                        ],
                        default="removal",
                        max_length=10,
                        verbose_name="措施",
                    ),
                ),
                ("facts", models.JSONField(verbose_name="事实")),
                ("by_determination", models.BooleanField(default=False, verbose_name="由人认定")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("measured", "已批评教育或诫勉谈话"),
                            ("decided", "已决定，待接替"),
                            ("succeeded", "已接替"),
                            ("ended", "未予调换召回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField()),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("noticed_on", models.DateField(null=True, verbose_name="派出单位收到通知")),
                ("successor_due", models.DateField(null=True, verbose_name="接替期限")),
                (
                    "deadline_ruling",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.ruling",
                    ),
                ),
                (
                    "effects_ruling",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.ruling",
                    ),
                ),
                (
                    "ground_ruling",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.ruling",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="recall.case",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cadres.posting",
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.proceeding",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cadres.posting",
                        verbose_name="接替人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("finding", "发现的情形"),
                            ("presence_year", "全年在岗天数不足"),
                            ("absence", "无正当理由离岗超限"),
                            ("annual_grade", "年度考核等次"),
                            ("satisfaction", "群众满意度"),
                            ("inspection_measures", "巡查中受书面检查、诫勉谈话次数"),
                            ("unapproved_findings", "查岗不在岗且未请假次数"),
                            ("unsuitable", "县乡认为不适宜"),
                            ("villagers_object", "群众意见较大"),
                        ],
                        max_length=20,
                        verbose_name="事实类别",
                    ),
                ),
                ("value", models.JSONField(verbose_name="内容")),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("recorded_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="cadres.posting"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "认定事实",
                "verbose_name_plural": "认定事实",
                "ordering": ["-found_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FindingEvent",
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
                    "fact",
                    models.CharField(
                        choices=[
                            ("finding", "发现的情形"),
                            ("presence_year", "全年在岗天数不足"),
                            ("absence", "无正当理由离岗超限"),
                            ("annual_grade", "年度考核等次"),
                            ("satisfaction", "群众满意度"),
                            ("inspection_measures", "巡查中受书面检查、诫勉谈话次数"),
                            ("unapproved_findings", "查岗不在岗且未请假次数"),
                            ("unsuitable", "县乡认为不适宜"),
                            ("villagers_object", "群众意见较大"),
                        ],
                        max_length=20,
                        verbose_name="事实类别",
                    ),
                ),
                ("value", models.JSONField(verbose_name="内容")),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("recorded_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
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
                        to="recall.finding",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cadres.posting",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
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
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("posting",), name="one_open_case_per_posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "succeeded"]), _negated=True),
                    ("decided_on__isnull", False),
                    _connector="OR",
                ),
                name="decided_case_has_a_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "recall_caseevent" ("by_determination", "deadline_ruling_id", "decided_on", "disposition", "effects_ruling_id", "facts", "ground", "ground_ruling_id", "id", "key", "measure", "noticed_on", "opened_by_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "posting_id", "proceeding_id", "reason", "state", "successor_due", "successor_id") VALUES (NEW."by_determination", NEW."deadline_ruling_id", NEW."decided_on", NEW."disposition", NEW."effects_ruling_id", NEW."facts", NEW."ground", NEW."ground_ruling_id", NEW."id", NEW."key", NEW."measure", NEW."noticed_on", NEW."opened_by_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policy", NEW."posting_id", NEW."proceeding_id", NEW."reason", NEW."state", NEW."successor_due", NEW."successor_id"); RETURN NULL;',
                    hash="3473526d4b0e56af43e74fdf30fd2027352b3cf6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dcc28",
                    table="recall_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "recall_caseevent" ("by_determination", "deadline_ruling_id", "decided_on", "disposition", "effects_ruling_id", "facts", "ground", "ground_ruling_id", "id", "key", "measure", "noticed_on", "opened_by_id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy", "posting_id", "proceeding_id", "reason", "state", "successor_due", "successor_id") VALUES (NEW."by_determination", NEW."deadline_ruling_id", NEW."decided_on", NEW."disposition", NEW."effects_ruling_id", NEW."facts", NEW."ground", NEW."ground_ruling_id", NEW."id", NEW."key", NEW."measure", NEW."noticed_on", NEW."opened_by_id", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policy", NEW."posting_id", NEW."proceeding_id", NEW."reason", NEW."state", NEW."successor_due", NEW."successor_id"); RETURN NULL;',
                    hash="764520e73efdbf520ff19a981e408b4313dfb31d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5c8ac",
                    table="recall_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="bar",
            constraint=models.UniqueConstraint(fields=("case", "bar"), name="one_bar_of_a_kind_per_case"),
        ),
        migrations.AddConstraint(
            model_name="bar",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("through__isnull", True),
                    ("since__isnull", True),
                    ("through__gte", models.F("since")),
                    _connector="OR",
                ),
                name="bar_ends_after_start",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bar",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "recall_barevent" ("bar", "cadre_id", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "through", "to", "year") VALUES (NEW."bar", NEW."cadre_id", NEW."case_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."through", NEW."to", NEW."year"); RETURN NULL;',
                    hash="85e37ab93328419455499832ca33746d4675198d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_633f9",
                    table="recall_bar",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bar",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "recall_barevent" ("bar", "cadre_id", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "through", "to", "year") VALUES (NEW."bar", NEW."cadre_id", NEW."case_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."through", NEW."to", NEW."year"); RETURN NULL;',
                    hash="cae41df40360d240af1786aaea1bca4a316455e5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_19db3",
                    table="recall_bar",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                ),
                name="void_finding_has_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "recall_findingevent" ("fact", "found_on", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "recorded_at", "recorded_by_id", "source", "value", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."fact", NEW."found_on", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posting_id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."value", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="947205d6cfac4a4fbc2f41ffe58e4b678ed98456",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7e0d0",
                    table="recall_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "recall_findingevent" ("fact", "found_on", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "recorded_at", "recorded_by_id", "source", "value", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."fact", NEW."found_on", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posting_id", NEW."recorded_at", NEW."recorded_by_id", NEW."source", NEW."value", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="2f6e8fa9e8166e2f64ee7ffb0d2a7478ef58c46c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73576",
                    table="recall_finding",
                    when="AFTER",
                ),
            ),
        ),
    ]
