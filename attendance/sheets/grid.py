"""A worksheet as a grid of cells with merged ranges filled, turned if the days run downwards."""

from dataclasses import dataclass, field

from accounts.files.workbooks.refusals import too_large
from accounts.files.workbooks.workbook import Sheet, Value

_MAX_FILLED = 4_000_000

Area = tuple[int, int, int, int]


@dataclass
class Grid:
    """`rows` have merged ranges filled with their first cell's value, `raw` have not. Rows and columns from 0; in a
    turned grid they are the worksheet's columns and rows."""

    sheet: Sheet
    rows: list[list[Value]]
    raw: list[list[Value]]
    areas: list[Area]
    turned: bool = False
    _anchors: dict[int, dict[int, Area]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows[:1]), default=0)

    def place(self, row: int, column: int) -> tuple[int, int]:
        """The worksheet's (row, column) of a cell, from 0."""
        return (column, row) if self.turned else (row, column)

    def areas_in(self, column: int) -> dict[int, Area]:
        """Merged ranges that cover cells of a column, by row."""
        if column not in self._anchors:
            self._anchors[column] = {
                row: area
                for area in self.areas
                if area[1] <= column <= area[3]
                for row in range(area[0], min(area[2], len(self.rows) - 1) + 1)
            }
        return self._anchors[column]

    def is_formula(self, row: int, column: int) -> bool:
        return self.place(row, column) in self.sheet.formulas

    def error_at(self, row: int, column: int) -> str | None:
        return self.sheet.errors.get(self.place(row, column))


def grid_of(sheet: Sheet) -> Grid:
    """The grid of a sheet. Raises FileRefused (too_large) where merged ranges cover more than can be meant."""
    width = max((len(row) for row in sheet.rows), default=0)
    raw = [row if len(row) == width else row + [None] * (width - len(row)) for row in sheet.rows]
    areas = [area for area in sheet.merged if area[0] < len(raw) and area[1] < width and area[:2] != area[2:]]
    return Grid(sheet, _filled(raw, areas), raw, areas)


def turned(grid: Grid) -> Grid:
    """The same sheet with rows and columns exchanged."""
    raw = [list(column) for column in zip(*grid.raw, strict=True)]
    areas = [(left, top, right, bottom) for top, left, bottom, right in grid.areas]
    return Grid(grid.sheet, _filled(raw, areas), raw, areas, turned=True)


def _filled(raw: list[list[Value]], areas: list[Area]) -> list[list[Value]]:
    rows = list(raw)
    copied: set[int] = set()
    work = 0
    for top, left, bottom, right in areas:
        bottom, right = min(bottom, len(rows) - 1), min(right, len(rows[0]) - 1)
        work += (bottom - top + 1) * (right - left + 1)
        if work > _MAX_FILLED:
            raise too_large("合并单元格覆盖的范围太大")
        value = raw[top][left]
        if value is None or value == "":
            continue
        for row in range(top, bottom + 1):
            if row not in copied:
                rows[row] = list(rows[row])
                copied.add(row)
            rows[row][left : right + 1] = [value] * (right - left + 1)
    return rows
