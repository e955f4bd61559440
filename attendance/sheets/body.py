"""The rows under a heading, as the persons they are about and the cells of their days."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from attendance.sheets.context import Place, place_of_section
from attendance.sheets.grid import Area, Grid
from attendance.sheets.headings import AM, NIGHT, PM, WHOLE, Heading, half_of
from attendance.sheets.people import People, plain_name
from attendance.sheets.signs import compact, shown
from attendance.sheets.wording import meaning_of

_STOP = re.compile(
    r".*(?:合计|小计|总计|累计|审核|负责人|签字|签名|填表|制表|考勤员|盖章|图例|符号|领导|姓名|统计).*|(?:说明|备注|注|附注).*|.*[:：].*|\d.*"
    r"|共.*人|未到岗|日期|星期|含义|意义|表示|代表|内容|解释|.*名单"
)
_NAME = re.compile(r"[^\W\d_]{2}[^\W\d_·•.()*]*(?:[·•.()*★][^\W\d_·•.()*]*)*|[\u3400-\u9fff]")
_FOLLOWING = {0: AM, 1: PM, 2: NIGHT}


@dataclass(slots=True)
class BodyRow:
    """One worksheet row of a person. `part` is which of the person's rows it is; `half` the half of the day it is about;
    `first` the row the person begins in; `kept` what the row's identity cells say (with merged cells filled)."""

    row: int
    first: int
    part: int
    half: str
    name: str
    place: Place
    kept: dict[str, object] = field(default_factory=dict)
    trouble: str = ""


@dataclass
class Body:
    """The rows of one heading: persons' rows, and those passed over."""

    rows: list[BodyRow]
    passed: list[int]


def read_body(grid: Grid, heading: Heading, end: int, people: People, place: Place) -> Body:
    """Persons' rows from under the heading to before row `end`."""
    return _BodyReader(grid, heading, end, people, place).read()


