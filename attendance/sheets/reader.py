"""From a workbook to register lines: sheets, legends and months first, then person by person."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from accounts.files.workbooks.refusals import FileRefused
from accounts.files.workbooks.workbook import Sheet, open_workbook
from attendance.sheets.alphabet import Month
from attendance.sheets.body import Body, read_body
from attendance.sheets.context import heading_hint, place_of_titles, settled_months, texts_above
from attendance.sheets.grid import Grid, grid_of, turned
from attendance.sheets.headings import Heading, headings, is_day_heading, kind_of
from attendance.sheets.legend import Entry, Legend, entries_of, read_legend
from attendance.sheets.lines import LineBuilder
from attendance.sheets.marks import MarkReader, candidate_signs
from attendance.sheets.people import People, Person, plain_name
from attendance.sheets.reading import RegisterReading
from attendance.sheets.signs import compact, shown

_SEEN_HEADINGS = 12


@dataclass
class _Table:
    """A heading with its rows."""

    heading: Heading
    first: int
    end: int
    body: Body
    month: Month | None = None


@dataclass
class _Register:
    """A sheet that holds attendance tables."""

    grid: Grid
    tables: list[_Table]
    candidates: frozenset[str]
    used: Counter[str]
    legend: Legend = field(default_factory=Legend)


def read_register(
    source: Path | bytes, *, county: str, people: Iterable[Person], month: Month | None = None
) -> RegisterReading:
    """Read an attendance workbook of a county (code without trailing zeros).

    people: everybody who may stand in it, with name, id_number, township, village and village_code; unit, banner, start
    and end are used where a person has them. month: (year, month), taken only where the file does not say it.
    Raises FileRefused: as open_workbook does, and not_a_register (no table with days and names), no_month, no_legend.
    """
    book = open_workbook(source)
    known = People(people)
    grids = [grid_of(sheet) for sheet in book.sheets]
    registers = _registers(grids, known)
    if not registers:
        raise _not_a_register(book.sheets)
    _settle_months(registers, source.stem if isinstance(source, Path) else "", month)
    _settle_legends(registers, grids)
    reading = RegisterReading(county)
    builder = LineBuilder(known, reading)
    for register in registers:
        marks = MarkReader(register.legend, register.used)
        _check_legend(register, marks)
        reading.legends[register.grid.sheet.name] = register.legend
        for table in register.tables:
            if table.month is not None:
                builder.read_table(register.grid, table.heading, table.body, table.month, marks)
    builder.finish()
    return reading


def _registers(grids: list[Grid], people: People) -> list[_Register]:
    """Sheets with tables; hidden ones only where no other is there."""
    found = [register for grid in grids if grid.rows and (register := _register(grid, people))]
    return [register for register in found if not register.grid.sheet.hidden] or found


def _register(grid: Grid, people: People) -> _Register | None:
    for way in (grid, turned(grid)) if len(grid.rows) < 400 else (grid,):
        tables = _tables(way, people)
        if tables and (not way.turned or _is_turned_register(tables, people)):
            used = _used_signs(way, tables)
            return _Register(way, tables, candidate_signs(used), used)
    return None


def _is_turned_register(tables: list[_Table], people: People) -> bool:
    """A column of running numbers is no column of days: it needs a whole month and somebody known."""
    days = {day.day for table in tables for day in table.heading.days}
    names = [plain_name(row.name) for table in tables for row in table.body.rows]
    return len(days) >= 28 and any(name in people.by_name for name in names)


def _tables(grid: Grid, people: People) -> list[_Table]:
    found = headings(grid)
    tables: list[_Table] = []
    first = 0
    for at, heading in enumerate(found):
        end = found[at + 1].top if at + 1 < len(found) else len(grid.rows)
        _complete(grid, heading, tables[-1].heading if tables else None, end, people)
        titles = texts_above(grid, heading, first)
        place = place_of_titles(titles, grid.sheet.name, people)
        body = read_body(grid, heading, end, people, place)
        tables.append(_Table(heading, first, end, body))
        first = max((row.row for row in body.rows), default=heading.bottom) + 1
    return tables if any(table.body.rows for table in tables) else []


def _complete(grid: Grid, heading: Heading, before: Heading | None, end: int, people: People) -> None:
    """A name column without a heading is the one that holds people's names; a continued table has that of the table above."""
    if "name" in heading.kinds:
        return
    if before is not None and "name" in before.kinds and not heading.kinds:
        heading.kinds = dict(before.kinds)
        heading.labels = before.labels | {column: texts for column, texts in heading.labels.items() if texts}
        return
    days = {day.column for day in heading.days}
    rows = grid.raw[heading.bottom + 1 : min(end, heading.bottom + 201)]
    scores = {
        column: sum(plain_name(shown(cells[column])) in people.by_name for cells in rows if cells[column])
        for column in range(grid.width)
        if column not in days
    }
    best = max(scores, key=lambda column: scores[column], default=-1)
    if best >= 0 and scores[best] > 0:
        heading.kinds["name"] = best


def _used_signs(grid: Grid, tables: list[_Table]) -> Counter[str]:
    """All texts of the day cells with how often they occur."""
    values: Counter[object] = Counter()
    for table in tables:
        low, high = table.heading.first_day, max(day.column for day in table.heading.days) + 1
        for body_row in table.body.rows:
            values.update(grid.rows[body_row.row][low:high])
    used: Counter[str] = Counter()
    for value, count in values.items():
        used[shown(value)] += count
    return used


