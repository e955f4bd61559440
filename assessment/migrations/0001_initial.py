import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0001_initial"),
        ("decisions", "0004_steps_decided_by_a_stand_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "一季度"), (2, "二季度"), (3, "三季度"), (4, "四季度")],
                        null=True,
                        verbose_name="季度",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("good", "良好"),
                            ("average", "一般"),
                            ("poor", "差（较差）"),
                            ("competent", "称职（合格）"),
                            ("basic", "基本称职（基本合格）"),
                            ("incompetent", "不称职（不合格）"),
                        ],
                        max_length=12,
                        verbose_name="等次",
                    ),
                ),
                ("facts", models.JSONField(default=dict, verbose_name="事实")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("set_at", models.DateTimeField()),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="cadres.posting"
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.ruling"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "考核",
                "verbose_name_plural": "考核",
                "ordering": ["-year", "quarter"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("posting", "year", "quarter"),
                        name="one_grade_per_posting_and_period",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__isnull", True), ("quarter__range", (1, 4)), _connector="OR"),
                        name="quarter_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__isnull", False), ("ruling__isnull", False), _connector="OR"),
                        name="years_grade_has_a_ruling",
                    ),
                ],
            },
        ),
    ]
