"""Register lines person by person, with what is wrong in their cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from attendance.sheets.alphabet import NOTHING, VILLAGE, Month, month_length, month_name
from attendance.sheets.body import Body, BodyRow
from attendance.sheets.grid import Grid
from attendance.sheets.headings import AM, NIGHT, PM, WHOLE, DayColumn, Heading
from attendance.sheets.legend import BLANK, Entry, Legend
from attendance.sheets.marks import MarkReader, is_placeholder
from attendance.sheets.people import People, Person, same_township
from attendance.sheets.reading import RegisterLine, RegisterReading
from attendance.sheets.signs import compact, shown
from attendance.sheets.subtotals import Measure, Stated, measures, stated_number, wrong_ones
from cadres.ledger.problems import Problem, found

_SPOKEN_FOR = {WHOLE: (AM, PM)}

Slot = tuple[int, str]
Source = tuple[Sequence[object], list[DayColumn], str]


@dataclass(slots=True)
class _Draft:
    """A line being filled; `taken` are the (day, half) slots some row has already spoken for."""

    sheet: str
    row: int
    person: Person
    id_number: str | None
    month: Month
    am: list[str]
    pm: list[str]
    nights: list[str] | None = None
    taken: frozenset[Slot] = frozenset()
    sources: list[Source] = field(default_factory=list)

    def line(self) -> RegisterLine:
        nights = None if self.nights is None else "".join(self.nights)
        return RegisterLine(
            self.sheet, self.row, self.person, self.id_number, self.month, "".join(self.am), "".join(self.pm), nights
        )


@dataclass(frozen=True)
class _Stretch:
    """Days of one month that a row speaks of."""

    month: Month
    days: list[DayColumn]
    slots: frozenset[Slot]


@dataclass
class _Table:
    """What is constant while the rows of one table are read."""

    grid: Grid
    number: int
    heading: Heading
    month: Month
    marks: MarkReader
    special: dict[int, set[int]]
    wanted: dict[int, Measure]
    stated: dict[int, list[tuple[Stated, _Draft]]] = field(default_factory=lambda: defaultdict(list))
    known: dict[tuple[int, str], list[_Stretch]] = field(default_factory=dict)

    @cached_property
    def spans_months(self) -> bool:
        return any(day.offset for day in self.heading.days)

    @cached_property
    def counts_signs(self) -> bool:
        return any(measure.signs is not None for measure in self.wanted.values())

    def stretches(self, part: int, half: str) -> list[_Stretch]:
        """What the part-th row of a person speaks of."""
        if (part, half) not in self.known:
            self.known[part, half] = _stretches(self.heading, self.month, part, half)
        return self.known[part, half]


class LineBuilder:
    """Collects lines over all tables of a workbook: a person's rows in several tables become one line a month."""

    def __init__(self, people: People, reading: RegisterReading) -> None:
        self.people, self.reading = people, reading
        self.drafts: dict[tuple[Month, int], _Draft] = {}
        self.found: list[tuple[int, int, int, Problem]] = []
        self.tables: list[_Table] = []
        self.sheets: dict[str, int] = {}
        self.before: dict[int, tuple[str, str]] = {}

    def read_table(self, grid: Grid, heading: Heading, body: Body, month: Month, marks: MarkReader) -> None:
        """Add the persons of one table."""
        number = self.sheets.setdefault(grid.sheet.name, len(self.sheets))
        watched = {day.column for day in heading.days} | set(heading.kinds.values())
        wanted = measures(_labels(heading), marks.legend)
        table = _Table(grid, number, heading, month, marks, _special(grid, watched), wanted)
        self.tables.append(table)
        self._read_rows(table, body)

    def finish(self) -> None:
        """Settle the lines, compare the subtotals, put the problems in the order of the sheets."""
        self.reading.lines = [draft.line() for draft in self.drafts.values()]
        for table in self.tables:
            self._compare(table)
        self.reading.problems = [entry[3] for entry in sorted(self.found, key=lambda entry: entry[:3])]

    def _read_rows(self, table: _Table, body: Body) -> None:
        person: Person | None = None
        id_number: str | None = None
        for row in body.rows:
            if row.part == 0:
                person, id_number, self.before[table.number] = self._person(
                    table, row, self.before.get(table.number, ("", ""))
                )
            if person is not None and row.trouble == "":
                self._read_row(table, row, person, id_number)
            elif row.trouble:
                self._tell(table, row.row, table.heading.kinds["name"], row.trouble, row.name)

    def _person(
        self, table: _Table, row: BodyRow, before: tuple[str, str]
    ) -> tuple[Person | None, str | None, tuple[str, str]]:
        """The row's person, its ID number as given, and the (township, village) it leaves for blank cells below."""
        kept = {kind: compact(shown(value)) for kind, value in row.kept.items()}
        township = kept.get("township", "")
        village = kept.get("village", "")
        if not village and (place := kept.get("place", "")):
            township, village = self._split_place(place, township)
        if township and before[0] and not same_township(township, before[0]):
            before = (township, "")
        left = (township or before[0], village or before[1])
        if row.trouble or self._is_refused(table, row):
            return None, None, left
        month = month_name(table.month)
        number = kept.get("id", "").upper().replace("-", "").lstrip("'")
        if len(number) < 15 or "*" in number:
            number = ""
        person = self.people.with_id(number, village=village, month=month) if number else None
        if person is None:
            person = self._by_name(row, kept, (township, village), before, month)
            if person is not None and number and person.id_number:
                person = None
        if person is None:
            self._tell(table, row.row, table.heading.kinds["name"], "not_in_roster", row.name)
        return person, number or None, left

    def _by_name(
        self, row: BodyRow, kept: dict[str, str], own: tuple[str, str], before: tuple[str, str], month: str
    ) -> Person | None:
        township = own[0] or before[0] or row.place.township or ""
        tries = [own[1]] if own[1] else [before[1], row.place.village or "", ""]
        for village in dict.fromkeys(tries):
            person = self.people.named(
                row.name,
                township=township or None,
                village=village or None,
                unit=kept.get("unit") or None,
                banner=kept.get("banner") or None,
                month=month,
            )
            if person is not None:
                return person
        return None

    def _split_place(self, place: str, township: str) -> tuple[str, str]:
        """吉昌镇小府社区 in one column."""
        named = self.people.township_in(place)
        return township or named or "", "" if named and same_township(place, named) else place

    def _is_refused(self, table: _Table, row: BodyRow) -> bool:
        """Formulas and errors where a person is named; an ID number typed as a number has lost its last digits."""
        for kind in ("name", "id"):
            column = table.heading.kinds.get(kind)
            if column is None:
                continue
            if column in table.special.get(row.row, ()):
                self._tell_special(table, row.row, column)
                return True
            if kind == "id" and isinstance(row.kept.get("id"), int | float):
                self._tell(table, row.row, column, "id_as_number", shown(row.kept["id"]))
                return True
        return False

    def _read_row(self, table: _Table, row: BodyRow, person: Person, id_number: str | None) -> None:
        for stretch in table.stretches(row.part if table.heading.stacked > 1 else 0, row.half):
            draft = self._draft(table, row, person, id_number, stretch)
            if draft is not None:
                self._read_days(table, row, draft, stretch.days)
                if not table.spans_months:
                    self._keep_subtotals(table, row, draft)

    def _draft(
        self, table: _Table, row: BodyRow, person: Person, id_number: str | None, stretch: _Stretch
    ) -> _Draft | None:
        """The line a row belongs to; None where another row has already said something about the same days."""
        month, slots = stretch.month, stretch.slots
        key = (month, id(person))
        draft = self.drafts.get(key)
        if draft is None:
            empty = [NOTHING] * month_length(month)
            number, _ = table.grid.place(row.row, table.heading.kinds["name"])
            draft = _Draft(table.grid.sheet.name, number + 1, person, id_number, month, empty, list(empty), taken=slots)
            self.drafts[key] = draft
            return draft
        if draft.taken.isdisjoint(slots):
            draft.taken |= slots
            return draft
        self._tell(table, row.row, table.heading.kinds["name"], "duplicate_row", draft.row)
        return None

    def _read_days(self, table: _Table, row: BodyRow, draft: _Draft, days: list[DayColumn]) -> None:
        cells = table.grid.rows[row.row]
        if table.counts_signs:
            draft.sources.append((cells, days, row.half))
        special = table.special.get(row.row, ())
        known, length, am, pm = table.marks.known, len(draft.am), draft.am, draft.pm
        for day in days:
            value = cells[day.column]
            half = row.half if day.half == WHOLE else day.half
            halves = known.get(value) if isinstance(value, str) else None
            if halves is None or half != WHOLE or special or day.day > length:
                self._read_day(table, row.row, draft, day, half)
            else:
                am[day.day - 1], pm[day.day - 1] = halves

    def _read_day(self, table: _Table, row: int, draft: _Draft, day: DayColumn, half: str) -> None:
        value = table.grid.rows[row][day.column]
        if day.day > len(draft.am):
            self._check_impossible(table, row, day, value)
        elif day.column in table.special.get(row, ()):
            self._tell_special(table, row, day.column, str(day.day))
        elif (halves := table.marks.read("" if value is None else value)) is None:
            self._tell(table, row, day.column, "unknown_symbol", shown(value), str(day.day))
        else:
            _put(draft, day.day - 1, half, halves)

    def _check_impossible(self, table: _Table, row: int, day: DayColumn, value: object) -> None:
        text = shown(value).strip()
        if text and (not is_placeholder(text) or table.marks.legend.find(text)):
            self._tell(table, row, day.column, "impossible_day", text, str(day.day))

    def _keep_subtotals(self, table: _Table, row: BodyRow, draft: _Draft) -> None:
        cells = table.grid.raw[row.row]
        for column in table.wanted:
            number = stated_number(cells[column])
            if number is not None:
                stated = Stated(row.row, column, number, table.grid.is_formula(row.row, column))
                table.stated[column].append((stated, draft))

    def _compare(self, table: _Table) -> None:
        legend = table.marks.legend
        for column, measure in table.wanted.items():
            by_sign = _SignDays(legend, measure.signs) if measure.signs is not None else None
            for stated, draft in table.stated[column]:
                stated.am, stated.pm = by_sign.of(draft) if by_sign else ("".join(draft.am), "".join(draft.pm))
            letters = frozenset(VILLAGE) if by_sign else measure.letters
            for stated in wrong_ones([stated for stated, _ in table.stated[column]], letters):
                self._tell(table, stated.row, stated.column, "subtotal_mismatch", shown(stated.number))

    def _tell_special(self, table: _Table, row: int, column: int, label: str | None = None) -> None:
        error = table.grid.error_at(row, column)
        formula = table.grid.is_formula(row, column)
        kind = "formula_cell" if formula or error is None else "cell_error"
        self._tell(table, row, column, kind, error or shown(table.grid.rows[row][column]), label)

    def _tell(self, table: _Table, row: int, column: int, kind: str, value: object, label: str | None = None) -> None:
        place = table.grid.place(row, column)
        name = label or table.heading.label(column) or ("姓名" if column == table.heading.kinds.get("name") else None)
        problem = found(kind, sheet=table.grid.sheet.name, row=place[0] + 1, column=name, value=value)
        self.found.append((table.number, place[0], place[1], problem))


