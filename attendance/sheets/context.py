"""What stands around an attendance table: the month, the township, the village."""

import re
from dataclasses import dataclass
from datetime import date

from attendance.sheets.alphabet import Month
from attendance.sheets.grid import Grid
from attendance.sheets.headings import Heading, is_day_heading
from attendance.sheets.months import MonthHint, first_hint, month_hint
from attendance.sheets.people import People
from attendance.sheets.signs import compact, shown

_NUMBERING = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]+[).、．]+)|(?:乡镇|村|苏木|嘎查|单位)(?:名称)?[:：]|[(].*?[)]|共?\d+人"
)
_SIGNATURE = re.compile(r"盖章|负责人|考勤员|审核|填表|签字|签名|领导|联系电话|合计|小计|总计")


@dataclass(frozen=True)
class Place:
    """Township and village as far as a text tells them."""

    township: str | None = None
    village: str | None = None


def texts_above(grid: Grid, heading: Heading, first: int) -> list[str]:
    """Each row's text from row `first` down to the heading, the days' own headings left out."""
    days = {day.column for day in heading.days}
    texts = []
    for row in range(first, heading.bottom + 1):
        cells = [
            _titled(grid, row, column)
            for column, value in enumerate(grid.raw[row])
            if value not in (None, "") and not (row >= heading.top and column in days and is_day_heading(value))
        ]
        texts.append("".join(cells))
        texts += cells if len(cells) > 1 else []
    return [text for text in texts if text]


def _titled(grid: Grid, row: int, column: int) -> str:
    """A date without a day means its month; the number 2018.1 means 2018.10 only where its format shows it."""
    value = grid.raw[row][column]
    if isinstance(value, date):
        format_code = grid.sheet.number_format(*grid.place(row, column)).lower()
        shows_day = "d" in format_code or "日" in format_code
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if shows_day else "")
    if isinstance(value, float) and not value.is_integer() and 2000 < value < 2100:
        two_places = grid.sheet.number_format(*grid.place(row, column)).startswith("0.00")
        return f"{value:.2f}" if two_places or len(repr(value)) == 7 else str(int(value))
    return shown(value)


def heading_hint(grid: Grid, heading: Heading, first: int) -> MonthHint:
    """The month of a table: what its own day cells say, else the texts above it."""
    own = next((day.month for day in heading.days if day.month.month and day.offset == 0), MonthHint())
    dated = [day.month for day in heading.days if day.month.is_whole]
    if dated:
        own = max(dated, key=lambda hint: (dated.count(hint), hint.year or 0, hint.month or 0))
    return own.or_else(first_hint(texts_above(grid, heading, first)))


def settled_months(
    titles: dict[str, list[MonthHint]], *, file_name: str, given: Month | None
) -> dict[str, list[Month | None]]:
    """The month of every table by sheet, from its own hints, the sheet's name, its neighbours, the file's name, and what
    the user said. None where nothing tells."""
    names = {sheet: month_hint(sheet) for sheet in titles}
    named = [hint.month for hint in names.values() if hint.month]
    own = [hint.month for hints in titles.values() for hint in hints[:1] if hint.month]
    copied = len(named) == len(titles) > 1 and len(set(named)) == len(named) and len(set(own)) < len(own)
    years = {hint.year for hints in titles.values() for hint in hints if hint.year} | {
        hint.year for hint in names.values() if hint.year
    }
    rest = MonthHint(years.pop()) if len(years) == 1 else MonthHint()
    rest = rest.or_else(month_hint(file_name)).or_else(MonthHint(*given) if given else MonthHint())
    settled: dict[str, list[Month | None]] = {}
    for sheet, hints in titles.items():
        last = MonthHint()
        for hint in hints:
            first, second = (names[sheet], hint) if copied else (hint, names[sheet])
            last = (first if first.month or not last.month else last).or_else(second).or_else(last).or_else(rest)
            month = (last.year, last.month) if last.year and last.month else None
            settled.setdefault(sheet, []).append(month)
    return settled


def place_of_titles(texts: list[str], sheet_name: str, people: People) -> Place:
    """Township and village that a table's titles or its sheet's name speak of."""
    township = next((found for text in [*texts, sheet_name] if (found := people.township_in(text))), None)
    village = next((found for text in [*texts, sheet_name] if (found := people.village_in(text, township))), None)
    return Place(township, village)


def place_of_section(text: str, people: People, now: Place) -> Place | None:
    """The place a section row (一、吉昌镇（45人）) opens; None where the row says something else."""
    text = compact(text)
    if not text or len(text) > 40 or _SIGNATURE.search(text):
        return None
    bare = _NUMBERING.sub("", text)
    township = people.township_in(bare)
    village = people.village_in(bare, township or now.township)
    if township is None and village is None:
        return None
    if len(bare) > len(township or "") + len(village or "") + 10:
        return None
    return Place(township or now.township, village)
