import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0001_initial"),
        ("decisions", "0004_steps_decided_by_a_stand_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bars", to="recall.case"
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
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                ),
                name="void_finding_has_a_reason",
            ),
        ),
    ]
