import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0004_steps_decided_by_a_stand_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="年份")),
                (
                    "holidays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), size=None, verbose_name="放假"
                    ),
                ),
                (
                    "make_up",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), size=None, verbose_name="调休上班"
                    ),
                ),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
            ],
            options={
                "verbose_name": "工作日历",
                "verbose_name_plural": "工作日历",
            },
        ),
    ]
