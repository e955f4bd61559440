"""manage.py backup FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.recovery.backup import back_up
from config.recovery.restore import examine
from config.recovery.sealed_file import SealedFileError


class Command(BaseCommand):
    help = "把数据库和上传的文件备份为一个加密文件，写完后重读一遍核对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件，例如 /backup/2018-10-08.backup；不得已存在")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            size = back_up(file)
            newest = examine(file)["seal"]
        except SealedFileError as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"已备份到 {file}（{size / 1024 / 1024:.1f} MB），重读核对无误。请与 MASTER_KEY、BACKUP_KEY 分开保管。"
        )
        if newest:
            self.stdout.write(
                f"其中操作日志封存到第 {newest['number']} 号，校验值 {newest['hash']}，可用 audit verify --seal 核对。"
            )
