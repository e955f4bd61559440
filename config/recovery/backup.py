"""Taking a backup: database and uploads in one encrypted file."""

import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import JobRun
from accounts.record import Act, note
from config.recovery.copying import write_copy
from config.recovery.sealed_file import SealedFileError, SealingWriter, why

NAME = "backup"
RESTORED = "恢复"  # in the detail of the last backup: it is the one this database came from


def back_up(path: Path) -> int:
    """Write the backup; its size in bytes. A file that stands there already is left alone. Raises SealedFileError."""
    if path.exists():
        raise SealedFileError(f"{path} 已经存在。请换一个文件名，以免盖掉旧的备份。")
    started, unfinished = timezone.now(), path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with SealingWriter(file, secret=settings.BACKUP_KEY) as sealed:
                manifest = write_copy(sealed)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as trouble:
        unfinished.unlink(missing_ok=True)
        raise SealedFileError(f"写不了备份文件 {path}：{why(trouble)}。请检查目录、权限和剩余空间。") from trouble
    size = path.stat().st_size
    detail = {"文件": path.name, "字节": size, "时间": manifest["made_at"]}
    JobRun.objects.update_or_create(
        name=NAME,
        defaults={"started_at": started, "finished_at": timezone.now(), "failed": False, "detail": detail},
    )
    note(Act.BACKED_UP, detail=detail)
    return size
