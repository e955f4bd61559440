from django.conf import settings
from django.db import migrations, models

from accounts.personal_data import open_vault

HEALTH, KIND, BATCH = "health", "身体原因", 1_000


def seal_texts(apps, schema_editor):
    """What was written in clear of somebody's health goes under their own key."""
    findings = apps.get_model("recall", "Finding").objects.filter(value=HEALTH).exclude(note="")
    cases = apps.get_model("recall", "Case").objects.filter(facts__findings__contains=HEALTH, reason_cipher=None)
    _seal(apps, findings, "note", left="", field="finding_note")
    _seal(apps, cases, "reason", left=KIND, field="case_reason")


def _seal(apps, clear, name, *, left, field):
    Cadre = apps.get_model("cadres", "Cadre")
    while rows := list(clear.select_related("posting__cadre").order_by("pk")[:BATCH]):
        vault, keys = open_vault(), {row.posting.cadre_id: row.posting.cadre.data_key for row in rows}
        for cadre in [cadre for cadre, key in keys.items() if key is None]:
            keys[cadre] = vault.seal_person(None, None).data_key
            Cadre.objects.filter(pk=cadre).update(data_key=keys[cadre])
        for row in rows:
            key = keys[row.posting.cadre_id]
            setattr(row, f"{name}_cipher", vault.seal_text(getattr(row, name), data_key=bytes(key), field=field))
            setattr(row, name, left)
        clear.model.objects.bulk_update(rows, [name, f"{name}_cipher"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_keep_no_phones"),
        ("cadres", "0001_initial"),
        ("recall", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="reason_cipher",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="note_cipher",
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(seal_texts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("value", "health"), _negated=True), ("note", ""), _connector="OR"),
                name="health_is_noted_sealed",
            ),
        ),
    ]
