"""Files that are not honest workbooks are refused at once; unusual ones are read like others."""

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from accounts.files.workbooks.refusals import FileRefused
from accounts.files.workbooks.workbook import open_workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def plain_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "村"])
    book.active.append(["张三", "城厢村"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The plain workbook with one part changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain_workbook())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return buffer.getvalue()


def with_cells(cells: str) -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return changed(SHEET, lambda _: sheet.encode())


def repeated_text() -> bytes:
    """One long text that a hundred thousand cells point at."""
    text = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100_000))
    buffer = io.BytesIO(with_cells(cells))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", text)
    return buffer.getvalue()


HOSTILE = {
    "old_xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "not_a_roster"),
    "csv": ("姓名,村\n张三,城厢村\n".encode(), "not_a_roster"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_roster"),
    "empty": (b"", "truncated_file"),
    "cut_off": (plain_workbook()[:-300], "truncated_file"),
    "doctype_in_sheet": (changed(SHEET, lambda part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + part), "external_entity"),
    "doctype_in_properties": (changed("docProps/core.xml", lambda part: b"<!DOCTYPE x>" + part), "external_entity"),
    "utf_16": (changed("xl/styles.xml", lambda part: part.decode().encode("utf-16")), "not_a_roster"),
    "broken_sheet": (changed(SHEET, lambda part: part[: len(part) // 2]), "truncated_file"),
    "far_cell": (with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too_large"),
    "far_column": (with_cells('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'), "too_large"),
    "lying_row": (with_cells('<row r="1"><c r="A1048576"><v>1</v></c></row>'), "too_large"),
    "far_cell_with_prefix": (
        changed(SHEET, lambda _: f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'.encode()),
        "too_large",
    ),
    "blanks_of_200_mb": (changed("docProps/app.xml", lambda part: part + b" " * 200_000_000), "too_large"),
    "word_document": (changed("xl/workbook.xml", lambda part: b""), "truncated_file"),
    "one_long_text_a_hundred_thousand_times": (repeated_text(), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused_within_two_seconds(name: str) -> None:
    content, kind = HOSTILE[name]
    started = time.monotonic()
    with pytest.raises(FileRefused) as refusal:
        open_workbook(content)
    assert refusal.value.kind == kind
    assert time.monotonic() - started < 2


def test_blank_formatted_rows_down_to_the_last_do_not_make_a_sheet_large() -> None:
    content = with_cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="0"/></row>')
    assert open_workbook(content).sheets[0].rows == [[1.0]]


def test_formulas_and_errors_are_found_in_plain_and_in_unusual_writing() -> None:
    plain = with_cells('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#N/A</v></c></row>')
    unusual = with_cells("<row r='2'><c r='B2'><f>1+1</f><v>2</v></c><c r='C2' t='e'><v>#N/A</v></c></row>")
    for content in (plain, unusual):
        sheet = open_workbook(content).sheets[0]
        assert (sheet.formulas, sheet.errors) == ({(1, 1)}, {(1, 2): "#N/A"})


def test_array_formula_marks_its_whole_area() -> None:
    content = with_cells(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    )
    assert open_workbook(content).sheets[0].formulas == {(0, 0), (1, 0)}


def test_empty_and_hidden_sheets_and_merged_cells_and_hidden_columns_are_kept() -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "甲"
    book.active.merge_cells("B2:B4")
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("空")
    book.create_sheet("藏").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    first, empty, hidden = open_workbook(buffer.getvalue()).sheets
    assert (first.merged, first.hidden_columns, first.rows[1][1]) == ([(1, 1, 3, 1)], {3}, "甲")
    assert (empty.name, empty.rows, hidden.name, hidden.hidden) == ("空", [], "藏", True)
