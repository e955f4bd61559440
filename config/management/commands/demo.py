"""manage.py demo"""

from typing import Any

from django.core.management.base import BaseCommand

from config.demo.build import build
from config.demo.staff import PASSWORD, logins


class Command(BaseCommand):
    help = "建立演示数据（四个县和一支工作总队，以今天为准）；已建立的保持不变。最后列出演示登录名"

    def handle(self, *args: Any, **options: Any) -> None:
        build()
        for login in logins():
            self.stdout.write(f"{login.identity}　登录名 {login.username}　口令 {PASSWORD}{login.hint}")
