from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_withdrawn_appointments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="password_changed_at",
            field=models.DateTimeField(null=True, verbose_name="密码修改时间"),
        ),
    ]