def _labels(heading: Heading) -> dict[int, str]:
    kinds = set(heading.kinds.values())
    return {column: texts[0] for column, texts in heading.labels.items() if texts and column not in kinds}


def _special(grid: Grid, watched: set[int]) -> dict[int, set[int]]:
    """Cells with a formula or an error in the watched columns, by row."""
    special: dict[int, set[int]] = defaultdict(set)
    for cell in (*grid.sheet.formulas, *grid.sheet.errors):
        row, column = grid.place(*cell)
        if column in watched:
            special[row].add(column)
    return special


def _shifted(month: Month, offset: int) -> Month:
    year, number = divmod(month[0] * 12 + month[1] - 1 + offset, 12)
    return year, number + 1


def _stretches(heading: Heading, month: Month, part: int, half: str) -> list[_Stretch]:
    """The days of one of a person's rows, those of the month before apart."""
    own = [day for day in heading.days if day.row == part]
    stretches = []
    for offset in sorted({day.offset for day in own}):
        days = [day for day in own if day.offset == offset]
        halves = [(day.day, half if day.half == WHOLE else day.half) for day in days]
        slots = frozenset((day, one) for day, own_half in halves for one in _SPOKEN_FOR.get(own_half, (own_half,)))
        stretches.append(_Stretch(_shifted(month, offset), days, slots))
    return stretches


