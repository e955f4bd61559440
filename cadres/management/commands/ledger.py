"""manage.py ledger read | import FILE --county CODE, ledger export FILE --county CODE --reason WORDS"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.files.workbooks.refusals import FileRefused
from accounts.reasons import SHORTEST
from cadres.exchange.uploads import read_ledger
from cadres.exchange.writing import NotImported, Outcomes, import_roster, preview_roster
from cadres.ledger.problems import ERROR, Problem
from cadres.ledger.roster import to_truth
from villages.queries import DivisionsMissing


class Command(BaseCommand):
    help = "读取、导入、导出驻村干部台账（.xlsx）"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="read|import|export")
        for act, text in (
            ("read", "读取并以 JSON 输出看懂的内容，不改动任何人员"),
            ("import", "导入"),
            ("export", "导出"),
        ):
            sub = acts.add_parser(act, help=text)
            sub.add_argument("file", type=Path, help=".xlsx 文件")
            sub.add_argument("--county", required=True, metavar="CODE", help="县 6 位代码；工作总队用省 2 位代码")
        importing = acts.choices["import"]
        importing.add_argument("--dry-run", action="store_true", help="只预览，不写入")
        importing.add_argument("--json", action="store_true", help="以 JSON 输出")
        acts.choices["export"].add_argument("--reason", required=True, metavar="WORDS", help="导出事由，记入日志")
        importing.add_argument("--only-good", action="store_true", help="只导入无误的行（默认有错即全部不导入）")

    def handle(self, *args: Any, act: str, file: Path, county: str, **options: Any) -> None:
        code = county.strip()
        if not (code.isascii() and code.isdecimal() and len(code) in (2, 6)):
            raise CommandError(f"代码“{county}”应为县的 6 位或省的 2 位数字。")
        if act == "export":
            self._export(file, code, reason=options["reason"])
            return
        try:
            content = file.read_bytes()
        except OSError as trouble:
            raise CommandError(f"文件“{file}”读不出来（{trouble.strerror}）。请核对路径和权限。") from trouble
        if act == "read":
            self._read(content, code)
        else:
            self._import(content, code, file.name, **options)

    # Reading

    def _read(self, content: bytes, code: str) -> None:
        try:
            self._print(to_truth(read_ledger(content, county=code)))
        except FileRefused as trouble:
            self._print(_refusal(code, trouble))
        except DivisionsMissing as trouble:
            raise CommandError(str(trouble)) from trouble

    # Importing

    def _import(self, content: bytes, code: str, name: str, **options: Any) -> None:
        try:
            reading = read_ledger(content, county=code)
            if options["dry_run"]:
                outcomes = preview_roster(reading, only_good_rows=options["only_good"])
            else:
                outcomes = import_roster(reading, only_good_rows=options["only_good"], source=name)
        except FileRefused as trouble:
            self._failed(trouble.sentence, [], as_json=options["json"], kind=trouble.kind)
        except NotImported as trouble:
            self._failed(trouble.sentence, trouble.problems, as_json=options["json"])
        except DivisionsMissing as trouble:
            raise CommandError(str(trouble)) from trouble
        else:
            self._done(outcomes, **options)

    def _done(self, outcomes: Outcomes, *, dry_run: bool, **options: Any) -> None:
        counts = outcomes.counts
        if options["json"]:
            self._print(
                {"imported": not dry_run, "dry_run": dry_run, **counts, "problems": _as_json(outcomes.problems)}
                | ({"outcomes": [_row(row) for row in outcomes.rows]} if dry_run else {})
            )
            return
        self._list(outcomes.problems)
        verb = "将" if dry_run else "已"
        self.stdout.write(
            f"读到 {counts['rows']} 行：{verb}新增 {counts['created']}，{verb}修改 {counts['changed']}，"
            f"不变 {counts['unchanged']}，{'须改正' if dry_run else '未导入'} {counts['left_out']}。"
        )
        for row in outcomes.rows:
            for label, before, after in row.changes:
                self.stdout.write(f"  {row.sheet} 第{row.row}行 {row.name} {label}：{before} → {after}")
        if counts["proposals"]:
            self.stdout.write(f"有 {counts['proposals']} 个身份证号需要核对是否同一人，请到“身份核对”页面确认。")
        if counts["asked"]:
            self.stdout.write(f"有 {counts['asked']} 行的人员现由其他县登记，没有导入；对方同意调入后请再导入一次。")

    def _failed(self, sentence: str, problems: list[Problem], *, as_json: bool, kind: str = "") -> None:
        if as_json:
            listed = _as_json(problems) or [_whole_file(kind, sentence)]
            self._print({"imported": False, "sentence": sentence, "problems": listed})
        else:
            self._list(problems)
        raise CommandError(sentence)

    def _list(self, problems: list[Problem]) -> None:
        for item in problems:
            kind = "错误" if item.severity == ERROR else "提醒"
            place = "".join(
                (f"{item.sheet} " if item.sheet else "", f"第{item.row}行 " if item.row else "", item.column or "")
            )
            self.stdout.write(f"{kind}　{place}：{item.sentence}")

    # Exporting

    def _export(self, file: Path, code: str, *, reason: str) -> None:
        from cadres.exchange.export import export_county

        if len(reason.strip()) < SHORTEST:
            raise CommandError("请把导出事由写得具体些，例如“报市委组织部备案”。")
        rows = export_county(file, county=code, reason=reason.strip())
        self.stdout.write(f"已导出 {rows} 行（身份证号、电话已脱敏）：{file}")

    def _print(self, value: object) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1))


def _as_json(problems: list[Problem]) -> list[dict[str, Any]]:
    return [{**item.place(), "sentence": item.sentence} for item in problems]


def _whole_file(kind: str, sentence: str) -> dict[str, Any]:
    return {"sheet": None, "row": None, "column": None, "kind": kind, "severity": ERROR, "sentence": sentence}


def _refusal(code: str, trouble: FileRefused) -> dict[str, Any]:
    place = _whole_file(trouble.kind, trouble.sentence)
    return {"county": code, "rows": 0, "cadres": [], "errors": [place]}


def _row(row: Any) -> dict[str, Any]:
    return {"sheet": row.sheet, "row": row.row, "name": row.name, "outcome": row.outcome, "changes": row.changes}
