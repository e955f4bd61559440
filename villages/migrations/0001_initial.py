import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Division",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=12, primary_key=True, serialize=False, verbose_name="代码"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "省"), (2, "市"), (3, "县"), (4, "乡镇"), (5, "村")], verbose_name="级别"
                    ),
                ),
                ("retired_on", models.DateField(null=True, verbose_name="停用日期")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="villages.division",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "区划",
                "verbose_name_plural": "区划",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "division",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="village",
                        serialize=False,
                        to="villages.division",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("not_exited", "未出列"), ("exited", "已出列"), ("other", "非贫困村")],
                        default="not_exited",
                        max_length=10,
                        verbose_name="村状态",
                    ),
                ),
                ("pastoral", models.BooleanField(default=False, verbose_name="牧区")),
                ("mostly_mongolian", models.BooleanField(default=False, verbose_name="蒙古族人口较多")),
                ("weak_branch", models.BooleanField(default=False, verbose_name="党组织软弱涣散")),
            ],
            options={
                "verbose_name": "村情",
                "verbose_name_plural": "村情",
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("village", "驻村工作队"), ("general", "工作总队")],
                        default="village",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("batch", models.PositiveSmallIntegerField(default=1, verbose_name="批次")),
                ("since", models.DateField(null=True, verbose_name="进驻日期")),
                ("until", models.DateField(null=True, verbose_name="撤离日期")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="villages.division",
                        verbose_name="驻地",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作队",
                "verbose_name_plural": "工作队",
            },
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{12}$")), name="division_code_12_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5))), name="division_level_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("place", "kind", "batch"), name="one_team_per_place_and_batch"),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="team_ends_after_start",
            ),
        ),
    ]
