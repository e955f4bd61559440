"""manage.py divisions import FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from villages.actions import ListRefused, import_divisions


class Command(BaseCommand):
    help = "导入区划（CSV，两列：code,name；12位代码）。再次导入只更新名称和新增，不删除"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["import"], help="import 导入")
        parser.add_argument("file", type=Path, help="CSV 文件")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            done = import_divisions(file)
        except FileNotFoundError as trouble:
            raise CommandError(f"找不到文件“{file}”。请核对路径。") from trouble
        except OSError as trouble:
            raise CommandError(f"文件“{file}”读不出来（{trouble.strerror}）。请核对路径和权限。") from trouble
        except ListRefused as trouble:
            raise CommandError("区划未导入，请改正后重新导入：\n" + "\n".join(trouble.troubles)) from trouble
        self.stdout.write(f"区划已导入：新增 {done.added}，改名 {done.renamed}，不变 {done.unchanged}。")
