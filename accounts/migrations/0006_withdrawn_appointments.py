from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_keep_no_phones")]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="standing",
            field=models.CharField(
                choices=[
                    ("counts", "已生效"),
                    ("waiting", "待安全管理员核准"),
                    ("refused", "未核准"),
                    ("withdrawn", "已撤销"),
                ],
                default="counts",
                max_length=10,
                verbose_name="状态",
            ),
        ),
    ]
