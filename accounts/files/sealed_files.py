"""Uploaded files as they lie on the disk: sealed, each under a key of its own that lies wrapped in its row.

A row holds `file` (FileField) and `file_key` (WrappedKeyField, null). A new master key rewraps the key like any other
and leaves the file alone; without the key nobody reads the file any more, from a backup of the uploads neither.
"""

from pathlib import PurePosixPath
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from accounts.personal_data import keys_at_hand, open_vault


class FileGone(Exception):
    """The file is not there to be read; the sentence says why and what to do."""


class HoldsFile(Protocol):
    """A row with an upload of its own."""

    file: FieldFile
    file_key: bytes | memoryview | None


def seal_upload(instance: HoldsFile, content: bytes, name: str) -> None:
    """Put the content on the disk under a new key; the row is the caller's to save."""
    instance.file_key, sealed = open_vault().seal_file(content)
    instance.file.save(name, ContentFile(sealed), save=False)


def open_upload(instance: HoldsFile) -> bytes:
    """The content as it was uploaded. Raises FileGone, WrongMasterKey."""
    if instance.file_key is None or not instance.file:
        raise FileGone("这份文件的原件已按规定不再保存，只留有办理结果；仍需要时请重新上传。")
    try:
        with instance.file.open("rb") as file:
            return keys_at_hand().open_file(file.read(), file_key=instance.file_key)
    except FileNotFoundError as trouble:
        name = PurePosixPath(str(instance.file)).name
        raise FileGone(f"磁盘上找不到这份文件（{name}）。请系统管理员核对上传目录，或从备份恢复。") from trouble


def forget_upload(instance: models.Model) -> None:
    """Destroy the key and delete the file, the row's other columns left as they are. Again, it does nothing."""
    file: FieldFile = instance.file  # type: ignore[attr-defined]
    storage, name = file.storage, file.name
    instance.file_key, instance.file = None, ""  # type: ignore[attr-defined]
    instance.save(update_fields=["file_key", "file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
