"""A backup comes back whole, into this database or another; a bad one changes nothing."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.choices import Act
from accounts.models import Body, Entry, JobRun, Seal
from accounts.personal_data import open_vault
from accounts.record import note, sealing
from accounts.record.heads import FOLDER, kept_head
from cadres.models import Cadre
from config.recovery import copying, health, sealed_file
from config.recovery.health import Tone
from tests import factories
from tests.record.emptied import empty_record

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
NUMBER = "141028197001011234"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "papers").mkdir(parents=True)
    (settings.MEDIA_ROOT / "papers" / "批件.pdf").write_bytes(os.urandom(700_000))
    return settings.MEDIA_ROOT


@pytest.fixture
def held(media):
    """A county with a cadre whose ID number lies sealed, and a sealed record."""
    empty_record()
    posting = factories.cadre("张三", factories.linfen())
    sealed = open_vault().seal_person(NUMBER, None)
    Cadre.objects.filter(pk=posting.cadre_id).update(data_key=sealed.data_key, id_cipher=sealed.id_cipher)
    sealing.seal()
    return posting


def everything():
    """Each table's rows as text, save what the act of backing up writes itself."""
    with connection.cursor() as cursor:
        rows = {}
        for table, _ in copying.tables():
            if table not in ("record_entry", "record_seal", "accounts_jobrun"):
                cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
                rows[table] = cursor.fetchall()
        return rows


