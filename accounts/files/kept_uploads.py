"""How long uploaded files are kept: a while after they are done with, and no longer than the data of anybody in them.

Any table with a sealed file about a place counts. What came of an upload stays; its file and the file's key go.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.files.sealed_files import forget_upload
from villages.clock import now

COLUMNS = {"file", "file_key", "place", "state", "sentence", "uploaded_at", "finished_at"}
WAITING, REFUSED, BUSY = "ready", "refused", ("reading", "writing")
LAPSED = "超过{days}天没有确认，没有导入，原件不再保存。仍需要时请重新上传。"
REDUCED = "有离任人员的个人信息已去除，原件随之删除，没有导入。仍需要时请重新上传。"


class StillBusy(Exception):
    """An upload that would have to go is being worked on."""


def _tables() -> Iterator[QuerySet[Any]]:
    """Uploads that still have their file."""
    for model in apps.get_models():
        if {field.name for field in model._meta.get_fields()} >= COLUMNS:
            yield model._default_manager.exclude(file="")


def forget_old() -> int:
    """Forget the files of uploads done with, or waiting in vain, for longer than the setting says; how many."""
    days = settings.UPLOADS_KEPT_DAYS
    limit = now() - timedelta(days=days)
    count = 0
    for kept in _tables():
        with transaction.atomic():
            waiting = kept.select_for_update().filter(state=WAITING, uploaded_at__lt=limit)
            old = kept.select_for_update().filter(finished_at__lt=limit)
            count += _forget([*waiting, *old], sentence=LAPSED.format(days=days))
    return count


def forget_of(places: Collection[str]) -> int:
    """Forget all files about these divisions (12-digit codes), whatever their age; how many. Raises StillBusy.

    Needs an open transaction: keys and files go with whatever else is removed in it.
    """
    count = 0
    for kept in _tables():
        held = list(kept.select_for_update().filter(place__in=places))
        if any(upload.state in BUSY for upload in held):
            raise StillBusy
        count += _forget(held, sentence=REDUCED)
    return count


def _forget(uploads: Collection[Any], *, sentence: str) -> int:
    for upload in uploads:
        if upload.state == WAITING:
            upload.state, upload.sentence, upload.finished_at = REFUSED, sentence, now()
            upload.save(update_fields=["state", "sentence", "finished_at"])
        forget_upload(upload)
    return len(uploads)
