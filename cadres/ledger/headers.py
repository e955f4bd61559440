"""Finding header rows: one to four deep, merged or repeated downwards, once or again on each printed page.

A header is anchored at the row with a heading for persons' names (for other tables: any row of known headings). Rows above
that group columns and rows below that split them belong to it; titles, captions and a row of column numbers do not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from accounts.files.workbooks.workbook import Sheet, Value
from cadres.ledger.columns import Header, header_scores, is_header_word
from cadres.ledger.values import compact, half_width, is_blank

SEARCHED_ROWS = 60
DEEPEST = 4
LONGEST_HEADER = 60

_CAPTION = re.compile(r".[:：].|^[合小总共]计|^(?:填报|制表|行政区划|单位[:：])")
_COLUMN_NUMBER = re.compile(r"[(（]?(?:\d{1,3}|[甲乙丙丁戊己庚辛])[)）]?|[A-Z]{1,2}|—|-|[①-⑳]")
_NAME_WORDS = frozenset(
    variant
    for word in ("姓名", "干部姓名", "队员姓名", "人员姓名", "驻村干部姓名", "驻村队员姓名", "真实姓名", "名字", "选派干部姓名",
                 "工作队员姓名", "驻村工作队员姓名", "驻村干部", "驻村队员", "选派干部", "人员名单")
    for variant in (word, word + " ", "*" + word, word + "*", "★" + word)
) | frozenset("姓" + gap + "名" for gap in (" ", "  ", "   ", "    ", "     ", "\u3000", "\u3000\u3000", "\n", "\xa0"))  # fmt: skip


@dataclass
class HeaderBlock:
    """Rows `top` to `bottom` (from 0, inclusive) and what stands over each column."""

    top: int
    bottom: int
    anchor: int
    columns: dict[int, Header]
    texts: dict[int, set[str]] = field(default_factory=dict)

    @property
    def signature(self) -> tuple[tuple[int, str], ...]:
        return tuple((column, header.leaf) for column, header in sorted(self.columns.items()))


@dataclass
class Cells:
    """A sheet's cells with merged ones looked up."""

    sheet: Sheet
    starts: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inner: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.sheet.merged:
            self.starts[top, left] = (bottom, right)

    def text(self, row: int, column: int) -> str:
        cells = self.sheet.rows[row]
        return compact(cells[column]) if column < len(cells) else ""

    def bottom(self, row: int, column: int) -> int:
        return self.starts.get((row, column), (row, column))[0]

    def right(self, row: int, column: int) -> int:
        return self.starts.get((row, column), (row, column))[1]


def find_headers(sheet: Sheet, *, is_name: Callable[[str], bool] | None = None) -> list[HeaderBlock]:
    """All header blocks of a sheet, from top to bottom; empty if there is none."""
    cells = Cells(sheet)
    blocks: list[HeaderBlock] = []
    for row in _anchors(sheet, is_name or _is_name_heading):
        if blocks and row <= blocks[-1].bottom:
            continue
        block = _again(cells, row, blocks) or _block(
            cells, row, first=not blocks, above_limit=blocks[-1].bottom + 1 if blocks else 0
        )
        if block:
            blocks.append(block)
    if not blocks and is_name is None:
        return find_headers(sheet, is_name=_may_be_name_heading)
    return blocks


def _is_name_heading(text: str) -> bool:
    return header_scores(text).get("name", 0) >= 75


def _may_be_name_heading(text: str) -> bool:
    return header_scores(text).get("name", 0) >= 55


def _anchors(sheet: Sheet, is_name: Callable[[str], bool]) -> Iterator[int]:
    for number, row in enumerate(sheet.rows):
        if number < SEARCHED_ROWS:
            if any(
                isinstance(cell, str) and cell and len(cell) <= LONGEST_HEADER and is_name(compact(cell))
                for cell in row
            ):
                yield number
        elif not _NAME_WORDS.isdisjoint(row):
            yield number


def known_headings(row: list[Value]) -> list[str]:
    """The cells of a row that read like column headers."""
    return [compact(cell) for cell in row if is_header_word(cell)]


def _again(cells: Cells, anchor: int, blocks: list[HeaderBlock]) -> HeaderBlock | None:
    """The first header once more, as on the next printed page."""
    if not blocks:
        return None
    first = blocks[0]
    shift = anchor - first.anchor
    lines = range(first.top, first.anchor + 1)
    if first.top + shift <= blocks[-1].bottom or not all(_same_line(cells, line, line + shift) for line in lines):
        return None
    bottom = anchor
    while bottom - shift < first.bottom and bottom + 1 < len(cells.sheet.rows):
        if not _same_line(cells, bottom + 1 - shift, bottom + 1):
            break
        bottom += 1
    return HeaderBlock(first.top + shift, bottom, anchor, first.columns, first.texts)


def _same_line(cells: Cells, row: int, other: int) -> bool:
    return all(cells.text(row, column) == cells.text(other, column) for column in range(len(cells.sheet.rows[row])))


