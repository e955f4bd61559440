"""The uploaded workbook given back with its problems marked: coloured cells, a note on each, a column of sentences.

Formulas come back as text and links to other files are dropped: what was sent to us is not run on the next desk. ID
numbers and telephones come back masked unless somebody says why they need them.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from accounts.files.workbooks.masking import masked_numbers
from accounts.files.workbooks.package import Package
from accounts.files.workbooks.refusals import too_large
from cadres.ledger.problems import ERROR

COLOURS = {True: PatternFill("solid", fgColor="FFC7CE"), False: PatternFill("solid", fgColor="FFEB9C")}
HEADING = "导入时发现的问题"
MOST_CELLS = 2_000_000
CELL = re.compile(rb"<(?:\w+:)?c[ />]")


def marked_workbook(
    content: bytes, problems: list[dict[str, Any]], columns: dict[str, dict[str, int]], *, unmasked: bool
) -> bytes:
    """`problems` as stored with an upload; `columns`: sheet → header text → column from 0, as reading gives them.

    Raises FileRefused where the sheets hold more cells, blank formatted ones too, than can be held at once.
    """
    _check_cells(content)
    book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
    by_sheet: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in problems:
        if item["sheet"] and item["row"]:
            by_sheet[item["sheet"]].append(item)
    for sheet in book.worksheets:
        _disarm(sheet)
        if not unmasked:
            _mask(sheet)
        if by_sheet[sheet.title]:
            _mark(sheet, by_sheet[sheet.title], columns.get(sheet.title, {}))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _check_cells(content: bytes) -> None:
    package = Package(content)
    sheets = (name for name in package.names if name.startswith("xl/worksheets/"))
    if sum(len(CELL.findall(piece)) for name in sheets for piece in package.pieces(name)) > MOST_CELLS:
        raise too_large("带格式的空白单元格太多，无法标注")


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that are there: not the way to one that stands at the end of the sheet."""
    return (cell for cell in list(sheet._cells.values()) if isinstance(cell, Cell))


def _disarm(sheet: Worksheet) -> None:
    for cell in _cells(sheet):
        if cell.data_type == "f":
            cell.value = str(getattr(cell.value, "text", None) or cell.value)
            cell.data_type = "s"
            cell.quotePrefix = True
        if cell.hyperlink is not None:
            cell.hyperlink = None


def _mask(sheet: Worksheet) -> None:
    for cell in _cells(sheet):
        if cell.comment is not None:
            cell.comment = None
        if isinstance(cell.value, (str, int, float)) and not isinstance(cell.value, bool):
            written = f"{cell.value:.0f}" if isinstance(cell.value, float) else str(cell.value)
            if (masked := masked_numbers(written)) != written:
                cell.value, cell.data_type = masked, "s"


def _mark(sheet: Worksheet, problems: list[dict[str, Any]], columns: dict[str, int]) -> None:
    sentences: dict[int, list[str]] = defaultdict(list)
    notes: dict[tuple[int, int], list[str]] = defaultdict(list)
    serious: dict[tuple[int, int], bool] = defaultdict(bool)
    for item in problems:
        sentences[item["row"]].append(f"{item['column'] or ''}：{item['sentence']}".lstrip("："))
        if item["column"] in columns:
            at = (item["row"], columns[item["column"]] + 1)
            notes[at].append(item["sentence"])
            serious[at] |= item["severity"] == ERROR
    for at, texts in notes.items():
        cell = sheet.cell(*at)
        cell.fill = COLOURS[serious[at]]
        if not isinstance(cell, MergedCell):
            cell.comment = Comment("\n".join(texts), "驻村干部系统", width=320, height=90)
    _add_column(sheet, sentences)


def _add_column(sheet: Worksheet, sentences: dict[int, list[str]]) -> None:
    last = max((cell.column for cell in _cells(sheet) if cell.value is not None), default=0) + 1
    heading = sheet.cell(max(1, min(sentences) - 1), last, HEADING)
    heading.font = Font(bold=True)
    for row, texts in sentences.items():
        cell = sheet.cell(row, last)
        cell.value = "\n".join(texts)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[heading.column_letter].width = 60
