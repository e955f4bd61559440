"""manage.py audit seal | verify [--seal HASH]"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.choices import Act
from accounts.personal_data import WrongMasterKey
from accounts.record import note, sealing


class Command(BaseCommand):
    help = "封存操作日志；核验日志有没有被删除、改动或补入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["seal", "verify"], help="seal 封存，verify 先封存再核验")
        parser.add_argument("--seal", default="", help="以前抄存的校验值（64位），核验它还在封存之中")

    def handle(self, *args: Any, act: str, seal: str, **options: Any) -> None:
        known = seal.strip().lower()
        if known and not re.fullmatch(r"[0-9a-f]{64}", known):
            raise CommandError(f"校验值应是64位数字和 a 至 f 的字母，现在给的是 {len(known)} 位，请核对抄写后重试。")
        try:
            found = sealing.verify(known=known) if act == "verify" else []
            sealed = sealing.seal()
        except WrongMasterKey as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"新封存 {sealed} 条日志。")
        if act == "verify":
            self._report(found)
        self._head()

    def _report(self, found: list[sealing.Finding]) -> None:
        note(Act.VERIFIED, detail={"发现问题": len(found)})
        sealing.seal()
        for finding in found:
            self.stderr.write(finding.sentence)
        if found:
            raise CommandError(f"日志有 {len(found)} 处问题，见上。请保留现场（先备份数据库），并报告审计管理员。")
        self.stdout.write("日志完整：没有被删除、改动或补入的条目。")

    def _head(self) -> None:
        if last := sealing.last_seal():
            self.stdout.write(
                f"第 {last.pk} 号封存的校验值 {last.hash}，请抄存；以后用 audit verify --seal 核对它还在。"
            )
