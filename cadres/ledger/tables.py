"""The tables of a sheet: which rows are persons, where they stand, and the cells of a column with merged ones filled.

Totals, signatures, notes, repeated titles, section lines and blank forms are no persons. A section line or heading that
names a township or village speaks for the rows below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from accounts.files.workbooks.workbook import Sheet, Value
from cadres.ledger.columns import FLAGS, Evidence, Header, assign
from cadres.ledger.headers import HeaderBlock, find_headers, is_column_numbers
from cadres.ledger.values import compact, half_width
from villages.naming import Places

CORE = ("name", "sex", "birth", "id_number", "political_status", "unit", "unit_and_post", "dispatch_level", "role", "start",
        "period", "phone", "education", "ethnicity", "rank", "post")  # fmt: skip
NEVER_FILLED = frozenset({"name", "id_number", "phone", "birth"})
DITTO = frozenset({"同上", "〃", "″", '"', "””", "“", "同 上", "''", "＂"})

_TOTAL = re.compile(
    r"^[(（]?(?:合计|小计|总计|共计|累计|总人数|合计人数|本页小计|本页合计)|^(?:全县|全旗|全乡|全镇|本乡镇?|本表)?(?:合计|总计|共计)|[合小总]计[:：]?$"
)
_SIGNATURE = re.compile(
    r"^(?:填表人|填报人|填报单位|填报时间|填表时间|填报日期|填表日期|制表人?|制表时间|审核人?|审批人|复核人?|核对人|负责人|单位负责人|分管领导|"
    r"主要领导|主要负责人|联系人|经办人|统计人|报送单位|报送时间|签字|签章|盖章|单位[(（]?盖章|[(（](?:签字|盖章|公章)[)）]|第\d+页|共\d+页)"
)
_NOTE = re.compile(
    r"^(?:注|说明|备注|填表说明|注意|附注|附|填报说明|提示)[:：.、\d]|^(?:注|说明|填表说明|备注)$|^\d+[.、].{8,}"
)
_EXAMPLE = frozenset(
    {"例", "示例", "样例", "例如", "范例", "（例）", "(例)", "示范", "填写示例", "填写样例", "样表", "填表示例"}
)


@dataclass
class Table:
    """Persons' rows under one header, repeated or not. Rows and columns from 0."""

    sheet: Sheet
    headers: dict[int, Header]
    columns: dict[str, int]
    rows: list[int] = field(default_factory=list)
    contexts: list[tuple[str | None, str | None]] = field(default_factory=list)
    merged_names: set[int] = field(default_factory=set)
    fills: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def persons(self) -> list[list[Value]]:
        """The persons' rows themselves."""
        rows = self.sheet.rows
        return [rows[row] for row in self.rows]

    def shown(self, name: str) -> str | None:
        """The header of a meaning's column as it is reported."""
        column = self.columns.get(name)
        return None if column is None else self.headers[column].shown

    def cells(self, name: str) -> list[Value]:
        """A column's values at the persons' rows: merged cells and ditto marks filled."""
        column = self.columns[name]
        rows, fills = self.sheet.rows, self.fills.get(column)
        if not fills or name in NEVER_FILLED:
            cells = [row[column] for row in self.persons]
        else:
            cells = [rows[top][left] for top, left in (fills.get(row, (row, column)) for row in self.rows)]
        if name not in NEVER_FILLED and not DITTO.isdisjoint(cells):
            for place, cell in enumerate(cells):
                if cell in DITTO and place:
                    cells[place] = cells[place - 1]
        return cells

    def sources(self, name: str) -> Iterator[tuple[int, int]]:
        """Where each person's cell of a column really stands."""
        column = self.columns[name]
        fills = {} if name in NEVER_FILLED else self.fills.get(column, {})
        return (fills.get(row, (row, column)) for row in self.rows)


@dataclass
class _Section:
    """What the lines between persons have said so far: a township's code, a village's name."""

    township: str | None = None
    village: str | None = None


def tables_of(sheet: Sheet, places: Places, *, general: bool) -> list[Table]:
    """Tables with a column of names; empty if the sheet has none."""
    blocks = find_headers(sheet)
    groups: dict[tuple[tuple[int, str], ...], list[int]] = {}
    for number, block in enumerate(blocks):
        groups.setdefault(block.signature, []).append(number)
    found = []
    section = _Section(*_heading(sheet, blocks, places))
    for numbers in groups.values():
        spans = [_span(sheet, blocks, number) for number in numbers]
        table = _table(sheet, blocks[numbers[0]], spans, places, general=general)
        if table:
            _collect(table, spans, blocks[numbers[0]], section, places)
            found.append(table)
    return found


def _heading(sheet: Sheet, blocks: list[HeaderBlock], places: Places) -> tuple[str | None, str | None]:
    """The township and village that title, captions or the sheet's name speak of, the nearest to the table first."""
    lines = []
    if blocks:
        lines = [
            cell
            for row in reversed(sheet.rows[: blocks[0].top])
            for cell in row
            if isinstance(cell, str) and cell.strip()
        ]
    for line in [*lines, sheet.name]:
        township, village = places.named_in(_after_colon(line))
        if township or village:
            return township, village
    return None, None


