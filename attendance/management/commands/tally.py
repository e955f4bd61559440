"""`manage.py tally --on DATE`: the night's run by hand."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attendance.tally.actions import run_tally
from villages.clock import today

WORDS = {"presence": "在岗统计", "absence": "缺岗统计", "cover": "在岗覆盖"}


class Command(BaseCommand):
    help = "统计各人在岗天数、缺岗和各村在岗覆盖，到指定日为止；重复运行不产生变化"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default=None, help="统计到哪一天，例如 2018-10-31；不写为今天")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day = date.fromisoformat(options["on"]) if options["on"] else today()
        except ValueError:
            raise CommandError(f"--on：“{options['on']}”不是日期，请写成 2018-10-31 的形式。") from None
        run = run_tally(on=day)
        self.stdout.write(f"统计到{day:%Y年%-m月%-d日}，有变动的行：")
        for name, count in run.changed.items():
            self.stdout.write(f"  {WORDS[name]} {count}")
