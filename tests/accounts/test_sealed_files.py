"""Uploads lie sealed under a key of their own row: rotated with the others, forgotten with it."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.files.sealed_files import FileGone, forget_upload, open_upload, seal_upload
from accounts.personal_data import open_vault
from attendance.models import RegisterUpload
from cadres.models import LedgerImport
from tests import factories
from villages.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = b"PK a workbook"


@pytest.fixture
def upload(settings: Settings, tmp_path: Path) -> LedgerImport:
    settings.MEDIA_ROOT = tmp_path
    kept = LedgerImport(place=factories.linfen().division, file_name="名册.xlsx", uploaded_at=now())
    seal_upload(kept, CONTENT, f"{kept.key}.sealed")
    kept.save()
    return kept


def on_disk() -> list[bytes]:
    return [path.read_bytes() for path in Path(configured.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_an_upload_lies_sealed_and_opens_again(upload: LedgerImport) -> None:
    (stored,) = on_disk()
    assert (CONTENT in stored, len(stored)) == (False, 12 + len(CONTENT) + 16)
    assert open_upload(LedgerImport.objects.get()) == CONTENT


def test_after_a_rotation_an_upload_opens_under_the_new_key_alone(upload: LedgerImport, settings: Settings) -> None:
    before = on_disk()
    settings.MASTER_KEY, settings.MASTER_KEYS_OLD = "a new key", [settings.MASTER_KEY]
    call_command("keys", "rotate")
    settings.MASTER_KEYS_OLD = []
    assert open_upload(LedgerImport.objects.get()) == CONTENT
    assert on_disk() == before


def test_a_forgotten_upload_is_gone_and_says_so(upload: LedgerImport) -> None:
    with transaction.atomic():
        forget_upload(upload)
        assert len(on_disk()) == 1  # a rollback would still need it
    assert on_disk() == []
    forget_upload(LedgerImport.objects.get())
    with pytest.raises(FileGone, match="不再保存"):
        open_upload(LedgerImport.objects.get())


def test_an_upload_missing_on_the_disk_is_told(upload: LedgerImport) -> None:
    Path(upload.file.path).unlink()
    with pytest.raises(FileGone, match="磁盘上找不到"):
        open_upload(LedgerImport.objects.get())


@pytest.mark.parametrize("house", ["cadres", "attendance"])
def test_keys_that_stood_in_the_heads_of_files_move_to_their_rows(house: str, upload: LedgerImport) -> None:
    key, sealed = open_vault().seal_file(CONTENT)
    old: LedgerImport | RegisterUpload = upload
    if house == "attendance":
        by = factories.user("clerk", "李四", acts_for=factories.linfen().body("county_org"))
        old = RegisterUpload(place=upload.place, file_name="考勤.xlsx", uploaded_by=by, uploaded_at=now())
    old.file_key = None
    old.file.save("old.sealed", ContentFile(key + sealed), save=False)
    old.save()
    import_module(f"{house}.migrations.0003_keys_of_uploads").take_keys_out(apps, None)
    moved = type(old).objects.get()
    assert open_upload(moved) == CONTENT
    assert old.file.name != moved.file.name and not Path(old.file.path).exists()
