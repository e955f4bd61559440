"""manage.py health"""

from typing import Any

from django.core.management.base import BaseCommand

from config.recovery.health import Tone, examine


class Command(BaseCommand):
    help = "系统体检：逐项说明哪里不对、怎么办；有异常时以状态 1 结束"
    requires_system_checks: list[str] = []  # what they would say, this says in its place

    def handle(self, *args: Any, **options: Any) -> None:
        results = examine()
        for row in results:
            self.stdout.write(
                f"[{row.tone.label}] {row.subject}：{row.seen}" + (f" {row.remedy}" if row.remedy else "")
            )
        if any(row.tone is Tone.WRONG for row in results):
            raise SystemExit(1)
