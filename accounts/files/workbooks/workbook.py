"""A workbook as rows of values, with what the readers of rosters, ledgers and attendance sheets need to judge them.

Values come from python-calamine; formulas, error cells, number formats, merged ranges and hidden columns from one lean
pass over each sheet's XML, which is made first: a file that is too large or hostile never reaches the value reader.
"""

import io
import posixpath
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from accounts.files.workbooks.package import Package
from accounts.files.workbooks.refusals import FileRefused, too_large, truncated, wrong_type
from accounts.files.workbooks.sheet_scan import MAX_CELLS, Area, Scan, scan_sheet

__all__ = ["FileRefused", "Sheet", "Value", "Workbook", "open_workbook"]

Value = str | float | int | bool | date | datetime | time | timedelta | None

MAX_SHEETS = 200
MAX_TEXT_BYTES = 32_767 * 6
LONG_TEXT_BYTES = 2_000

# Built-in formats that say something about a number (ECMA-376 part 1, 18.8.30; 27–58 as Chinese editions show them).
_BUILT_IN = {
    2: "0.00", 4: "#,##0.00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_INDIFFERENT = {"", "General", "@", "0", "G/通用格式", "General "}


@dataclass
class Sheet:
    """A worksheet. `rows[0]` is worksheet row 1, column 0 is A; all rows of equal length; rows and columns from 0."""

    name: str
    hidden: bool
    rows: list[list[Value]]
    merged: list[Area] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)

    def number_format(self, row: int, column: int) -> str:
        """The format code of a number or date cell; empty for General, text and whole-number formats."""
        style = self.styles.get((row, column))
        return "" if style is None else self.codes[style]


@dataclass
class Workbook:
    sheets: list[Sheet]
    starts_1904: bool = False


def open_workbook(source: Path | bytes) -> Workbook:
    """Read an .xlsx file. Raises FileRefused (see refusals.py) with a sentence for people."""
    package = Package(source)
    names, starts_1904 = _directory(package)
    codes = _formats(package)
    long_texts = _long_texts(package)
    scans = [_scan(package, part, codes, long_texts) for _, _, part in names]
    read = {part for _, _, part in names} | {"xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"}
    package.check_parts(except_for=read)
    if sum((scan.last_row + 1) * (scan.last_column + 1) for scan in scans if scan) > 2 * MAX_CELLS:
        raise too_large("各表的单元格合计太多")
    rows = _values(package.content, [name for name, _, _ in names])
    return Workbook(
        [_sheet(name, hidden, rows[name], scan, codes) for (name, hidden, _), scan in zip(names, scans, strict=True)],
        starts_1904,
    )


def _sheet(name: str, hidden: bool, rows: list[list[Value]], scan: Scan | None, codes: dict[int, str]) -> Sheet:
    scan = scan or Scan()
    return Sheet(name, hidden, rows, scan.merged, scan.formulas, scan.errors, scan.hidden_columns, scan.styles, codes)


def _values(content: bytes, names: list[str]) -> dict[str, list[list[Value]]]:
    rows: dict[str, list[list[Any]]] = {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in names:
            rows[name] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as trouble:  # the reader's own panics are no ordinary exceptions
        raise truncated() from trouble
    return rows


def _scan(package: Package, part: str, codes: dict[int, str], long_texts: dict[int, int]) -> Scan | None:
    if part not in package.names:
        raise truncated()
    return scan_sheet(package.pieces(part), styles=set(codes), long_texts=long_texts, again=package.pieces(part))


def _directory(package: Package) -> tuple[list[tuple[str, bool, str]], bool]:
    """Worksheets in workbook order as (name, hidden, part)."""
    targets = _relations(package)
    book = _parsed(package, "xl/workbook.xml")
    sheets = []
    for element in book.iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((value for key, value in element.items() if _local(key) == "id"), "")
        part, kind = targets.get(relation, ("", ""))
        if kind == "worksheet":
            hidden = element.get("state", "visible") != "visible"
            sheets.append((element.get("name", ""), hidden, part))
    if not sheets:
        raise wrong_type("工作簿里没有工作表")
    if len(sheets) > MAX_SHEETS:
        raise too_large(f"超过 {MAX_SHEETS} 张工作表")
    starts_1904 = any(
        _local(element.tag) == "workbookPr" and element.get("date1904") in ("1", "true") for element in book.iter()
    )
    return sheets, starts_1904


def _relations(package: Package) -> dict[str, tuple[str, str]]:
    name = "xl/_rels/workbook.xml.rels"
    if name not in package.names:
        raise truncated()
    targets = {}
    for element in _parsed(package, name):
        target = element.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        targets[element.get("Id", "")] = (part, element.get("Type", "").rpartition("/")[2])
    return targets


def _formats(package: Package) -> dict[int, str]:
    """Format codes of those cell styles whose format tells something."""
    if "xl/styles.xml" not in package.names:
        return {}
    styles = _parsed(package, "xl/styles.xml")
    own: dict[int, str] = {}
    codes: dict[int, str] = {}
    for element in styles:
        if _local(element.tag) == "numFmts":
            own = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in element}
    for element in styles:
        if _local(element.tag) == "cellXfs":
            for style, item in enumerate(element):
                number = int(item.get("numFmtId", "0"))
                code = own.get(number) or _BUILT_IN.get(number, "")
                if code not in _INDIFFERENT:
                    codes[style] = code
    return codes


def _long_texts(package: Package) -> dict[int, int]:
    """Shared texts long enough to matter when repeated, as bytes by number."""
    if "xl/sharedStrings.xml" not in package.names:
        return {}
    long_texts: dict[int, int] = {}
    number, waiting = 0, b""
    for piece in package.pieces("xl/sharedStrings.xml"):
        texts = re.split(rb"</(?:\w+:)?si>", waiting + piece)
        waiting = texts.pop()
        for text in texts:
            if len(text) > LONG_TEXT_BYTES:
                long_texts[number] = len(text)
            number += 1
        if len(waiting) > 16 * MAX_TEXT_BYTES or any(size > 16 * MAX_TEXT_BYTES for size in long_texts.values()):
            raise too_large("有的单元格文字异常长")
    return long_texts


def _parsed(package: Package, name: str) -> ElementTree.Element:
    """A small part as a tree; declarations were refused while it was unpacked, so nothing can be resolved."""
    try:
        return ElementTree.fromstring(package.whole(name))
    except (ElementTree.ParseError, ValueError) as trouble:
        raise truncated() from trouble


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
