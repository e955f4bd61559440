"""Taking a backup in: nothing is overwritten before the whole file has been read, opened and found to fit."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError, ProgrammingError

from accounts.models import JobRun
from accounts.personal_data import WrongMasterKey, keys_at_hand, open_vault
from accounts.record import Act, note
from accounts.record.heads import keep_head
from config.recovery.backup import NAME as BACKUP
from config.recovery.backup import RESTORED
from config.recovery.copying import FORM, Section, load_table, sections, tables
from config.recovery.sealed_file import SealedFileError, opened, why

Migrations = set[tuple[str, str]]
STAGED = ".restoring-"
NEWER = "备份来自更新的版本（{version}），现在的程序认不得其中的表。请先升级程序再恢复。"
DIFFERENT = (
    "数据库的表结构与备份的不同，不能直接覆盖。请建一个空的数据库，把 DATABASE_URL 指向它后再恢复；原数据库保持不动。"
)
BUSY = "数据库正在使用，十秒内没有等到。请先停止网站、后台任务和定时任务，再恢复。"
NOT_OWNER = "现在的数据库用户不是各表的所有者，不能恢复。请用所有者的 DATABASE_URL（与 migrate 相同）运行本命令。"


def examine(path: Path) -> dict[str, Any]:
    """Read a backup through to its end and return its manifest. Raises SealedFileError."""
    manifest: dict[str, Any] = {}
    for section in _sections(path):
        manifest = manifest or section.head
        _safe(section)
    if manifest.get("kind") != "manifest" or manifest.get("form") != FORM:
        raise SealedFileError(NEWER.format(version=manifest.get("version", "未知")))
    if manifest["sealed_key"]:
        try:
            keys_at_hand().unwrap(bytes.fromhex(manifest["sealed_key"]))
        except WrongMasterKey as trouble:
            raise SealedFileError(
                "备份中的身份证号和电话是用另一把主密钥加密的。请把 MASTER_KEY 设为备份时的值（或填入 MASTER_KEYS_OLD）再恢复。"
            ) from trouble
    return manifest


def restore(path: Path) -> dict[str, Any]:
    """Replace database and uploads by the backup's; returns its manifest. Raises SealedFileError."""
    manifest = examine(path)
    _prepare_tables({(app, name) for app, name in manifest["migrations"]}, version=manifest["version"])
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=root))
    try:
        _load(path, manifest, staged)
        _replace_uploads(root, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)
    made = datetime.fromisoformat(manifest["made_at"])
    told = {"文件": path.name, "字节": path.stat().st_size, "时间": manifest["made_at"], RESTORED: True}
    JobRun.objects.update_or_create(
        name=BACKUP, defaults={"started_at": made, "finished_at": made, "failed": False, "detail": told}
    )
    note(Act.RESTORED, detail={"文件": path.name, "备份时间": manifest["made_at"]})
    keep_head(open_vault(), anew=True)
    return manifest


def _sections(path: Path) -> Iterator[Section]:
    try:
        with path.open("rb") as file:
            yield from sections(opened(file, secret=settings.BACKUP_KEY))
    except OSError as trouble:
        raise SealedFileError(f"读不了备份文件 {path}：{why(trouble)}。请核对路径和权限。") from trouble
    except ValueError as trouble:
        raise SealedFileError("备份文件的内容不完整。请换用另一份备份。") from trouble


def _safe(section: Section) -> None:
    if section.head["kind"] == "file":
        path = PurePosixPath(section.head["path"])
        if path.is_absolute() or ".." in path.parts or path.parts[0].startswith("."):
            raise SealedFileError(f"备份中有一个文件要写到上传目录之外（{path}），已拒绝。")


def _prepare_tables(wanted: Migrations, *, version: str) -> None:
    """An empty database gets the tables of the backup's day; any other must have them already. Raises SealedFileError."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if unknown := wanted - set(graph.nodes):
        raise SealedFileError(NEWER.format(version=version) + f"（例如 {'.'.join(min(unknown))}）")
    applied = set(MigrationRecorder(connection).applied_migrations())
    if applied == wanted:
        return
    if applied or tables():
        raise SealedFileError(DIFFERENT)
    executor.migrate([node for node in wanted if not wanted & {child.key for child in graph.node_map[node].children}])


def _load(path: Path, manifest: dict[str, Any], staged: Path) -> None:
    try:
        with transaction.atomic(durable=True):
            _empty()
            for section in _sections(path):
                if section.head["kind"] == "table":
                    load_table(section)
                elif section.head["kind"] == "file":
                    _stage(section, staged)
            _finish(manifest["sequences"])
    except OperationalError as trouble:
        raise SealedFileError(BUSY) from trouble
    except ProgrammingError as trouble:
        raise SealedFileError(NOT_OWNER) from trouble


def _empty() -> None:
    """Every table, its triggers silent: rows come as they were, with their own history."""
    names = [connection.ops.quote_name(table) for table, _ in tables()]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join([*names, 'django_session'])}")


def _finish(sequences: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys, all at once
        for table, _ in tables():
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")
        for name, value in sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [connection.ops.quote_name(name), value])
        # A seal made while the copy was taken is in no table of it, though its number was used.
        cursor.execute("SELECT setval('record_seal_id_seq', coalesce(max(id), 1), count(*) > 0) FROM record_seal")


def _stage(section: Section, staged: Path) -> None:
    target = staged / section.head["path"]
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for piece in section.pieces:
            file.write(piece)


def _replace_uploads(root: Path, staged: Path) -> None:
    for old in root.iterdir():
        if old != staged:
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for new in staged.iterdir():
        new.rename(root / new.name)