class _BodyReader:
    def __init__(self, grid: Grid, heading: Heading, end: int, people: People, place: Place) -> None:
        self.grid, self.heading, self.end, self.people, self.place = grid, heading, end, people, place
        self.columns = sorted({day.column for day in heading.days})
        self.low, self.high = self.columns[0], self.columns[-1] + 1
        self.whole_range = len(self.columns) == self.high - self.low
        self.name_column = heading.kinds.get("name", -1)
        self.areas = grid.areas_in(self.name_column) if self.name_column >= 0 else {}
        self.half_column = self._half_column()
        self.following = self._follows()

    def read(self) -> Body:
        body = Body([], [])
        if self.name_column < 0:
            return body
        last: BodyRow | None = None
        for row in range(self.heading.bottom + 1, self.end):
            found = self._row(row, last)
            if found is None:
                body.passed.append(row)
                last = None
                if not self._is_marked(row):
                    self._section(row)
                continue
            body.rows.append(found)
            last = found
        self._merged_names(body.rows)
        return body

    def _row(self, row: int, last: BodyRow | None) -> BodyRow | None:
        cells = self.grid.rows[row]
        area = self.areas.get(row)
        if area is not None and area[1] != area[3] and self._is_banner(area):
            return None
        name = compact(shown(cells[self.name_column]))
        half = self._half(row)
        if last is not None and self.following and self._is_follower(row, name, last):
            part = last.part + 1
            half = half if half != WHOLE or self.heading.stacked > 1 else _FOLLOWING.get(part, WHOLE)
            return BodyRow(row, last.first, part, half, last.name, last.place, last.kept)
        if not name:
            return self._nameless(row) if self._is_marked(row) else None
        if _STOP.fullmatch(name) or self._is_total(row) or not self._may_be_name(row, name):
            return None
        if self.following and half == WHOLE and self.heading.stacked == 1:
            half = AM
        return BodyRow(row, row, 0, half, name, self.place, self._kept(row))

    def _may_be_name(self, row: int, name: str) -> bool:
        """Signs, words and sentences of a legend in the column of names are no names, unless somebody is called so."""
        name = plain_name(name)
        if name in self.people.by_name:
            return True
        if not _NAME.fullmatch(name) or meaning_of(name) is not None:
            return False
        marks = [value for value in self._marks(row) if value is not None and value != ""]
        if marks:
            return not (3 <= len(marks) <= 12 and len(set(marks)) == len(marks))
        return (len(name) < 6 or "·" in name) and place_of_section(name, self.people, self.place) is None

    def _nameless(self, row: int) -> BodyRow | None:
        """A row with days and a village or number but no name lacks its name; without them it is a line of totals."""
        kept: dict[str, object] = {
            kind: self.grid.raw[row][column] for kind, column in self.heading.kinds.items() if kind != "name"
        }
        kept = {kind: value for kind, value in kept.items() if value not in (None, "")}
        number = self.grid.raw[row][0]
        if self._is_total(row) or not (kept or (isinstance(number, int | float) and 0 not in self.columns)):
            return None
        return BodyRow(row, row, 0, self._half(row), "", self.place, kept, trouble="missing_name")

    def _kept(self, row: int) -> dict[str, object]:
        cells = self.grid.rows[row]
        return {kind: cells[column] for kind, column in self.heading.kinds.items()}

    def _marks(self, row: int) -> Sequence[object]:
        cells = self.grid.rows[row]
        return cells[self.low : self.high] if self.whole_range else [cells[column] for column in self.columns]

    def _is_marked(self, row: int) -> bool:
        return any(value is not None and value != "" for value in self._marks(row))

    def _is_total(self, row: int) -> bool:
        """合计 in any cell before the days."""
        cells = self.grid.raw[row]
        return any(
            isinstance(value, str)
            and "计" in value
            and len(value) < 12
            and re.search(r"合计|小计|总计|^共计", compact(value))
            for value in cells[: self.low]
        )

    def _is_banner(self, area: Area) -> bool:
        """A cell merged from the name over other columns is a line of text, no name."""
        others = {*self.columns, *(column for kind, column in self.heading.kinds.items() if kind != "name")}
        return any(column in others for column in range(area[1], area[3] + 1))

    def _section(self, row: int) -> None:
        texts = [shown(value) for value in self.grid.raw[row] if value not in (None, "")]
        if 0 < len(texts) <= 4:
            place = place_of_section("".join(texts), self.people, self.place)
            if place is not None:
                self.place = place

    def _half_column(self) -> int | None:
        """A column before or after the days that says 上午 or 下午 in most rows."""
        rows = self.grid.raw[self.heading.bottom + 1 : min(self.end, self.heading.bottom + 61)]
        for column in range(self.grid.width):
            if column in self.columns:
                continue
            texts = [text for cells in rows if (text := compact(shown(cells[column])).lower())]
            halves = [half_of(text) for text in texts]
            known = [half for half in halves if half]
            if len(known) >= 2 and len(known) >= 0.6 * len(texts) and len(set(known)) > 1:
                return column
        return None

    def _half(self, row: int) -> str:
        if self.half_column is None:
            return WHOLE
        half = half_of(compact(shown(self.grid.rows[row][self.half_column])).lower())
        if half == NIGHT and self._without_afternoon():
            return PM
        return half or WHOLE

    def _without_afternoon(self) -> bool:
        column = self.half_column or 0
        rows = self.grid.raw[self.heading.bottom + 1 : min(self.end, self.heading.bottom + 61)]
        return all(half_of(compact(shown(cells[column])).lower()) != PM for cells in rows)

    def _follows(self) -> bool:
        """Whether each person has more than one row: the name merged over them, or written in the first only."""
        if self.heading.stacked > 1 or self.half_column is not None:
            return True
        if self.name_column < 0:
            return False
        leaders = followers = 0
        after_person = False
        for row in range(self.heading.bottom + 1, min(self.end, self.heading.bottom + 201)):
            name = self.grid.raw[row][self.name_column]
            area = self.areas.get(row)
            if not self._is_marked(row) or self._is_total(row):
                after_person = False
            elif area is not None and area[0] < row and area[1] == area[3]:
                followers += 1
            elif name not in (None, ""):
                after_person = self._may_be_name(row, compact(shown(name)))
                leaders += after_person
            elif after_person and not any(self._before(row)):
                followers += 1
        return leaders > 0 and followers >= 0.6 * leaders

    def _before(self, row: int) -> Iterator[bool]:
        """Which cells before the days are filled."""
        return (value is not None and value != "" for value in self.grid.raw[row][: self.low])

    def _is_follower(self, row: int, name: str, last: BodyRow) -> bool:
        area = self.areas.get(row)
        if area is not None and area[0] == last.first and area[0] < row:
            return True
        if self._is_total(row):
            return False
        labelled = self.half_column is not None and self._half(row) != WHOLE
        return (
            not self.grid.raw[row][self.name_column]
            and (labelled or self._is_marked(row))
            and (not name or area is None)
        )

    def _merged_names(self, rows: list[BodyRow]) -> None:
        """One name over several rows where a person has one row: nobody can tell whose rows they are."""
        if self.following:
            return
        for body_row in rows:
            area = self.areas.get(body_row.row)
            if area is not None and area[0] != area[2] and self._marked_rows(area) > 1:
                body_row.trouble = "merged_name"

    def _marked_rows(self, area: Area) -> int:
        return sum(self._is_marked(row) for row in range(area[0], min(area[2] + 1, self.end)))
