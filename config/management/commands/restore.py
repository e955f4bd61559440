"""manage.py restore FILE [--yes | --examine]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.personal_data import WrongMasterKey, check_master_key
from config.recovery.restore import examine, restore
from config.recovery.sealed_file import SealedFileError


class Command(BaseCommand):
    help = "用备份文件替换数据库和上传的文件；先完整读一遍，打不开或不合适就什么也不动"
    requires_system_checks: list[str] = []  # the database at hand may be empty or broken

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--yes", action="store_true", help="不再询问，直接替换")
        parser.add_argument("--examine", action="store_true", help="只读一遍并核对，不替换")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = examine(file)
            self.stdout.write(f"备份完整：{manifest['made_at']}，版本 {manifest['version']}。")
            if options["examine"]:
                return
            if not options["yes"] and input("现有的数据库和上传文件将被替换。继续请输入 yes：").strip() != "yes":
                raise CommandError("没有恢复，什么也没有改动。")
            restore(file)
            check_master_key()
        except SealedFileError as trouble:
            raise CommandError(str(trouble)) from trouble
        except WrongMasterKey as trouble:
            raise CommandError(f"已恢复，但有一部分还不能用：{trouble}") from trouble
        self.stdout.write("已恢复。所有人需要重新登录。请运行 manage.py audit verify 和 manage.py health 核对。")
