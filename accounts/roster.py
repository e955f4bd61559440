"""Users from a workbook: a template to fill in, rows checked one by one, accounts made all together or not at all."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import NotPermitted, open_and_appoint
from accounts.choices import Duty
from accounts.files.workbooks.inert import inert
from accounts.files.workbooks.workbook import FileRefused, Value, open_workbook
from accounts.forms import AccountForm
from accounts.models import Body, User
from accounts.queries import kept_bodies
from villages.clock import today

SHEET = "用户"
HEADERS = ("登录名", "姓名", "机构", "职责", "起", "止")
FIELDS = ("username", "name", "body", "duty", "since", "until")
WIDTHS = (16, 12, 40, 10, 14, 14)
MOST_ROWS = 500
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
NOTES = {
    "登录名": "字母、数字，3至40位，用于登录，建好后不能改。例：zhangsan",
    "姓名": "例：张三",
    "机构": "从下拉列表中选，或照“可选机构”表中的全称填写。",
    "职责": "、".join(Duty.labels) + "之一。",
    "起": "从哪天起，如 2026-11-21，也可写 2026年11月21日；不填从今天起。",
    "止": "到哪天止，写法与“起”相同；不填不限期。",
}
EXAMPLE = ("zhangsan", "张三", "（从“可选机构”表中选）", Duty.CLERK.label, "2026-11-21", "")
LABELS = dict(zip(FIELDS, HEADERS, strict=True))
DUTIES = {label: value for value, label in Duty.choices}


@dataclass(frozen=True)
class Trouble:
    """What is wrong, where, and what to do; row 0: the whole sheet."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"表“{SHEET}”第{self.row}行：{self.sentence}" if self.row else f"表“{SHEET}”：{self.sentence}"


class NotRead(Exception):
    """The workbook cannot be taken; `troubles` says why, each a sentence."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__("；".join(map(str, troubles)))
        self.troubles = troubles


@dataclass(frozen=True)
class Opened:
    """An account that was made, with its one-time password."""

    user: User
    body: Body
    password: str


def template(by: User) -> bytes:
    """An empty workbook with lists to choose the body and the duty from, and a sheet that explains and is not read."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    sheet, lists = book.add_worksheet(SHEET), book.add_worksheet("可选机构")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, header, bold)
        sheet.write_comment(0, column, NOTES[header], {"x_scale": 2})
    _explain(book.add_worksheet("填写说明"), bold=bold)
    names = [inert(name) for name in sorted(kept_bodies(by).values_list("name", flat=True))]
    lists.set_column(0, 0, 50, text)
    for row, name in enumerate(names):
        lists.write_string(row, 0, name, text)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(
        1, FIELDS.index("duty"), MOST_ROWS, FIELDS.index("duty"), {"validate": "list", "source": list(DUTIES)}
    )
    if names:
        source = f"=可选机构!$A$1:$A${len(names)}"
        sheet.data_validation(
            1, FIELDS.index("body"), MOST_ROWS, FIELDS.index("body"), {"validate": "list", "source": source}
        )
    book.close()
    return written.getvalue()


def _explain(sheet: Any, *, bold: Any) -> None:
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 70)
    sheet.write_row(0, 0, ("列", "举例", "怎么填"), bold)
    for row, (header, example) in enumerate(zip(HEADERS, EXAMPLE, strict=True), 1):
        sheet.write_row(row, 0, (header, example, NOTES[header]))


@transaction.atomic
def open_accounts(content: bytes, *, by: User) -> list[Opened]:
    """Make all users of a workbook. Raises NotRead with every wrong row; nothing is made then."""
    rows = list(_rows(content))
    bodies = _bodies(by)
    forms, troubles, names = [], [], set()
    for number, row in rows:
        form, wrong = _checked(number, row, bodies, by=by)
        username = row["username"].lower()
        if username in names:
            wrong.append(Trouble(number, f"登录名“{row['username']}”与前面的行重复，请改正。"))
        names.add(username)
        troubles += wrong
        forms.append((number, form))
    if troubles:
        raise NotRead(*troubles)
    return [_opened(number, form.cleaned_data, by=by) for number, form in forms]


