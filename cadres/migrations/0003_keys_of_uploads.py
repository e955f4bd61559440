from django.core.files.base import ContentFile
from django.db import migrations, transaction

import accounts.fields

HEAD = 64  # the wrapped key: 4 bytes of fingerprint, 12 of nonce, 48 of sealed key


def take_keys_out(apps, schema_editor):
    """The key that stood at the head of each file goes to its row. The old file goes when the new state is committed."""
    for upload in apps.get_model("cadres", "LedgerImport").objects.exclude(file="").filter(file_key=None):
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name):
            continue
        with storage.open(name) as file:
            upload.file_key, sealed = file.read(HEAD), file.read()
        upload.file.save(f"{upload.key}.sealed", ContentFile(sealed), save=False)
        upload.save(update_fields=["file", "file_key"])
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0002_transfers"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerimport",
            name="file_key",
            field=accounts.fields.WrappedKeyField(null=True),
        ),
        migrations.RunPython(take_keys_out, migrations.RunPython.noop),
    ]