def _settle_months(registers: list[_Register], file_name: str, given: Month | None) -> None:
    titles = {
        register.grid.sheet.name: [heading_hint(register.grid, table.heading, table.first) for table in register.tables]
        for register in registers
    }
    settled = settled_months(titles, file_name=file_name, given=given)
    for register in registers:
        for table, found in zip(register.tables, settled[register.grid.sheet.name], strict=True):
            table.month = found
            if found is None and table.body.rows:
                raise FileRefused(
                    "no_month",
                    f"工作表“{register.grid.sheet.name}”没有写明是哪年哪月。请在标题里写上年月（如“2018年10月考勤表”）后再上传。",
                )


def _settle_legends(registers: list[_Register], grids: list[Grid]) -> None:
    """Each sheet's own legend, completed from sheets that are no registers; without one of its own, from the others."""
    candidates = frozenset().union(*(register.candidates for register in registers))
    tabled = {id(register.grid.sheet) for register in registers}
    notes = Legend()
    for grid in grids:
        if id(grid.sheet) not in tabled and len(grid.rows) < 2000:
            notes = notes.completed(_free_legend(grid, candidates).entries.values())
    for register in registers:
        register.legend = _own_legend(register)
    agreed = _agreed([register.legend for register in registers])
    for register in registers:
        own = register.legend
        register.legend = own.completed(notes.entries.values())
        if not own.entries:
            register.legend = register.legend.completed(agreed)


def _agreed(legends: list[Legend]) -> list[Entry]:
    """Entries that no sheet contradicts."""
    meanings: dict[str, set[str]] = {}
    entries: dict[str, Entry] = {}
    for legend in legends:
        for sign, entry in legend.entries.items():
            meanings.setdefault(sign, set()).add(entry.meaning)
            entries[sign] = entry
    return [entry for sign, entry in entries.items() if len(meanings[sign]) == 1]


def _free_legend(grid: Grid, candidates: frozenset[str]) -> Legend:
    return read_legend(_texts(grid, range(len(grid.raw)), 0), [], candidates)


def _own_legend(register: _Register) -> Legend:
    grid = register.grid
    free: dict[tuple[int, int], str] = {}
    closed: list[dict[tuple[int, int], str]] = []
    for table in register.tables:
        heading = table.heading
        days = {day.column for day in heading.days}
        free |= _texts(grid, range(table.first, heading.top), 0)
        free |= _texts(grid, table.body.passed, 0)
        rows = [*range(heading.top, heading.bottom + 1), *table.body.passed[:1]]
        closed.append(
            {
                cell: text
                for cell, text in _texts(grid, rows, 0).items()
                if cell[1] not in days or not is_day_heading(text)
            }
        )
        edge = _edge(heading)
        people_rows = [row.row for row in table.body.rows]
        free |= _texts(grid, people_rows, edge)
        remarks = [column for column in range(edge) if column not in days and _may_hold_notes(heading, column)]
        for column in remarks:
            closed += _explaining(grid, people_rows, column, register.candidates)
    return read_legend(free, closed, register.candidates)


def _edge(heading: Heading) -> int:
    """The first column beyond the table."""
    named = [column for column, texts in heading.labels.items() if texts]
    return max([*named, *(day.column for day in heading.days)]) + 1


def _may_hold_notes(heading: Heading, column: int) -> bool:
    kind = kind_of(heading.label(column))
    return column not in heading.kinds.values() and kind in (None, "ignored")


def _explaining(
    grid: Grid, rows: list[int], column: int, candidates: frozenset[str]
) -> Iterator[dict[tuple[int, int], str]]:
    """Cells within the table that explain two signs or more."""
    for row in rows:
        text = grid.raw[row][column]
        if isinstance(text, str) and len(text) > 5 and len(entries_of(text, candidates)) > 1:
            yield {(row, column): text}


def _texts(grid: Grid, rows: Iterable[int], first_column: int) -> dict[tuple[int, int], str]:
    return {
        (row, column): shown(value)
        for row in rows
        for column, value in enumerate(grid.raw[row][first_column:], start=first_column)
        if value is not None and value != "" and not isinstance(value, bool)
    }


def _check_legend(register: _Register, marks: MarkReader) -> None:
    """Without any legend signs are not guessed; words that explain themselves may do without."""
    if register.legend.entries:
        return
    unknown = {sign: count for sign, count in register.used.items() if sign and marks.read(sign) is None}
    total = sum(count for sign, count in register.used.items() if sign)
    if sum(unknown.values()) > 0.1 * total:
        signs = "、".join(sorted(unknown, key=lambda sign: -unknown[sign])[:6])
        raise FileRefused(
            "no_legend",
            f"工作表“{register.grid.sheet.name}”里用了 {signs} 等符号，但全文没有说明它们的意思。"
            "请在表上任意空白处写明每个符号代表什么（如“√在村　△公出　○请假　×缺岗”）后再上传。",
        )


def _not_a_register(sheets: list[Sheet]) -> FileRefused:
    seen = [text for sheet in sheets for row in sheet.rows[:6] for value in row if (text := compact(shown(value)))]
    headings_seen = "、".join(f"“{text[:12]}”" for text in seen[:_SEEN_HEADINGS])
    return FileRefused(
        "not_a_register",
        "没有找到考勤表：要有一行（或一列）写着1日至月底的日期，并有“姓名”列，其中有人的记录。"
        + (f"表头附近看到的是：{headings_seen}。" if headings_seen else "表里没有内容。"),
    )
