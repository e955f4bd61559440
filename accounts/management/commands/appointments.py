"""`manage.py appointments sync`: the grants on bodies follow the appointments in force today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.grants import settle_grants


class Command(BaseCommand):
    help = "任用与授权核对：到期的收回，生效的授予。可重复执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["sync"])

    def handle(self, *args: Any, **options: Any) -> None:
        given, taken = settle_grants()
        self.stdout.write(f"授予 {given} 项，收回 {taken} 项。")