def files(root):
    """Uploaded files; the seals' newest hash beside them is of this installation alone."""
    found = (path for path in root.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_what_was_changed_after_the_backup_is_undone_by_the_restore(held, media, tmp_path):
    rows, uploads = everything(), files(media)
    call_command("backup", tmp_path / "a.backup")
    Cadre.objects.update(remark="后来")
    factories.cadre("李四", factories.linfen())
    (media / "papers" / "批件.pdf").unlink()
    (media / "later.txt").write_text("后来")
    call_command("restore", tmp_path / "a.backup", yes=True)
    assert everything() == rows
    assert files(media) == uploads
    assert sealing.verify() == []
    assert Entry.objects.filter(act="restored").order_by("-id").values_list("detail__文件", flat=True)[0] == "a.backup"


def test_after_a_restore_the_record_is_whole_and_its_end_is_kept_anew(held, tmp_path):
    call_command("backup", str(tmp_path / "a.backup"))
    note(Act.PRINTED)
    sealing.seal()
    call_command("restore", str(tmp_path / "a.backup"), yes=True)
    assert sealing.verify() == []
    newest = Seal.objects.latest("id")
    assert kept_head(open_vault()) == (newest.pk, newest.hash)


def test_a_backup_tells_the_newest_seal_it_holds(held, tmp_path, capsys):
    newest = Seal.objects.latest("id")
    call_command("backup", str(tmp_path / "a.backup"))
    assert f"封存到第 {newest.pk} 号，校验值 {newest.hash}" in capsys.readouterr().out
    call_command("audit", "verify", seal=newest.hash)


def test_after_a_restore_the_health_page_knows_the_backup_it_came_from(held, tmp_path):
    call_command("backup", str(tmp_path / "a.backup"))
    call_command("restore", str(tmp_path / "a.backup"), yes=True)
    assert (health.backups().tone, "a.backup）恢复的" in health.backups().seen) == (Tone.WARNING, True)
    call_command("backup", str(tmp_path / "b.backup"))
    assert health.backups().tone is Tone.GOOD


def test_a_folder_that_is_not_there_is_said_in_chinese(held, tmp_path):
    for command, given in (("backup", {}), ("restore", {"yes": True})):
        with pytest.raises(CommandError) as trouble:
            call_command(command, str(tmp_path / "none" / "a.backup"), **given)
        said = str(trouble.value).replace(str(tmp_path), "")
        assert (re.findall(r"[A-Za-z]{3,}", said), "没有这个文件或目录" in said) == (["none", "backup"], True)


def test_new_rows_after_a_restore_get_numbers_of_their_own(held, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    call_command("restore", tmp_path / "a.backup", yes=True)
    later = factories.cadre("李四", factories.linfen())
    assert (later.pk > held.pk, later.cadre.number is not None) == (True, True)
    with connection.cursor() as cursor, pytest.raises(Exception, match="只能追加"):
        cursor.execute("DELETE FROM record_entry")  # the guards stand again


def test_a_backup_is_restored_into_an_empty_database_elsewhere(held, media, tmp_path):
    rows, uploads = everything(), files(media)
    call_command("backup", tmp_path / "a.backup")
    with another_database() as url:
        environment = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(tmp_path / "elsewhere")}
        manage = [sys.executable, "manage.py"]
        done = subprocess.run(
            [*manage, "restore", str(tmp_path / "a.backup"), "--yes"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        verified = subprocess.run(
            [*manage, "audit", "verify"], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert (verified.returncode, "日志完整" in verified.stdout, verified.stderr) == (0, True, "")
        assert {table: rows_in(url, table) for table in rows} == rows
    assert files(tmp_path / "elsewhere") == uploads


def rows_in(url, table):
    with closing(psycopg2.connect(url)) as other, other.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
        return cursor.fetchall()


class another_database:  # noqa: N801  reads as a phrase
    """An empty database of the same cluster, for as long as the block lasts."""

    name = "trial_restored"

    def __enter__(self):
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name}")
        base = os.environ["DATABASE_URL"].partition("?")[0]
        return f"{base.rsplit('/', 1)[0]}/{self.name}"

    def __exit__(self, *error):
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _run(self, *statements):
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as outside:
            outside.autocommit = True
            for statement in statements:
                outside.cursor().execute(statement)


def test_the_file_shows_nothing_of_what_it_holds(held, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    content = (tmp_path / "a.backup").read_bytes()
    assert [word for word in ("张三", "吉县", "manifest", "record_entry") if word.encode() in content] == []
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600


def spoilt(path, how):
    content = bytearray(path.read_bytes())
    if how == "cut at the end":
        content = content[:-1]
    elif how == "last block left out":
        content = content[: len(content) // 2]
    elif how == "a bit turned in the middle":
        content[len(content) // 2] ^= 1
    elif how == "something added":
        content += b"x"
    elif how == "another file":
        content = bytearray(b"PK\x03\x04 not a backup at all")
    elif how == "empty":
        content = bytearray()
    path.write_bytes(content)


TROUBLES = {
    "cut at the end": "备份文件不完整",
    "last block left out": "备份文件不完整",
    "a bit turned in the middle": "损坏",
    "something added": "末尾多出了内容",
    "another file": "不是本系统的备份文件",
    "empty": "不是本系统的备份文件",
}


@pytest.mark.parametrize("how", TROUBLES)
def test_a_spoilt_backup_is_refused_and_changes_nothing(held, media, tmp_path, how):
    call_command("backup", tmp_path / "a.backup")
    Cadre.objects.update(remark="后来")
    rows, uploads = everything(), files(media)
    spoilt(tmp_path / "a.backup", how)
    with pytest.raises(CommandError, match=TROUBLES[how]):
        call_command("restore", tmp_path / "a.backup", yes=True)
    assert (everything(), files(media)) == (rows, uploads)


def test_the_wrong_backup_key_is_said_before_anything_is_touched(held, settings, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    rows = everything()
    settings.BACKUP_KEY = "another"
    with pytest.raises(CommandError, match="密钥不对"):
        call_command("restore", tmp_path / "a.backup", yes=True)
    assert everything() == rows


def test_a_backup_under_another_master_key_is_refused(held, settings, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    rows, old = everything(), settings.MASTER_KEY
    settings.MASTER_KEY = "another"
    with pytest.raises(CommandError, match="另一把主密钥"):
        call_command("restore", tmp_path / "a.backup", yes=True)
    assert everything() == rows
    settings.MASTER_KEYS_OLD = [old]
    call_command("restore", tmp_path / "a.backup", examine=True)


def test_an_older_backup_is_not_laid_over_newer_tables(held, tmp_path, monkeypatch):
    real = copying._manifest

    def older():
        given = real()
        given["migrations"] = [row for row in given["migrations"] if row != ["accounts", "0003_record"]]
        return given

    monkeypatch.setattr(copying, "_manifest", older)
    with pytest.raises(CommandError, match="表结构与备份的不同"):
        _back_and_forth(tmp_path)


def test_a_newer_backup_is_refused(held, tmp_path, monkeypatch):
    real = copying._manifest
    monkeypatch.setattr(
        copying, "_manifest", lambda: real() | {"migrations": [*real()["migrations"], ["accounts", "9999_later"]]}
    )
    with pytest.raises(CommandError, match="请先升级程序"):
        _back_and_forth(tmp_path)


def _back_and_forth(tmp_path):
    call_command("backup", tmp_path / "a.backup")
    call_command("restore", tmp_path / "a.backup", yes=True)


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", "papers/../../escaped", ".hidden/x"])
def test_a_file_that_would_leave_the_uploads_folder_is_refused(held, settings, tmp_path, name):
    path = tmp_path / "a.backup"
    with path.open("wb") as file, sealed_file.SealingWriter(file, secret=settings.BACKUP_KEY) as writer:
        copying._section(writer, copying._manifest())
        copying._section(writer, {"kind": "file", "path": name})
        copying._section(writer, {"kind": copying.END})
    with pytest.raises(CommandError, match="上传目录之外"):
        call_command("restore", path, yes=True)


def test_a_standing_backup_is_not_written_over(held, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    before = (tmp_path / "a.backup").read_bytes()
    with pytest.raises(CommandError, match="已经存在"):
        call_command("backup", tmp_path / "a.backup")
    assert (tmp_path / "a.backup").read_bytes() == before


def test_a_backup_is_noted_with_its_size(held, tmp_path):
    call_command("backup", tmp_path / "a.backup")
    run = JobRun.objects.get(name="backup")
    assert (run.detail["文件"], run.detail["字节"]) == ("a.backup", (tmp_path / "a.backup").stat().st_size)


@pytest.mark.parametrize(
    "size", [0, 1, sealed_file.BLOCK - 1, sealed_file.BLOCK, sealed_file.BLOCK + 1, 3 * sealed_file.BLOCK]
)
def test_a_stream_of_any_length_comes_back(tmp_path, size):
    content = os.urandom(size)
    with (tmp_path / "a").open("wb") as file, sealed_file.SealingWriter(file, secret="s") as writer:
        for at in range(0, size, 70_001):
            writer.write(content[at : at + 70_001])
    with (tmp_path / "a").open("rb") as file:
        assert b"".join(sealed_file.opened(file, secret="s")) == content


def test_exchanged_blocks_are_noticed(tmp_path):
    with (tmp_path / "a").open("wb") as file, sealed_file.SealingWriter(file, secret="s") as writer:
        writer.write(os.urandom(3 * sealed_file.BLOCK))
    content, head, step = (tmp_path / "a").read_bytes(), 31, sealed_file.BLOCK + 21
    swapped = (
        content[:head]
        + content[head + step : head + 2 * step]
        + content[head : head + step]
        + content[head + 2 * step :]
    )
    (tmp_path / "a").write_bytes(swapped)
    with (tmp_path / "a").open("rb") as file, pytest.raises(sealed_file.SealedFileError):
        list(sealed_file.opened(file, secret="s"))


def test_bodies_still_have_one_name_after_a_restore(held, tmp_path):
    """Unique and foreign keys hold again once the rows are back."""
    _back_and_forth(tmp_path)
    body = Body.objects.all()[:1].get()
    with pytest.raises(Exception, match="one_body_per_name_and_place"):
        Body.objects.create(name=body.name, division=body.division, level=body.level)