def _put(draft: _Draft, at: int, half: str, halves: tuple[str, str]) -> None:
    if half in (WHOLE, AM):
        draft.am[at] = halves[0]
    if half in (WHOLE, PM):
        draft.pm[at] = halves[1]
    if half == NIGHT:
        if draft.nights is None:
            draft.nights = [NOTHING] * len(draft.am)
        draft.nights[at] = NOTHING if halves[0] == NOTHING else "1" if halves[0] == VILLAGE else "0"


class _SignDays:
    """Mornings and afternoons under some signs of a legend, written as V."""

    def __init__(self, legend: Legend, signs: frozenset[str]) -> None:
        chosen = Legend()
        for entry in legend.entries.values():
            if entry.sign != BLANK:
                chosen.add(Entry(entry.sign, VILLAGE if entry.sign in signs else NOTHING, entry.words))
        self.marks = MarkReader(chosen)

    def of(self, draft: _Draft) -> tuple[str, str]:
        counted = _Draft("", 0, draft.person, None, draft.month, [NOTHING] * len(draft.am), [NOTHING] * len(draft.am))
        for cells, days, half in draft.sources:
            for day in days:
                halves = self.marks.read("" if cells[day.column] is None else cells[day.column])
                if halves is not None and day.day <= len(draft.am):
                    _put(counted, day.day - 1, half if day.half == WHOLE else day.half, halves)
        return "".join(counted.am), "".join(counted.pm)
