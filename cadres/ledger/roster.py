"""A roster as people: columns are read at once, each repeated value once, then rows are held against each other.

Rows with an error are left out of `cadres`; rows with warnings are in. Nothing is guessed: what cannot be understood is
a problem with its place and a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from accounts.files.workbooks.refusals import FileRefused
from accounts.files.workbooks.workbook import Sheet, Value, Workbook, open_workbook
from cadres.ledger import problems, values
from cadres.ledger.columns import FLAGS
from cadres.ledger.headers import known_headings
from cadres.ledger.problems import ERROR, KINDS, Problem, found
from cadres.ledger.tables import Table, tables_of
from villages.naming import Places

NAME_LENGTH, WORDS_LENGTH, REMARK_LENGTH = 50, 100, 500

ALWAYS = ("sheet", "row", "name", "sex", "birth", "id_number", "political_status", "unit", "dispatch_level", "township",
          "village", "village_code", "roles", "start", "end", "phone")  # fmt: skip
IF_PRESENT = ("ethnicity", "education", "post", "rank", "bilingual", "village_status", "remark")
OF_GENERAL_TEAMS = ("banner", "banner_code")
OF_OUR_EXPORT = ("person_number", "masked")

_PLACES = {"village": "派驻村", "unit": "派出单位", "role": "驻村职务"}


class _Void:
    """A cell that may not be used (formula, error value); its problem is already noted."""


_VOID: Any = _Void()
_ERROR_TEXT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_ODD = frozenset("=#＝ \t\u3000")


@dataclass
class RosterReading:
    """What was understood. `columns` holds the rows to import, one list a field, all of equal length."""

    county: str
    rows: int
    columns: dict[str, list[Any]]
    problems: list[Problem]
    header_columns: dict[str, dict[str, int]] = field(default_factory=dict)
    meanings: dict[str, frozenset[str]] = field(default_factory=dict)  # what each sheet has a column for

    @cached_property
    def cadres(self) -> list[dict[str, Any]]:
        """The rows to import as dictionaries, with the fields the file has."""
        names = list(self.columns)
        return [dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]


def read_roster(source: Path | bytes, *, county: str, places: Places) -> RosterReading:
    """Read a roster of a county (6-digit code) or, for general teams, a province (2 digits). Raises FileRefused."""
    workbook = open_workbook(source)
    general = len(county) == 2
    own = places.within(county)
    people = _People(own, general=general)
    for table in _rosters(workbook, own, general=general):
        people.add(table)
    people.compare()
    return people.reading(county, workbook)


def to_truth(reading: RosterReading) -> dict[str, Any]:
    """The exchange form: rows, cadres, errors (with warnings among them)."""
    hidden = set(OF_OUR_EXPORT)
    return {
        "county": reading.county,
        "rows": reading.rows,
        "cadres": [
            {key: list(value) if key == "roles" else value for key, value in cadre.items() if key not in hidden}
            for cadre in reading.cadres
        ],
        "errors": problems.places(reading.problems),
    }


# Which tables are rosters


def _rosters(workbook: Workbook, places: Places, *, general: bool) -> list[Table]:
    rosters: list[Table] = []
    lacking: list[tuple[Table, list[str]]] = []
    for sheet in workbook.sheets:
        for table in tables_of(sheet, places, general=general):
            missing = _missing(table, general=general)
            if not missing:
                rosters.append(table)
            elif len(missing) == 1:
                lacking.append((table, missing))
    needed = [(table, missing) for table, missing in lacking if table.rows]
    if needed:
        table, missing = needed[0]
        raise _not_a_roster(missing, [header.shown for header in table.headers.values()], table.sheet.name)
    if not rosters:
        raise _not_a_roster(["姓名", "派驻旗县" if general else "派驻村", "派出单位"], _headings(workbook.sheets), None)
    return rosters


def _missing(table: Table, *, general: bool) -> list[str]:
    have, missing = table.columns, []
    stationed = "banner" if general else "village"
    if stationed not in have and not (table.contexts and all(village for _, village in table.contexts)):
        missing.append("派驻旗县" if general else "派驻村")
    if "unit" not in have and "unit_and_post" not in have:
        missing.append("派出单位")
    if "role" not in have and not any(flag in have for flag in FLAGS) and not _all_first_secretaries(table):
        missing.append("驻村职务")
    return missing


def _all_first_secretaries(table: Table) -> bool:
    """A list of first secretaries only says so in its title or name."""
    top = min((row for row in table.rows), default=0)
    titles = [values.compact(cell) for row in table.sheet.rows[: min(top, 6)] for cell in row if isinstance(cell, str)]
    return any(
        "第一书记" in title
        and re.search("名册|名单|花名|台账|统计|一览|情况|表$", title)
        and not re.search("队长|队员|工作队|干部", title)
        for title in [table.sheet.name + "名单", *titles]
    )


def _headings(sheets: list[Sheet]) -> list[str]:
    rows = [row for sheet in sheets for row in sheet.rows[:40]]
    best = max(rows, key=lambda row: len(known_headings(row)), default=[])
    if len(known_headings(best)) < 2:
        best = next((row for row in rows if sum(not values.is_blank(cell) for cell in row) >= 3), [])
    return [values.compact(cell) for cell in best if not values.is_blank(cell)]


def _not_a_roster(missing: list[str], seen: list[str], sheet: str | None) -> FileRefused:
    where = f"工作表“{sheet}”" if sheet else "文件"
    columns = "、".join(f"“{name}”" for name in missing)
    shown = "、".join(dict.fromkeys(seen))[:300] or "（没有找到表头）"
    return FileRefused(
        "not_a_roster",
        f"{where}里找不到{columns}一列，读不成名册。看到的表头是：{shown}。请补上该列，或改用本系统的模板。",
    )


# Persons


class _People:
    """Columns of all tables, growing table by table; a person is a position in them."""

    def __init__(self, places: Places, *, general: bool) -> None:
        self.places, self.general = places, general
        self.columns: dict[str, list[Any]] = defaultdict(list)
        self.tables: list[tuple[int, Table]] = []
        self.count = 0
        self.found: list[tuple[int, str, str | None, str, object]] = []
        self.refused: set[int] = set()
        self.seen: set[str] = set()

    # One table

    def add(self, table: Table) -> None:
        """Read a table's columns."""
        if not table.rows:
            return
        self.table, self.start = table, self.count
        self.count += len(table.rows)
        self.tables.append((self.start, table))
        self.voids = self._untrusted()
        self.seen.update(table.columns)
        self._keep("sheet", [table.sheet.name] * len(table.rows))
        self._keep("row", [row + 1 for row in table.rows])
        self._numbers()
        self._names()
        ids = self._ids()
        self._sexes(ids)
        self._births(ids)
        self._words()
        self._times()
        self._phones()
        self._roles()
        self._stations()

    def _keep(self, name: str, cells: list[Any]) -> None:
        self.columns[name].extend(cells)

    def _note(self, place: int, kind: str, name: str | None, value: object = "") -> None:
        """A problem of a person (position within the table) in a meaning's column."""
        column = self.table.shown(name) if name else None
        self.found.append((self.start + place, kind, column, name or "", value))
        if KINDS[kind][0] == ERROR:
            self.refused.add(self.start + place)

    def _untrusted(self) -> dict[str, set[int]]:
        """Positions whose cell is a formula or an error value, by meaning."""
        voids: dict[str, set[int]] = defaultdict(set)
        sheet = self.table.sheet
        formulas = {column for _, column in sheet.formulas}
        errors = {column for _, column in sheet.errors}
        for name, column in self.table.columns.items():
            if (
                name in ("other_flag", "person_number")
                or column not in formulas | errors
                and column not in self.table.fills
            ):
                continue
            for place, cell in enumerate(self.table.sources(name)):
                if cell in sheet.formulas:
                    voids[name].add(place)
                    self._note(place, "formula_cell", name)
                elif cell in sheet.errors:
                    voids[name].add(place)
                    self._note(place, "cell_error", name, sheet.errors[cell])
        return voids

    def _cells(self, name: str) -> list[Value]:
        """A column's cells; untrusted ones void, text beginning with = warned of."""
        if name not in self.table.columns:
            return [None] * len(self.table.rows)
        cells = self.table.cells(name)
        odd = [place for place, cell in enumerate(cells) if cell.__class__ is str and cell[:1] in _ODD]
        for place in odd:
            self._odd_text(place, name, str(cells[place]))
        for place in self.voids.get(name, ()):
            cells[place] = _VOID
        return cells

    def _odd_text(self, place: int, name: str, cell: str) -> None:
        text = cell.strip()
        if text.startswith("="):
            if place not in self.voids.get(name, ()):
                self._note(place, "formula_text", name, text)
        elif _ERROR_TEXT.fullmatch(text) and place not in self.voids.get(name, ()):
            self.voids[name].add(place)
            self._note(place, "cell_error", name, text)

    def _converted(self, name: str, convert: Callable[[Any], Any]) -> list[Any]:
        """Each different value converted once; void and absent cells are None."""
        known: dict[Any, Any] = {_VOID: None, None: None, "": None}
        result = []
        for cell in self._cells(name):
            if cell not in known:
                known[cell] = convert(cell)
            result.append(known[cell])
        return result

    def _numbers(self) -> None:
        numbers = self._converted("person_number", lambda cell: values.half_width(cell) or None)
        self._keep("person_number", numbers)
        self._masked: list[set[str] | None] = [set() if number else None for number in numbers]

    def _names(self) -> None:
        merged = self.table.merged_names
        names: list[str | None] = []
        for place, cell in enumerate(self._cells("name")):
            row = self.table.rows[place]
            name = values.person_name(cell) if isinstance(cell, str) else None
            if row in merged:
                self._note(place, "merged_name", "name", name or "")
            elif cell is not _VOID and (not name or name in ("无", "/", "-", "空缺", "待定", "暂缺")):
                self._note(place, "missing_name", "name")
            elif name and len(name) > NAME_LENGTH:
                self._note(place, "text_too_long", "name", name)
            names.append(name)
        self._keep("name", names)

    def _ids(self) -> list[str | None]:
        ids: list[str | None] = []
        for place, cell in enumerate(self._cells("id_number")):
            number, trouble = (None, None) if cell is _VOID else values.id_number(cell)
            masked = self._masked[place]
            if trouble and masked is not None and values.is_masked(cell):
                masked.add("id_number")
            elif trouble:
                self._note(place, trouble, "id_number", values.compact(cell))
            ids.append(number)
        self._keep("id_number", ids)
        return ids

    def _sexes(self, ids: list[str | None]) -> None:
        if "sex" not in self.table.columns:
            self._keep("sex", [number and _sex_of(number) for number in ids])
            return
        cells = self._cells("sex")
        known: dict[Any, str | None] = {}
        sexes: list[str | None] = []
        for place, cell in enumerate(cells):
            if cell not in known:
                known[cell] = None if cell is _VOID else values.sex(cell)
            sex, number = known[cell], ids[place]
            if sex is None and cell is not _VOID and not (self._masked[place] is not None and values.is_blank(cell)):
                self._note(place, "unknown_sex", "sex", values.compact(cell))
            elif sex and number and sex != _sex_of(number):
                self._note(place, "id_sex_mismatch", "sex", sex)
            sexes.append(sex)
        self._keep("sex", sexes)

    def _births(self, ids: list[str | None]) -> None:
        if "birth" not in self.table.columns:
            self._keep("birth", [number and f"{number[6:10]}-{number[10:12]}-{number[12:14]}" for number in ids])
            return
        births = self._dates("birth")
        for place, (birth, number) in enumerate(zip(births, ids, strict=True)):
            if birth and number and not f"{number[6:10]}-{number[10:12]}-{number[12:14]}".startswith(birth):
                self._note(place, "id_birth_mismatch", "birth", birth)
        self._keep("birth", births)

    def _dates(self, name: str) -> list[str | None]:
        dates: list[str | None] = []
        column, sheet = self.table.columns.get(name), self.table.sheet
        for place, cell in enumerate(self._cells(name)):
            if cell is None or cell == "" or cell is _VOID:
                dates.append(None)
                continue
            if isinstance(cell, str):
                text, trouble = values.text_date(cell)
            else:
                row = self.table.rows[place]
                at = self.table.fills.get(column or 0, {}).get(row, (row, column or 0))
                text, trouble = values.read_date(cell, sheet.number_format(*at))
            if trouble:
                self._note(place, trouble, name, values.compact(cell))
            dates.append(text)
        return dates

    def _words(self) -> None:
        """Unit, level, post and the other particulars."""
        self._units()
        self._keep("political_status", self._converted("political_status", values.political_status))
        self._keep("dispatch_level", self._converted("dispatch_level", values.dispatch_level))
        self._keep("ethnicity", self._converted("ethnicity", values.ethnicity))
        self._keep("bilingual", [bool(answer) for answer in self._converted("bilingual", values.yes_or_no)])
        self._keep("village_status", self._converted("village_status", values.village_status))
        for name in ("education", "rank"):
            self._keep(name, self._texts(name, WORDS_LENGTH, _words))
        self._keep("remark", self._texts("remark", REMARK_LENGTH, _remark))

    def _units(self) -> None:
        if "unit" in self.table.columns:
            name = "unit"
            units = self._texts("unit", WORDS_LENGTH, _words)
            posts = self._texts("post", WORDS_LENGTH, _words)
        else:
            name = "unit_and_post"
            both = self._texts(name, 2 * WORDS_LENGTH, _words)
            units, posts = [_unit_of(text) for text in both], [_post_of(text) for text in both]
            if any(posts):
                self.seen.add("post")
        for place, unit in enumerate(units):
            if unit is None and place not in self.voids.get(name, ()):
                self._note(place, "missing_unit", name)
        self._keep("unit", units)
        self._keep("post", posts)

    def _texts(self, name: str, longest: int, convert: Callable[[Any], str | None]) -> list[str | None]:
        texts = self._converted(name, convert)
        for place, text in enumerate(texts):
            if text and len(text) > longest:
                self._note(place, "text_too_long", name, text)
        return texts

    def _times(self) -> None:
        starts, ends = self._dates("start"), self._dates("end")
        end_name = "end"
        if "period" in self.table.columns and "start" not in self.table.columns:
            starts, ends = self._periods("period")
            end_name = "period"
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if start and end and _earlier(end, start):
                self._note(place, "end_before_start", end_name, end)
        self._keep("start", starts)
        self._keep("end", ends)

    def _periods(self, name: str) -> tuple[list[str | None], list[str | None]]:
        starts: list[str | None] = []
        ends: list[str | None] = []
        for place, cell in enumerate(self._cells(name)):
            halves = values.period(cell) if isinstance(cell, str) else None
            start, end = halves or (values.NO_DATE if cell is _VOID else values.read_date(cell), values.NO_DATE)
            for half in (start, end):
                if half.trouble:
                    self._note(place, half.trouble, name, values.compact(cell))
            starts.append(start.text)
            ends.append(end.text)
        return starts, ends

    def _phones(self) -> None:
        phones: list[str | None] = []
        for place, cell in enumerate(self._cells("phone")):
            number, wrong = (None, False) if cell is _VOID else values.phone_number(cell)
            masked = self._masked[place]
            if wrong and masked is not None and values.is_masked(cell):
                masked.add("phone")
            elif wrong:
                self._note(place, "phone_format", "phone", values.compact(cell))
            phones.append(number)
        self._keep("phone", phones)
        self._keep("masked", [tuple(sorted(masked)) if masked else () for masked in self._masked])

    def _roles(self) -> None:
        columns = self.table.columns
        flags = [flag for flag in FLAGS if flag in columns]
        if "role" not in columns and not flags:
            self._keep("roles", [("first_secretary",)] * len(self.table.rows))
            return
        written = self._converted("role", values.roles) if "role" in columns else [()] * len(self.table.rows)
        raw = self.table.cells("role") if "role" in columns else []
        marked = {flag: self._flags(flag) for flag in flags}
        first = "role" if "role" in columns else flags[0]
        roles: list[tuple[str, ...]] = []
        for place in range(len(self.table.rows)):
            own = set(written[place] or ())
            own.update(flag for flag in flags if marked[flag][place])
            if not own and not any(place in self.voids.get(name, ()) for name in ("role", *flags)):
                self._note(place, "unknown_role", first, values.compact(raw[place]) if raw else "")
            roles.append(tuple(role for role in values.ROLES if role in own))
        self._keep("roles", roles)

    def _flags(self, name: str) -> list[bool | None]:
        answers = self._converted(name, lambda cell: (values.yes_or_no(cell), cell))
        for place, answer in enumerate(answers):
            if answer and answer[0] is None:
                self._note(place, "unknown_role", name, values.compact(answer[1]))
        return [bool(answer and answer[0]) for answer in answers]

    # Where they are stationed

    def _stations(self) -> None:
        if self.general:
            self._banners()
            return
        columns = self.table.columns
        villages = self._run_down("village") if "village" in columns else [None] * len(self.table.rows)
        townships = self._run_down("township") if "township" in columns else [None] * len(self.table.rows)
        if all(values.is_blank(township) for township in townships):
            townships = [None] * len(self.table.rows)
            heading = True
        else:
            heading = False
        known: dict[tuple[Any, ...], tuple[str | None, str | None]] = {}
        codes: list[str | None] = []
        for place, key in enumerate(zip(villages, townships, self.table.contexts, strict=True)):
            if key not in known:
                known[key] = self._station(*key, heading=heading)
            code, trouble = known[key]
            if trouble and place not in self.voids.get("village", ()) and place not in self.voids.get("township", ()):
                self._note(place, trouble, "village" if "village" in columns else None, values.compact(villages[place]))
            codes.append(code)
        self._keep("village_code", codes)
        names = {code: self.places.name_of(code) for code in set(codes)}
        above = {code: self.places.name_of(code[:9]) if code else None for code in set(codes)}
        self._keep("village", [names[code] for code in codes])
        self._keep("township", [above[code] for code in codes])

    def _run_down(self, name: str) -> list[Value]:
        """Village or township cells; where a form writes them once for several rows without merging, they run down."""
        cells = self._cells(name)
        blank = sum(1 for cell in cells if values.is_blank(cell))
        if self.table.fills.get(self.table.columns[name]) or not len(cells) * 0.5 <= blank < len(cells) - 1:
            return cells
        if values.is_blank(cells[0]):
            return cells
        last: Value = None
        for place, cell in enumerate(cells):
            last = last if values.is_blank(cell) else cell
            cells[place] = last
        return cells

    def _station(
        self, village: Any, township: Any, context: tuple[str | None, str | None], *, heading: bool
    ) -> tuple[str | None, str | None]:
        """A village's code or its trouble, from its cell, the township's cell and the lines above."""
        if village is _VOID or township is _VOID:
            return None, "missing_village"
        where = None
        if not values.is_blank(township):
            text = values.compact(township)
            where = self.places.township(text) or "unknown"
            if values.is_blank(village) and "village" in self.table.columns:
                return None, "missing_village"
        elif heading:
            where = context[0]
        if values.is_blank(village):
            village, where = context[1], where or context[0]
        if village is None:
            return None, "missing_village"
        text = values.compact(village)
        found_village = self.places.village(text, where)
        if found_village.trouble == "ambiguous_village" and not where and context[0]:
            found_village = self.places.village(text, context[0])
        return found_village.code, found_village.trouble

    def _banners(self) -> None:
        known: dict[Any, str | None] = {}
        codes: list[str | None] = []
        for place, cell in enumerate(self._run_down("banner")):
            if cell not in known:
                known[cell] = (
                    None if cell is _VOID or values.is_blank(cell) else self.places.county(values.compact(cell))
                )
            if known[cell] is None and cell is not _VOID:
                kind = "missing_village" if values.is_blank(cell) else "unknown_village"
                self._note(place, kind, "banner", values.compact(cell))
            codes.append(known[cell])
        self._keep("banner_code", codes)
        self._keep("banner", [self.places.name_of(code) for code in codes])
        for name in ("township", "village", "village_code"):
            self._keep(name, [None] * len(codes))

    # All tables together

    def compare(self) -> None:
        """Hold rows against each other: one person twice, two leaders of a team."""
        if not self.count:
            return
        self._same_person()
        self._two_leaders()

    def _same_person(self) -> None:
        ids = self.columns["id_number"]
        first: dict[str, int] = {}
        again: dict[str, list[int]] = {}
        for person, number in enumerate(ids):
            if number:
                if number in first:
                    again.setdefault(number, [first[number]]).append(person)
                else:
                    first[number] = person
        for persons in again.values():
            self._judge_same(persons)

    def _judge_same(self, persons: list[int]) -> None:
        where = self.columns["banner_code" if self.general else "village_code"]
        elsewhere: dict[int, list[int]] = defaultdict(list)
        for number, later in enumerate(persons):
            for earlier in persons[:number]:
                if where[earlier] is None or where[later] is None or not self._overlap(earlier, later):
                    continue
                if where[earlier] == where[later]:
                    self._note_person(later, "duplicate_row", self._place(earlier))
                    break
                elsewhere[earlier].append(later)
                elsewhere[later].append(earlier)
        for person, others in elsewhere.items():
            self._note_person(person, "person_in_two_villages", "、".join(self._place(other) for other in others[:5]))

    def _place(self, person: int) -> str:
        row = f"第{self.columns['row'][person]}行"
        return (
            row
            if len({table.sheet.name for _, table in self.tables}) == 1
            else f"“{self.columns['sheet'][person]}”{row}"
        )

    def _two_leaders(self) -> None:
        teams: dict[str, list[int]] = defaultdict(list)
        where = self.columns["banner_code" if self.general else "village_code"]
        for person, roles in enumerate(self.columns["roles"]):
            if "leader" in roles and person not in self.refused and where[person]:
                teams[where[person]].append(person)
        for leaders in teams.values():
            for leader in leaders if len(leaders) > 1 else ():
                if any(self._overlap(leader, other) for other in leaders if other != leader):
                    self._note_person(leader, "two_leaders", "", meaning="role")

    def _overlap(self, one: int, other: int) -> bool:
        starts, ends = self.columns["start"], self.columns["end"]
        return not (_over_by(ends[one], starts[other]) or _over_by(ends[other], starts[one]))

    def _note_person(self, person: int, kind: str, value: str, *, meaning: str = "id_number") -> None:
        start, self.table = next((start, table) for start, table in reversed(self.tables) if start <= person)
        self.start = start
        if meaning == "role" and "role" not in self.table.columns:
            meaning = "leader"
        self._note(person - start, kind, meaning, value)

    # The result

    def reading(self, county: str, workbook: Workbook) -> RosterReading:
        names = [*ALWAYS, *(OF_GENERAL_TEAMS if self.general else ())]
        names += [name for name in IF_PRESENT if name in self.seen]
        names += OF_OUR_EXPORT if "person_number" in self.seen else ()
        kept = [person for person in range(self.count) if person not in self.refused] if self.refused else None
        columns = {
            name: self.columns[name] if kept is None else [self.columns[name][person] for person in kept]
            for name in names
        }
        problems, headers = self._problems(workbook), self._header_columns()
        return RosterReading(county, self.count, columns, problems, headers, self._meanings())

    def _meanings(self) -> dict[str, frozenset[str]]:
        found_meanings: dict[str, frozenset[str]] = {}
        for _, table in self.tables:
            name = table.sheet.name
            found_meanings[name] = found_meanings.get(name, frozenset()).union(table.columns)
        return found_meanings

    def _problems(self, workbook: Workbook) -> list[Problem]:
        order = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
        sheets, rows = self.columns["sheet"], self.columns["row"]
        unique = dict.fromkeys(self.found)
        problems = [
            found(kind, sheet=sheets[person], row=rows[person], column=column, value=value)
            for person, kind, column, _, value in unique
        ]
        return sorted(problems, key=lambda problem: (order[problem.sheet or ""], problem.row or 0))

    def _header_columns(self) -> dict[str, dict[str, int]]:
        """Where each reported header stands, sheet by sheet, for marking up the workbook."""
        found_columns: dict[str, dict[str, int]] = defaultdict(dict)
        for _, table in self.tables:
            for column in table.columns.values():
                found_columns[table.sheet.name][table.headers[column].shown] = column
        return dict(found_columns)


