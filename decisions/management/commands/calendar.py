"""The statutory calendar: which years are known, and entering one from the State Council's notice, offline."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.holidays import NoticeRefused, enter_year, read_notice
from decisions.law import calendar


class Command(BaseCommand):
    help = "工作日历：show 列出已有年份；import FILE --year 2027 --source 文号 录入一年的放假安排（每行“日期,休”或“日期,班”）"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("show", help="列出已有年份")
        entering = verbs.add_parser("import", help="录入一年的放假安排")
        entering.add_argument("file", type=Path)
        entering.add_argument("--year", type=int, required=True)
        entering.add_argument("--source", required=True, help="依据的通知，如 国办发明电〔2026〕7号")
        entering.add_argument("--provisional", action="store_true", help="通知发布前的暂定安排")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "show":
            known = calendar()
            self.stdout.write(f"已有 {min(known.years)}—{max(known.years)} 年")
            for year in sorted(known.provisional):
                self.stdout.write(f"{year} 年为暂定")
            return
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            notice = read_notice(text, year=options["year"])
        except (OSError, UnicodeDecodeError) as trouble:
            raise CommandError(f"读不了文件 {options['file']}：{trouble}") from trouble
        except NoticeRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        enter_year(notice, source=options["source"], provisional=options["provisional"])
        self.stdout.write(f"已录入 {notice.year} 年：放假 {len(notice.holidays)} 天，调休上班 {len(notice.make_up)} 天")
