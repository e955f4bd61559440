from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0001_register_and_tallies"),
        ("cadres", "0002_ledgers_in_and_out"),
        ("decisions", "0002_steps_decided_on_paper"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        db_collation="C", editable=False, max_length=16, unique=True
                    ),
                ),
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
            name="LeaveEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "key",
                    models.CharField(db_collation="C", editable=False, max_length=16),
                ),
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="销假人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
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
                        to="attendance.leave",
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
                        verbose_name="派驻",
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.proceeding",
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.ruling",
                        verbose_name="依据",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
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
        pgtrigger.migrations.AddTrigger(
            model_name="leave",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "attendance_leaveevent" ("cancel_reason", "cancelled_at", "cancelled_by_id", "closed_at", "closed_by_id", "days", "destination", "end", "end_half", "filed_at", "filed_by_id", "filing_reason", "form", "health_cipher", "id", "key", "leave_type", "live", "oral", "oral_agreed_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "posting_id", "proceeding_id", "reason", "retroactive", "return_note", "returned_half", "returned_on", "ruling_id", "slots", "start", "start_half", "urgent") VALUES (NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."closed_at", NEW."closed_by_id", NEW."days", NEW."destination", NEW."end", NEW."end_half", NEW."filed_at", NEW."filed_by_id", NEW."filing_reason", NEW."form", NEW."health_cipher", NEW."id", NEW."key", NEW."leave_type", NEW."live", NEW."oral", NEW."oral_agreed_by", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."posting_id", NEW."proceeding_id", NEW."reason", NEW."retroactive", NEW."return_note", NEW."returned_half", NEW."returned_on", NEW."ruling_id", NEW."slots", NEW."start", NEW."start_half", NEW."urgent"); RETURN NULL;',
                    hash="b258b720a0ddb06b771639dafd2368b399cf8375",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_909a4",
                    table="attendance_leave",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leave",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "attendance_leaveevent" ("cancel_reason", "cancelled_at", "cancelled_by_id", "closed_at", "closed_by_id", "days", "destination", "end", "end_half", "filed_at", "filed_by_id", "filing_reason", "form", "health_cipher", "id", "key", "leave_type", "live", "oral", "oral_agreed_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "posting_id", "proceeding_id", "reason", "retroactive", "return_note", "returned_half", "returned_on", "ruling_id", "slots", "start", "start_half", "urgent") VALUES (NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."closed_at", NEW."closed_by_id", NEW."days", NEW."destination", NEW."end", NEW."end_half", NEW."filed_at", NEW."filed_by_id", NEW."filing_reason", NEW."form", NEW."health_cipher", NEW."id", NEW."key", NEW."leave_type", NEW."live", NEW."oral", NEW."oral_agreed_by", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."posting_id", NEW."proceeding_id", NEW."reason", NEW."retroactive", NEW."return_note", NEW."returned_half", NEW."returned_on", NEW."ruling_id", NEW."slots", NEW."start", NEW."start_half", NEW."urgent"); RETURN NULL;',
                    hash="826644bb3895426ceddfa45a779e7787cd304129",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c246",
                    table="attendance_leave",
                    when="AFTER",
                ),
            ),
        ),
    ]