# Small judgements


def _words(cell: Any) -> str | None:
    return values.words(cell if isinstance(cell, str) else values.compact(cell))


def _remark(cell: Any) -> str | None:
    text = cell.strip() if isinstance(cell, str) else values.compact(cell)
    return text or None


def _sex_of(number: str) -> str:
    return "男" if int(number[16]) % 2 else "女"


def _earlier(one: str, other: str) -> bool:
    """Whether a date is surely earlier, at the precision both have."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _over_by(end: str | None, start: str | None) -> bool:
    """Whether a posting was over when another began; a hand-over within a month or on a day is none at once."""
    if end is None or start is None:
        return False
    length = min(len(end), len(start))
    return end[:length] <= start[:length]


_UNIT_END = re.compile(
    r"^(.+?(?:[县市区旗省]委|政府|人大|政协|纪委|局|委员会|厅|院|中心|公司|银行|学校|中学|小学|大学|学院|医院|集团|协会|联合会|总工会|工会|站|处|部|所|办公室|办|大队|支队))"
    r"((?:.{0,8})(?:长|员|主任|书记|师|主席|经理|干事|干部|助理|秘书|教师|医生|人员|职工|委员))$"
)
_STILL_UNIT = re.compile(
    r"^(?:常委会|机关|下属)?(?:办公室|组织部|宣传部|统战部|政法委|农工部|编办|党校|老干部局|信访局|扶贫办|研究室)"
)


def _split_unit(text: str) -> Iterator[str | None]:
    match = _UNIT_END.match(text)
    if not match:
        yield from (text, None)
        return
    unit, post = match.groups()
    more = _STILL_UNIT.match(post) if re.search("委$|政府$|人大$|政协$", unit) else None
    if more and len(post) > more.end():
        unit, post = unit + more.group(), post[more.end() :]
    yield from (unit, post)


def _unit_of(text: str | None) -> str | None:
    return next(_split_unit(text)) if text else None


def _post_of(text: str | None) -> str | None:
    return list(_split_unit(text))[1] if text else None
