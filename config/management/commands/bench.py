"""`manage.py bench [NAME …]`: how fast the heavy paths are beside the bare statements or reads they rest on.

A bench is a function in BENCHES with a title and the ratio it should keep. It prints its data, the baseline's
statements and the counts that agree, and returns the seconds that the baseline and ours took.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attendance.bench import measure_tally
from cadres.bench import measure_import
from policies.bench import measure

Bench = Callable[[Callable[[str], Any]], tuple[float, float]]
BENCHES: dict[str, tuple[str, float, Bench]] = {
    "tally": ("五万人十二个月的统计，第二夜", 4, measure_tally),
    "import": ("五万行台账的导入，全部人员已在台账、百分之一的行有更正", 6, measure_import),
}

ANSWERS = "policies"  # answers a second in one process: a figure of its own, beside no baseline


class Command(BaseCommand):
    help = "在本机测速：各项的基准、本程序用时和比值"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help=f"只测这些：{'、'.join((*BENCHES, ANSWERS))}；不写则全部")

    def handle(self, *args: Any, **options: Any) -> None:
        names = (*BENCHES, ANSWERS)
        unknown = [name for name in options["names"] if name not in names]
        if unknown:
            raise CommandError(f"没有“{unknown[0]}”这项测速，可用：{'、'.join(names)}。")
        for name in options["names"] or names:
            if name == ANSWERS:
                self.stdout.write("── 办法每秒回答多少问")
                measure()
                continue
            title, limit, bench = BENCHES[name]
            self.stdout.write(f"── {title}")
            baseline, ours = bench(self.stdout.write)
            figures = f"基准 {baseline:.2f} 秒，本程序 {ours:.2f} 秒，比值 {ours / baseline:.2f}（不超过 {limit:g}）"
            self.stdout.write(f"{name}：{figures}")
