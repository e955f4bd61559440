"""manage.py keys check | rotate"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.personal_data import WrongMasterKey, check_master_key, rotate_keys


class Command(BaseCommand):
    help = "核对主密钥；更换主密钥后重新封存各人和各文件的数据密钥"
    requires_system_checks: list[str] = []  # it says the same itself

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["check", "rotate"], help="check 核对，rotate 更换后重新封存")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            if act == "check":
                check_master_key()
                self.stdout.write("主密钥与数据库相符，已加密的数据都能打开。")
            else:
                self.stdout.write(
                    f"已用新的主密钥重新封存 {rotate_keys()} 把数据密钥。可以从 MASTER_KEYS_OLD 中去掉旧值了。"
                )
        except WrongMasterKey as trouble:
            raise CommandError(str(trouble)) from trouble
