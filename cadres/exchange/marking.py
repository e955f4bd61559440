"""The uploaded workbook given back with its problems marked: coloured cells, a note on each, a column of sentences.

Formulas come back as text and links to other files are dropped: what was sent to us is not run on the next desk.
"""

import io
from collections import defaultdict
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cadres.ledger.problems import ERROR

COLOURS = {True: PatternFill("solid", fgColor="FFC7CE"), False: PatternFill("solid", fgColor="FFEB9C")}
HEADING = "导入时发现的问题"


def marked_workbook(content: bytes, problems: list[dict[str, Any]], columns: dict[str, dict[str, int]]) -> bytes:
    """`problems` as stored with an upload; `columns`: sheet → header text → column from 0, as reading gives them."""
    book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
    by_sheet: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in problems:
        if item["sheet"] and item["row"]:
            by_sheet[item["sheet"]].append(item)
    for sheet in book.worksheets:
        _disarm(sheet)
        if by_sheet[sheet.title]:
            _mark(sheet, by_sheet[sheet.title], columns.get(sheet.title, {}))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _disarm(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.data_type == "f":
                cell.value = str(getattr(cell.value, "text", None) or cell.value)
                cell.data_type = "s"
                cell.quotePrefix = True
            if isinstance(cell, Cell) and cell.hyperlink is not None:
                cell.hyperlink = None


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
    last = sheet.max_column + 1
    heading = sheet.cell(max(1, min(sentences) - 1), last, HEADING)
    heading.font = Font(bold=True)
    for row, texts in sentences.items():
        cell = sheet.cell(row, last)
        cell.value = "\n".join(texts)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[heading.column_letter].width = 60
