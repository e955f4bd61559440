from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_standing_offices_and_counts"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="user",
            name="phone",
        ),
    ]
