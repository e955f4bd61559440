from django.core.files.base import ContentFile
from django.db import migrations, transaction

import accounts.fields
from accounts.models import new_key
from accounts.personal_data import keys_at_hand


def seal_papers(apps, schema_editor):
    """Scans that lay open are sealed under a key of their own. The open file goes when the new state is committed."""
    for step in apps.get_model("decisions", "Step").objects.exclude(file="").filter(file_key=None):
        storage, name = step.file.storage, step.file.name
        if not storage.exists(name):
            continue
        with storage.open(name) as file:
            step.file_key, sealed = keys_at_hand().seal_file(file.read())
        step.file.save(f"{new_key()}.sealed", ContentFile(sealed), save=False)
        step.save(update_fields=["file", "file_key"])
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0005_calendar_years"),
    ]

    operations = [
        migrations.RenameField(model_name="step", old_name="paper", new_name="file"),
        migrations.AddField(
            model_name="step",
            name="file_key",
            field=accounts.fields.WrappedKeyField(null=True),
        ),
        migrations.RunPython(seal_papers, migrations.RunPython.noop),
    ]
