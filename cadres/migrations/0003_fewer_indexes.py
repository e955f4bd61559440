import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_standing_offices_and_counts"),
        ("cadres", "0002_ledgers_in_and_out"),
        ("villages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="cadre",
            name="county",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cadres",
                to="villages.division",
                verbose_name="建账县",
            ),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="id_hash",
            field=models.CharField(db_collation="C", editable=False, max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="identity",
            field=models.CharField(db_collation="C", editable=False, max_length=160),
        ),
        migrations.AlterField(
            model_name="cadre",
            name="key",
            field=models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="county",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="villages.division",
            ),
        ),
        migrations.AlterField(
            model_name="cadreevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="key",
            field=models.CharField(db_collation="C", default=accounts.models.new_key, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="postingevent",
            name="team",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="villages.team",
            ),
        ),
        migrations.AlterField(
            model_name="postingevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.body",
            ),
        ),
        migrations.AddIndex(
            model_name="cadre",
            index=models.Index(fields=["county"], name="cadre_by_county"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("key",), name="cadre_key_once"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("identity",), name="cadre_identity_once"),
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.UniqueConstraint(fields=("id_hash",), name="cadre_id_hash_once"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("key",), name="posting_key_once"),
        ),
    ]