def _block(cells: Cells, anchor: int, *, first: bool, above_limit: int) -> HeaderBlock | None:
    rows = cells.sheet.rows
    bottom = _bottom(cells, anchor)
    top = anchor
    while top > above_limit and anchor - top < DEEPEST - 1 and _groups(cells, top - 1, top, first=first):
        top -= 1
    if (
        first
        and top > above_limit + 1
        and all(map(is_blank, rows[top - 1]))
        and _groups(cells, top - 2, top, first=first)
    ):
        top -= 2
    columns = _columns(cells, top, bottom)
    known = sum(1 for header in columns.values() if is_header_word(header.leaf))
    if known < (3 if first else 2):
        return None
    texts = {
        column: {cells.text(row, column) for row in range(top, bottom + 1)} - {""}
        for column in range(len(rows[anchor]))
    }
    while bottom + 1 < len(rows) and is_column_numbers(rows[bottom + 1]):
        bottom += 1
    return HeaderBlock(top, bottom, anchor, columns, texts)


def is_column_numbers(row: list[Value]) -> bool:
    """The row 1 2 3 … or 甲 乙 1 2 … some forms have under their header."""
    filled = [half_width(cell) for cell in row if not is_blank(cell)]
    if len(filled) < 4 or not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    numbers = [int(text.strip("()")) for text in filled if text.strip("()").isdecimal()]
    return len(numbers) >= 3 and all(later - earlier == 1 for earlier, later in zip(numbers, numbers[1:], strict=False))


def _bottom(cells: Cells, anchor: int) -> int:
    """The lowest header row: as far as merged cells of the anchor row reach, and rows that split its columns."""
    width = len(cells.sheet.rows[anchor])
    bottom = max(min(cells.bottom(anchor, column), anchor + DEEPEST) for column in range(width)) if width else anchor
    bottom = min(bottom, len(cells.sheet.rows) - 1)
    while (
        bottom + 1 < len(cells.sheet.rows) and bottom - anchor < DEEPEST - 1 and _continues(cells, bottom + 1, anchor)
    ):
        bottom += 1
    return bottom


def _continues(cells: Cells, row: int, anchor: int) -> bool:
    """Whether a row below still belongs to the header: only headings, none where the names will stand."""
    texts = {column: text for column in range(len(cells.sheet.rows[row])) if (text := cells.text(row, column))}
    if not texts or any(_is_value(cells.sheet.rows[row][column]) for column in texts):
        return False
    for column, text in texts.items():
        over = cells.text(anchor, column)
        if _is_name_heading(over) and text != over:
            return False
    known = [column for column, text in texts.items() if is_header_word(text) or text == cells.text(anchor, column)]
    return len(known) >= max(1, (len(texts) + 1) // 2)


def _groups(cells: Cells, row: int, below: int, *, first: bool) -> bool:
    """Whether a row groups the columns of the row below; above the first header no persons can stand."""
    values = cells.sheet.rows[row]
    filled = [column for column, value in enumerate(values) if not is_blank(value)]
    if not filled or any(_is_value(values[column]) for column in filled):
        return False
    if any(len(cells.text(row, column)) > 24 or _CAPTION.search(cells.text(row, column)) for column in filled):
        return False
    if any(cells.bottom(row, column) >= below for column in filled):
        return True
    width = sum(1 for value in cells.sheet.rows[below] if not is_blank(value))
    if len(filled) == 1:
        span = cells.right(row, filled[0]) - filled[0] + 1
        return 1 < span < 0.7 * width and filled[0] > 0
    spanning = any(cells.right(row, column) > column for column in filled) or any(
        len(cells.text(row, column)) > 2 and cells.text(row, column) == cells.text(row, column + 1) for column in filled
    )
    known = sum(1 for column in filled if is_header_word(values[column]))
    return spanning or known * 2 >= len(filled) or (first and known > 0)


def _is_value(value: Value) -> bool:
    if isinstance(value, str):
        text = half_width(value)
        return (
            text.isdecimal() or len(text) > LONGEST_HEADER or bool(re.fullmatch(r"[\d.\-/年月日Xx*√×]+", text) and text)
        )
    return value is not None


def _columns(cells: Cells, top: int, bottom: int) -> dict[int, Header]:
    """For each column the lowest text and those above it, merged or running over blank cells to the right."""
    width = max((len(cells.sheet.rows[row]) for row in range(top, bottom + 1)), default=0)
    spread = [_spread(cells, row, width) for row in range(top, bottom + 1)]
    columns: dict[int, Header] = {}
    for column in range(width):
        own = [cells.text(row, column) for row in range(top, bottom + 1)]
        lowest = max((level for level, text in enumerate(own) if text), default=None)
        if lowest is None:
            continue
        over: list[str] = []
        for level in range(lowest):
            text = own[level] or (spread[level][column] if not any(own[:level]) else "")
            if text and text != own[lowest] and text not in over:
                over.append(text)
        columns[column] = Header(own[lowest], own[lowest], "".join(over))
    return columns


def _spread(cells: Cells, row: int, width: int) -> list[str]:
    """A row's texts, group headings running on over the blank cells they cover."""
    covered = [""] * width
    merged = {left: right for (top, left), (_, right) in cells.starts.items() if top == row and right > left}
    for left, right in merged.items():
        covered[left : right + 1] = [cells.text(row, left)] * (min(right, width - 1) - left + 1)
    if merged:
        return covered
    last = ""
    for column in range(width):
        last = cells.text(row, column) or last
        covered[column] = last
    return covered
