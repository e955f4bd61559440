from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import accounts.models
import attendance.models.register


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0001_initial"),
        ("decisions", "0004_steps_decided_by_a_stand_in"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TallyRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True, verbose_name="统计日")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "统计中"), ("done", "已完成")],
                        default="running",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("changed", models.JSONField(default=dict, verbose_name="变动行数")),
                ("sentence", models.CharField(blank=True, max_length=500, verbose_name="说明")),
            ],
            options={
                "verbose_name": "统计",
                "verbose_name_plural": "统计",
                "ordering": ["-on"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("first_day", models.DateField(verbose_name="起")),
                ("first_half", models.CharField(choices=[("am", "上午"), ("pm", "下午")], default="am", max_length=2)),
                ("last_day", models.DateField(verbose_name="止")),
                ("last_half", models.CharField(choices=[("am", "上午"), ("pm", "下午")], default="pm", max_length=2)),
                (
                    "symbol",
                    models.CharField(
                        choices=[
                            ("V", "在村"),
                            ("C", "在县不在村"),
                            ("O", "公务外出"),
                            ("L", "批准请假"),
                            ("R", "休息日休息"),
                            ("A", "无故缺岗"),
                            (".", "未到岗或未记录"),
                        ],
                        max_length=1,
                        verbose_name="符号",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("leave", "批准请假"),
                            ("trip", "公务外出登记"),
                            ("inspection", "检查认定"),
                            ("correction", "更正"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True, db_collation="C", db_index=True, max_length=16, verbose_name="依据编号"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("laid_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                (
                    "laid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cadres.posting",
                        verbose_name="派驻",
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
                "verbose_name": "考勤依据",
                "verbose_name_plural": "考勤依据",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("withdraws", models.BooleanField(default=False)),
                ("noted_am", models.CharField(blank=True, db_collation="C", max_length=31)),
                ("noted_pm", models.CharField(blank=True, db_collation="C", max_length=31)),
                ("nights", models.CharField(blank=True, db_collation="C", max_length=31)),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待县级审核"), ("accepted", "已更正"), ("refused", "未采纳")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
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
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="cadres.posting",
                        verbose_name="派驻",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="attendance.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name": "考勤更正",
                "verbose_name_plural": "考勤更正",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", editable=False, max_length=16, unique=True)),
                (
                    "leave_type",
                    models.CharField(
                        choices=[("personal", "事假"), ("sick", "病假"), ("annual", "年休假"), ("rotation", "轮休")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("start", models.DateField(verbose_name="起")),
                ("start_half", models.CharField(choices=[("am", "上午"), ("pm", "下午")], default="am", max_length=2)),
                ("end", models.DateField(verbose_name="止")),
                ("end_half", models.CharField(choices=[("am", "上午"), ("pm", "下午")], default="pm", max_length=2)),
                ("days", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="天数")),
                ("slots", django.contrib.postgres.fields.ranges.IntegerRangeField(editable=False)),
                ("live", models.BooleanField(default=True, editable=False)),
                ("reason", models.CharField(max_length=300, verbose_name="事由")),
                ("health_cipher", models.BinaryField(null=True)),
                (
                    "destination",
                    models.CharField(
                        choices=[("outside_county", "县外"), ("inside_county", "县内")],
                        max_length=15,
                        verbose_name="去向",
                    ),
                ),
                ("place", models.CharField(max_length=100, verbose_name="外出地点")),
                ("urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("oral", models.BooleanField(default=False, verbose_name="先口头请假")),
                ("oral_agreed_by", models.CharField(blank=True, max_length=50, verbose_name="口头同意人")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("self", "本人申请"),
                            ("stationed_colleague", "其他驻村干部代办"),
                            ("other", "其他人代办"),
                        ],
                        default="self",
                        max_length=20,
                        verbose_name="申请方式",
                    ),
                ),
                ("filing_reason", models.CharField(blank=True, max_length=200, verbose_name="代办原因")),
                ("filed_at", models.DateTimeField(verbose_name="提交时间")),
                ("retroactive", models.BooleanField(default=False, verbose_name="补办")),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="取消原因")),
                ("returned_on", models.DateField(null=True, verbose_name="返岗日期")),
                ("returned_half", models.CharField(blank=True, choices=[("am", "上午"), ("pm", "下午")], max_length=2)),
                ("return_note", models.CharField(blank=True, max_length=200, verbose_name="销假说明")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="销假时间")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="销假人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="cadres.posting",
                        verbose_name="派驻",
                    ),
                ),
                (
                    "proceeding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leave", to="decisions.proceeding"
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.ruling",
                        verbose_name="依据",
                    ),
                ),
            ],
            options={
                "verbose_name": "请假",
                "verbose_name_plural": "请假",
                "ordering": ["-start", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("closed_at", models.DateTimeField()),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopen_reason", models.CharField(blank=True, max_length=200, verbose_name="重开原因")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_closings",
                        to="villages.division",
                        verbose_name="地域",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "月度关账",
                "verbose_name_plural": "月度关账",
            },
        ),
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("noted_am", models.CharField(db_collation="C", max_length=31, verbose_name="登记（上午）")),
                ("noted_pm", models.CharField(db_collation="C", max_length=31, verbose_name="登记（下午）")),
                ("nights", models.CharField(db_collation="C", max_length=31, verbose_name="住村")),
                ("am", models.CharField(db_collation="C", max_length=31, verbose_name="认定（上午）")),
                ("pm", models.CharField(db_collation="C", max_length=31, verbose_name="认定（下午）")),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField(null=True, verbose_name="登记时间")),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_lines",
                        to="cadres.posting",
                        verbose_name="派驻",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考勤登记",
                "verbose_name_plural": "考勤登记",
            },
        ),
        migrations.CreateModel(
            name="RegisterUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", default=accounts.models.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                ("file", models.FileField(upload_to="registers/")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                (
                    "state",
                    models.CharField(
                        choices=[("reading", "读取中"), ("ready", "待确认"), ("done", "已写入"), ("refused", "未导入")],
                        default="reading",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("months", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("sentence", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("uploaded_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "考勤表导入",
                "verbose_name_plural": "考勤表导入",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(db_collation="C", max_length=60, verbose_name="办法")),
                ("rule", models.CharField(db_collation="C", max_length=60, verbose_name="规则")),
                ("measure", models.PositiveSmallIntegerField(default=0)),
                ("window", models.CharField(max_length=10, verbose_name="期间")),
                ("first", models.DateField(verbose_name="期间起")),
                ("last", models.DateField(verbose_name="期间止")),
                ("start", models.DateField(verbose_name="在岗起")),
                ("end", models.DateField(verbose_name="在岗止")),
                ("on_post", models.PositiveSmallIntegerField(verbose_name="在岗日历日")),
                ("counted", models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="计入天数")),
                (
                    "official",
                    models.DecimalField(decimal_places=1, default=0, max_digits=4, verbose_name="未规定的公务天数"),
                ),
                ("required", models.PositiveSmallIntegerField(null=True, verbose_name="要求天数")),
                ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("short", "未达到"),
                            ("needs_determination", "须由人认定"),
                            ("running", "期间未满，正在累计"),
                            ("met", "已达到"),
                            ("silent", "本办法未作规定"),
                        ],
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                ("reachable", models.BooleanField(null=True, verbose_name="还能达到")),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None, verbose_name="依据条款"
                    ),
                ),
                ("readings", models.JSONField(default=list, verbose_name="采用的理解")),
                ("sentence", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="cadres.cadre",
                        verbose_name="驻村干部",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="cadres.posting"
                    ),
                ),
            ],
            options={
                "verbose_name": "在岗统计",
                "verbose_name_plural": "在岗统计",
            },
        ),
        migrations.CreateModel(
            name="AbsenceTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(db_collation="C", max_length=60, verbose_name="办法")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("ground", "已构成情形"),
                            ("needs_determination", "须由人认定"),
                            ("none", "未超过"),
                            ("silent", "未作规定"),
                        ],
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                (
                    "longest_calendar",
                    models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="最长连续（日历日）"),
                ),
                (
                    "longest_workdays",
                    models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="最长连续（工作日）"),
                ),
                (
                    "total_calendar",
                    models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="累计（日历日）"),
                ),
                (
                    "total_workdays",
                    models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="累计（工作日）"),
                ),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("readings", models.JSONField(default=list)),
                ("facts", models.CharField(db_collation="C", max_length=32)),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absence_tallies", to="cadres.cadre"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absence_tallies", to="cadres.posting"
                    ),
                ),
            ],
            options={
                "verbose_name": "缺岗统计",
                "verbose_name_plural": "缺岗统计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cadre", "policy", "year"), name="one_absence_tally_per_person_and_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.CharField(db_collation="C", max_length=60, verbose_name="办法")),
                ("month", models.DateField(verbose_name="月份")),
                ("days", models.CharField(db_collation="C", max_length=31, verbose_name="逐日")),
                ("uncovered", models.PositiveSmallIntegerField(verbose_name="无人在岗天数")),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cover_tallies",
                        to="villages.team",
                        verbose_name="工作队",
                    ),
                ),
            ],
            options={
                "verbose_name": "在岗覆盖",
                "verbose_name_plural": "在岗覆盖",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "policy", "month"), name="one_cover_tally_per_team_and_month"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["posting", "first_day"], name="evidence_of_posting"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__gt", models.F("first_day")),
                    models.Q(
                        ("last_day", models.F("first_day")),
                        models.Q(("first_half", models.F("last_half")), ("first_half", "am"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="evidence_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evidence__isnull", False), ("noted_am", "")),
                    models.Q(("evidence__isnull", True), models.Q(("noted_am", ""), _negated=True)),
                    _connector="OR",
                ),
                name="correction_of_notes_or_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("evidence", "month", "withdraws"), name="one_correction_per_evidence_and_month"
            ),
        ),
        migrations.AddIndex(
            model_name="leave",
            index=models.Index(fields=["posting", "start"], name="leave_of_posting"),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end__gt", models.F("start")),
                    models.Q(
                        ("end", models.F("start")),
                        models.Q(("start_half", models.F("end_half")), ("start_half", "am"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="leave_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", Decimal("0.5"))), name="leave_of_half_a_day_or_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("live", True)),
                expressions=[
                    (
                        models.Func(
                            django.db.models.functions.comparison.Cast("posting_id", models.BigIntegerField()),
                            django.db.models.functions.comparison.Cast("posting_id", models.BigIntegerField()),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "=",
                    ),
                    ("slots", "&&"),
                ],
                name="one_live_leave_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthclosing",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="closing_first_of_month"),
        ),
        migrations.AddConstraint(
            model_name="monthclosing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True)),
                fields=("place", "month"),
                name="one_closing_per_place_and_month",
            ),
        ),
        migrations.AddIndex(
            model_name="registerline",
            index=models.Index(fields=["month", "posting"], name="line_by_month"),
        ),
        migrations.AddIndex(
            model_name="registerline",
            index=models.Index(
                condition=models.Q(("am__contains", "A"), ("pm__contains", "A"), _connector="OR"),
                fields=["posting", "month"],
                name="line_with_absence",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerline",
            constraint=models.UniqueConstraint(fields=("posting", "month"), name="one_line_per_posting_and_month"),
        ),
        migrations.AddConstraint(
            model_name="registerline",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="line_first_of_month"),
        ),
        migrations.AddConstraint(
            model_name="registerline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("noted_am"),
                        attendance.models.register.DaysInMonth("month"),
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("noted_pm"),
                        attendance.models.register.DaysInMonth("month"),
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("am"), attendance.models.register.DaysInMonth("month")
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("pm"), attendance.models.register.DaysInMonth("month")
                    ),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.Length("nights"),
                        attendance.models.register.DaysInMonth("month"),
                    ),
                ),
                name="line_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("noted_am__regex", "^[VCOLRA.]+$"),
                    ("noted_pm__regex", "^[VCOLRA.]+$"),
                    ("am__regex", "^[VCOLRA.]+$"),
                    ("pm__regex", "^[VCOLRA.]+$"),
                    ("nights__regex", "^[01.]+$"),
                ),
                name="line_letters",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["first", "outcome"], name="tally_by_window"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("cadre", "policy", "rule", "measure", "first"), name="one_tally_per_person_and_window"
            ),
        ),
    ]
