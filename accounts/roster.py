"""Users from a workbook: a template to fill in, rows checked one by one, accounts made all together or not at all."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.db import transaction
from python_calamine import CalamineError, CalamineWorkbook

from accounts.actions import NotPermitted, appoint, open_account
from accounts.choices import Duty
from accounts.forms import AccountForm
from accounts.models import Body, User
from accounts.queries import kept_bodies
from villages.clock import today

SHEET = "用户"
HEADERS = ("登录名", "姓名", "机构", "职责", "起", "止")
FIELDS = ("username", "name", "body", "duty", "since", "until")
WIDTHS = (16, 12, 40, 10, 14, 14)
MOST_ROWS = 500
MOST_BYTES = 40 * 1024 * 1024
DUTIES = {label: value for value, label in Duty.choices}
Cell = Any


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
    """An empty workbook with lists to choose the body and the duty from."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    sheet, lists = book.add_worksheet(SHEET), book.add_worksheet("可选机构")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, header, bold)
    names = sorted(kept_bodies(by).values_list("name", flat=True))
    lists.set_column(0, 0, 50)
    lists.write_column(0, 0, names)
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
        user, password = open_account(asked["username"], name=asked["name"], division=asked["body"].division, by=by)
        appoint(user, asked["body"], duty=asked["duty"], since=asked["since"], until=asked["until"], by=by)
    except NotPermitted as trouble:
        raise NotRead(Trouble(number, str(trouble))) from None
    return Opened(user, asked["body"], password)


def _bodies(by: User) -> dict[str, list[Body]]:
    found: dict[str, list[Body]] = {}
    for body in kept_bodies(by):
        for name in {body.name, *body.aliases}:
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
    since = row["since"] or today().isoformat()
    form = AccountForm(row | {"body": named[0].pk if len(named) == 1 else "", "duty": duty, "since": since}, by=by)
    skipped = {field for field in ("body", "duty") if row[field]}
    labels = dict(zip(FIELDS, HEADERS, strict=True))
    for field, sentences in form.errors.items():
        if field not in skipped:
            troubles += [Trouble(number, f"{labels.get(field, field)}：{sentence}") for sentence in sentences]
    return form, troubles


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


def _lines(content: bytes) -> list[list[Cell]]:
    """The cells of the sheet. Size is asked of the archive's directory first; the reader knows no entities or macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
                raise NotRead(Trouble(0, "文件解压后太大，请只保留用户名单再上传。"))
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if SHEET not in book.sheet_names:
            raise NotRead(Trouble(0, f"文件中没有名为“{SHEET}”的表，请下载模板填写。"))
        lines: list[list[Cell]] = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, ValueError):
        raise NotRead(Trouble(0, "文件打不开，请用模板另存为 .xlsx 后再上传。")) from None
    return lines


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
