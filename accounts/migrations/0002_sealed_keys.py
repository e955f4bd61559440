from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedKey",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("wrapped", accounts.fields.WrappedKeyField()),
            ],
            options={
                "verbose_name": "封存的密钥",
                "verbose_name_plural": "封存的密钥",
            },
        ),
    ]