def _opened(number: int, asked: dict[str, Any], *, by: User) -> Opened:
    try:
        user, password = open_and_appoint(**asked, by=by)
    except NotPermitted as trouble:
        raise NotRead(Trouble(number, str(trouble))) from None
    return Opened(user, asked["body"], password)


def _bodies(by: User) -> dict[str, list[Body]]:
    found: dict[str, list[Body]] = {}
    for body in kept_bodies(by):
        for name in {body.name, inert(body.name), *body.aliases}:
            found.setdefault(name, []).append(body)
    return found


def _checked(
    number: int, row: dict[str, str], bodies: dict[str, list[Body]], *, by: User
) -> tuple[AccountForm, list[Trouble]]:
    named = bodies.get(row["body"], [])
    duty = DUTIES.get(row["duty"], "")
    troubles = []
    if row["body"] and not named:
        troubles.append(Trouble(number, f"没有名为“{row['body']}”的机构，或不在您管理的范围内，请从“可选机构”表中选。"))
    if len(named) > 1:
        troubles.append(Trouble(number, f"名为“{row['body']}”的机构不止一个，请在页面上单独新建该用户。"))
    if row["duty"] and not duty:
        troubles.append(Trouble(number, f"职责“{row['duty']}”不对，应为{'、'.join(DUTIES)}之一。"))
    days = {field: _day(row[field]) for field in ("since", "until")}
    days["since"] = days["since"] or ("" if row["since"] else today().isoformat())
    form = AccountForm(row | days | {"body": named[0].pk if len(named) == 1 else "", "duty": duty}, by=by)
    unread = {field for field, day in days.items() if row[field] and not day}
    troubles += [
        Trouble(number, f"{LABELS[field]}：日期“{row[field]}”看不懂，请写成 2026-11-21。") for field in sorted(unread)
    ]
    skipped = unread | {field for field in ("body", "duty") if row[field]}
    for field, errors in form.errors.as_data().items():
        if field not in skipped:
            troubles += [Trouble(number, f"{LABELS.get(field, field)}：{_sentence(error)}") for error in errors]
    return form, troubles


def _sentence(error: ValidationError) -> str:
    return "没有填写。" if error.code == "required" else "".join(error.messages)


def _day(text: str) -> str:
    """The day as the form wants it; empty where it is none."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Row numbers of the worksheet with their cells as text; empty rows are passed over."""
    lines = _lines(content)
    head = [_text(cell) for cell in lines[0]] if lines else []
    missing = [header for header in HEADERS if header not in head]
    if missing:
        raise NotRead(Trouble(1, f"缺少列：{'、'.join(missing)}。请下载模板填写，不要改表头。"))
    places = {field: head.index(header) for field, header in zip(FIELDS, HEADERS, strict=True)}
    filled = [(number, line) for number, line in enumerate(lines[1:], 2) if any(_text(cell) for cell in line)]
    if not filled:
        raise NotRead(Trouble(0, "没有填写任何用户。"))
    if len(filled) > MOST_ROWS:
        raise NotRead(Trouble(0, f"一次最多{MOST_ROWS}人，现在有{len(filled)}人，请分几次上传。"))
    for number, line in filled:
        yield number, {field: _text(line[place]) for field, place in places.items()}


def _lines(content: bytes) -> list[list[Value]]:
    """The cells of the sheet, read under the limits of every upload."""
    try:
        sheets = open_workbook(content).sheets
    except FileRefused as trouble:
        raise NotRead(Trouble(0, trouble.sentence)) from None
    found = next((sheet for sheet in sheets if sheet.name == SHEET), None)
    if found is None:
        raise NotRead(Trouble(0, f"文件中没有名为“{SHEET}”的表，请下载模板填写。"))
    return found.rows


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
