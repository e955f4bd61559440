from django.conf import settings
from django.db import migrations, models

from accounts.personal_data import open_vault

ILL, FIELD, BATCH = "因病", "health_note", 1_000


def seal_reasons(apps, schema_editor):
    """What was written in clear as the reason of a sick leave goes to what only the approvers read."""
    Leave, Cadre = apps.get_model("attendance", "Leave"), apps.get_model("cadres", "Cadre")
    clear = Leave.objects.filter(leave_type="sick").exclude(reason=ILL).select_related("posting__cadre")
    while rows := list(clear.order_by("pk")[:BATCH]):
        vault, keys = open_vault(), {leave.posting.cadre_id: leave.posting.cadre.data_key for leave in rows}
        for cadre in [cadre for cadre, key in keys.items() if key is None]:
            keys[cadre] = vault.seal_person(None, None).data_key
            Cadre.objects.filter(pk=cadre).update(data_key=keys[cadre])
        for leave in rows:
            key = keys[leave.posting.cadre_id]
            told = filter(None, (leave.reason, vault.reveal(key, leave.health_cipher, field=FIELD)))
            leave.health_cipher = vault.seal_text("；".join(told), data_key=bytes(key), field=FIELD)
            leave.reason = ILL
        Leave.objects.bulk_update(rows, ["health_cipher", "reason"])


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0001_initial"),
        ("accounts", "0005_keep_no_phones"),
        ("cadres", "0001_initial"),
        ("decisions", "0005_calendar_years"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(seal_reasons, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("leave_type", "sick"), _negated=True), ("reason", "因病"), _connector="OR"
                ),
                name="illness_is_told_sealed",
            ),
        ),
    ]