def _after_colon(line: str) -> str:
    """行政区划：河北省/保定市/阜平县/阜平镇 → what is named; other lines as they are."""
    text = half_width(line)
    return re.sub(
        r"^(?:行政区划|所属乡镇|乡镇|苏木乡镇|乡\(镇\)|驻村地点|派驻村|村名?|填报单位|单位)(?:\(.{1,6}\))?[:]", "", text
    )


def _span(sheet: Sheet, blocks: list[HeaderBlock], number: int) -> range:
    end = blocks[number + 1].top if number + 1 < len(blocks) else len(sheet.rows)
    return range(blocks[number].bottom + 1, end)


def _table(sheet: Sheet, block: HeaderBlock, spans: list[range], places: Places, *, general: bool) -> Table | None:
    rows = [row for span in spans for row in span]
    step = max(1, len(rows) // 2000)
    sampled = [sheet.rows[row] for row in rows[::step] if not is_column_numbers(sheet.rows[row])]
    evidence = {column: Evidence([row[column] for row in sampled], places) for column in block.columns}
    columns = assign(block.columns, evidence, general=general)
    if "name" not in columns:
        return None
    table = Table(sheet, block.columns, columns)
    _note_merged(table)
    return table


def _note_merged(table: Table) -> None:
    """Where merged cells running down take their value from."""
    used = set(table.columns.values())
    for top, left, bottom, right in table.sheet.merged:
        if bottom > top:
            for column in used.intersection(range(left, right + 1)):
                fills = table.fills.setdefault(column, {})
                fills.update((row, (top, left)) for row in range(top + 1, min(bottom, len(table.sheet.rows) - 1) + 1))


def _collect(table: Table, spans: list[range], block: HeaderBlock, heading: _Section, places: Places) -> None:
    """Sort the rows under a header into persons and lines that speak for those below."""
    rows = table.sheet.rows
    name = table.columns["name"]
    core = [table.columns[field] for field in (*CORE, *FLAGS) if field in table.columns and field != "name"]
    section = _Section(heading.township, heading.village)
    context = (section.township, section.village)
    blank = ("", None)
    for span in spans:
        for number in span:
            row = rows[number]
            filled = 0
            for column in core:
                if row[column] not in blank:
                    filled += 1
            called = row[name]
            if filled >= 4 and isinstance(called, str) and 2 <= len(called) <= 12 and not _suspicious(row[0], called):
                person = called not in block.texts[name]
            else:
                person = _is_person(row, called, filled, block, name, table.columns.get("remark"))
            if person:
                table.rows.append(number)
                table.contexts.append(context)
            elif _speaks(row, section, places):
                context = (section.township, section.village)
    _find_merged_names(table)


def _suspicious(first: Value, called: str) -> bool:
    return (
        isinstance(first, str)
        and not first.isdecimal()
        and first != ""
        or "计" in called
        or ":" in called
        or "：" in called
    )


def _is_person(row: list[Value], called: Value, filled: int, block: HeaderBlock, name: int, remark: int | None) -> bool:
    texts = [(column, compact(cell)) for column, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
    if not texts or is_column_numbers(row) or _repeats_header(texts, block):
        return False
    for column, text in texts:
        if column == remark:
            continue
        if _TOTAL.search(text) or _SIGNATURE.match(text) or text in _EXAMPLE or (column <= 1 and _NOTE.match(text)):
            return False
    named = isinstance(called, str) and bool(called.strip()) and half_width(called) not in ("-", "/", "—")
    if named:
        return filled >= 1 or (isinstance(row[0], (int, float)) and name != 0)
    return filled >= 3


def _repeats_header(texts: list[tuple[int, str]], block: HeaderBlock) -> bool:
    same = sum(1 for column, text in texts if text in block.texts.get(column, ()))
    return same * 2 > len(texts) or (same >= 3 and same * 3 > len(texts))


def _speaks(row: list[Value], section: _Section, places: Places) -> bool:
    """Take in a section line; whether it said anything."""
    texts = list(dict.fromkeys(compact(cell) for cell in row if isinstance(cell, str) and cell.strip()))
    if (
        not texts
        or len(texts) > 3
        or any(len(text) > 40 or _TOTAL.search(text) or _SIGNATURE.match(text) for text in texts)
    ):
        return False
    for text in texts:
        township, village = places.named_in(_after_colon(text))
        if village:
            section.township, section.village = township or section.township, village
            return True
        if township:
            section.township, section.village = township, None
            return True
        if section.township and len(text) <= 12 and places.village(text, section.township).code:
            section.village = text
            return True
    return False


def _find_merged_names(table: Table) -> None:
    """Rows whose name cell is merged over more than one person."""
    persons = set(table.rows)
    column = table.columns["name"]
    for top, left, bottom, right in table.sheet.merged:
        if left <= column <= right and bottom > top:
            together = persons.intersection(range(top, bottom + 1))
            if len(together) > 1:
                table.merged_names |= together
