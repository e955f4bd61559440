"""`manage.py administrators`: the three separate administrators, with one-time passwords printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import give_password
from accounts.choices import Act, Office
from accounts.models import User
from accounts.record import note


class Command(BaseCommand):
    help = "建立系统、安全、审计管理员账户（已有的不动），或用 --reset 给其中一个新的一次性密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", metavar="登录名", help="重置这个管理员的密码")

    @transaction.atomic
    def handle(self, *args: Any, reset: str | None = None, **options: Any) -> None:
        if reset:
            administrator = self._administrator(reset)
            note(Act.PASSWORD_RESET, about=administrator)
            self._say(administrator)
            return
        for office in Office:
            if User.objects.filter(office=office).exists():
                self.stdout.write(f"{office.label}：已有，未改动。")
                continue
            if User.objects.filter(username=office.value).exists():
                raise CommandError(f"登录名 {office.value} 已被别的用户占用，请先处理。")
            self._say(User.objects.create_user(office.value, name=office.label, office=office))

    def _administrator(self, username: str) -> User:
        found = User.objects.exclude(office="").filter(username=username).first()
        if found is None:
            raise CommandError(f"没有登录名为 {username} 的管理员。")
        return found

    def _say(self, user: User) -> None:
        password = give_password(user)
        self.stdout.write(
            f"{user.get_office_display()}：登录名 {user.username}，一次性密码 {password}，首次登录须修改并绑定手机。"
        )
