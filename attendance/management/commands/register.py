"""`manage.py register read FILE --county CODE [--roster FILE]`: what an attendance sheet says, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.files.workbooks.refusals import FileRefused
from attendance.register.people import PostedPerson, posted_people, roster_people
from attendance.sheets import read_register, to_truth
from cadres.ledger.roster import read_roster
from cadres.ledger.roster import to_truth as roster_truth
from villages.queries import DivisionsMissing, places_of


class Command(BaseCommand):
    help = "考勤表：read 读取并以 JSON 输出看懂的内容，不改动任何登记"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="read")
        reading = acts.add_parser("read", help="读取考勤表")
        reading.add_argument("file", type=Path, help=".xlsx 考勤表")
        reading.add_argument("--county", required=True, metavar="CODE", help="县 6 位代码；工作总队用省 2 位代码")
        reading.add_argument("--roster", type=Path, help="花名册 .xlsx；不写则按数据库中的人员核对")

    def handle(self, *args: Any, file: Path, county: str, roster: Path | None, **options: Any) -> None:
        code = county.strip()
        if not (code.isascii() and code.isdecimal() and len(code) in (2, 6)):
            raise CommandError(f"代码“{county}”应为县的 6 位或省的 2 位数字。")
        try:
            people = _of_roster(roster, code) if roster else _of_database(code)
            _check(file)
            truth = to_truth(read_register(file, county=code, people=people))
        except DivisionsMissing as trouble:
            raise CommandError(str(trouble)) from trouble
        except FileRefused as trouble:
            place = {"sheet": None, "row": None, "column": None, "kind": trouble.kind, "severity": "error"}
            refusal = [{**place, "sentence": trouble.sentence}]
            truth = {"kind": "attendance", "county": code, "rows": 0, "people": [], "errors": refusal}
        named = {"file": file.name} | ({"roster": roster.name} if roster else {})
        self.stdout.write(json.dumps(named | truth, ensure_ascii=False, indent=1))


def _check(file: Path) -> None:
    try:
        with file.open("rb"):
            return
    except OSError as trouble:
        raise CommandError(f"文件“{file}”读不出来（{trouble.strerror}）。请核对路径和权限。") from trouble


def _of_roster(roster: Path, code: str) -> list[PostedPerson]:
    _check(roster)
    cadres: Any = roster_truth(read_roster(roster, county=code, places=places_of(code)))["cadres"]
    return roster_people(cadres)


def _of_database(code: str) -> list[PostedPerson]:
    places_of(code)
    return posted_people(code)
