"""`manage.py policy`: ask questions of the regulations, check their files, start a new one; keep official texts, replay rulings.

Only `bind` and `replay` touch the database.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from decisions.regulations import command as regulations
from policies.articles import split_text
from policies.calendar import default_calendar
from policies.checker import check_file, check_library
from policies.collection import house_files, load_library
from policies.errors import PolicyFileError
from policies.facade import ask
from policies.outline import outline
from policies.schema import file_schema


class Command(BaseCommand):
    help = "办法：ask 回答，check 检查，new 从文本生成空白规则文件，schema 输出格式，bind 存原文，replay 预演变更"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        asking = actions.add_parser("ask", help="读入问题列表（JSON），按原顺序输出答案列表")
        asking.add_argument("file", help="问题文件，- 为标准输入")
        asking.add_argument("--local", action="append", default=[], help="同时使用的地方规则文件，可写多次")
        asking.add_argument("--with", dest="trial", action="append", default=[], help="一同试用的办法文件，可写多次")
        checking = actions.add_parser("check", help="检查规则文件，不写文件名则检查全部")
        checking.add_argument("files", nargs="*")
        new = actions.add_parser("new", help="按办法文本逐条生成待填写的规则文件")
        new.add_argument("code", help="代号，小写字母、数字和短横线")
        new.add_argument("text", help="办法文本（.txt）")
        actions.add_parser("schema", help="输出规则文件的 JSON Schema，供编辑器使用")
        regulations.add_arguments(actions)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _bind(self, options: dict[str, Any]) -> None:
        for sentence in regulations.bind(options["code"], _read(options["file"])):
            self.stdout.write(sentence)

    def _replay(self, options: dict[str, Any]) -> None:
        content = _read(options["file"]) if options["file"] else ""
        for line in regulations.replayed(content, options):
            self.stdout.write(line)

    def _ask(self, options: dict[str, Any]) -> None:
        questions = _read_questions(options["file"])
        library = _library(options["local"], options["trial"])
        calendar = default_calendar()
        answers = [ask(question, library=library, calendar=calendar) for question in questions]
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        if any("error" in answer for answer in answers):
            sys.exit(1)

    def _check(self, options: dict[str, Any]) -> None:
        files = [Path(name) for name in options["files"]]
        complaints = []
        for path in files or house_files():
            complaints += check_file(path) if path.is_file() else [f"{path}：找不到这个文件，请核对文件名。"]
        if not files and not complaints:
            complaints += check_library(load_library())
        for complaint in complaints:
            self.stdout.write(complaint)
        if complaints:
            raise CommandError(f"共有{len(complaints)}处需要改正。")
        self.stdout.write("全部办法检查通过：每一条都已写明，每个请假天数都有且只有一种审批或已声明未作规定。")

    def _new(self, options: dict[str, Any]) -> None:
        text = _read(options["text"])
        self.stdout.write(outline(options["code"], split_text(text)), ending="")

    def _schema(self, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(file_schema(), ensure_ascii=False, indent=1))


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CommandError(f"{name}：找不到这个文件，请核对文件名。") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise CommandError(f"{name}：读不出文字，请另存为 UTF-8 编码的文本。") from None


def _read_questions(name: str) -> list[Any]:
    try:
        questions = json.loads(_read(name))
    except (ValueError, RecursionError):
        raise CommandError(f"{name}：不是有效的 JSON，请检查引号、逗号和括号。") from None
    if not isinstance(questions, list):
        raise CommandError(f"{name}：应为问题的列表，请用方括号括起来。")
    return questions


def _library(local: list[str], trial: list[str]) -> Any:
    for name in trial:
        _read(name)
    try:
        return load_library([*house_files(), *map(Path, trial)], local=[_read(name) for name in local])
    except PolicyFileError as error:
        raise CommandError(str(error)) from None
