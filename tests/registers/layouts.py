"""Lays known months out as sheets in the ways counties do: wording, order, header, legend and half days all vary."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.registers.truths import Someone

HAN = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Known:
    """A person with the mornings and afternoons that must come out."""

    person: Someone
    am: str
    pm: str


@dataclass
class Style:
    """How one county lays its sheet out. `signs` maps the letters of a day string to what is typed."""

    title: str = "某县2018年10月份驻村干部考勤表"
    sheet: str = "Sheet1"
    signs: dict[str, str] = field(default_factory=lambda: {"V": "√", "O": "△", "L": "○", "A": "×", "R": "休"})
    legend: str | list[list[Any]] | None = "说明：√出勤 △公出 ○请假 ×缺岗 休 休息"
    legend_place: str = "bottom"
    identity: tuple[tuple[str, str], ...] = (
        ("序号", "number"),
        ("乡镇", "township"),
        ("村", "village"),
        ("姓名", "name"),
    )
    days: str = "numbers"
    columns: int = 31
    halves: str = "slash"
    subtotals: tuple[tuple[str, str], ...] = ()
    subtotals_first: bool = False
    merge_places: bool = False
    sections: bool = False
    repeat_header_every: int = 0
    weekday_row: bool = False
    blocks: bool = False
    group_row: bool = True
    wrong: dict[int, float] = field(default_factory=dict)


SEPARATE: dict[str, Callable[[str, str], str]] = {
    "slash": lambda a, b: f"{a}/{b}",
    "wide slash": lambda a, b: f"{a}／{b}",
    "bar": lambda a, b: f"{a}|{b}",
    "newline": lambda a, b: f"{a}\n{b}",
    "named": lambda a, b: f"上{a}下{b}",
    "named long": lambda a, b: f"上午{a} 下午{b}",
    "named lines": lambda a, b: f"上午：{a}\n下午：{b}",
    "plus": lambda a, b: f"{a}+{b}",
    "comma": lambda a, b: f"{a}、{b}",
    "together": lambda a, b: f"{a}{b}",
    "space": lambda a, b: f"{a} {b}",
}


def workbook_bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def laid_out(people: list[Known], style: Style, *, month: tuple[int, int] = (2018, 10)) -> bytes:
    """A workbook with one sheet in the style."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    lay_out(sheet, people, style, month=month)
    return workbook_bytes(book)


def lay_out(sheet: Worksheet, people: list[Known], style: Style, *, month: tuple[int, int] = (2018, 10)) -> None:
    sheet.title = style.sheet
    width = len(style.identity) + style.columns * (2 if style.halves == "columns" else 1) + len(style.subtotals) + 1
    if style.title:
        sheet.append([style.title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    if style.legend_place == "top":
        _legend(sheet, style)
    stretches = [(1, 15), (16, style.columns)] if style.blocks else [(1, style.columns)]
    for first, last in stretches:
        _header(sheet, style, month, first, last)
        _people(sheet, people, style, month, first, last)
    if style.legend_place == "bottom":
        _legend(sheet, style)
    if style.legend_place == "right":
        for row, cells in enumerate(style.legend or [], start=6):
            for column, value in enumerate(cells, start=width + 3):
                sheet.cell(row, column, value)
    sheet.append(["乡镇负责人：　　　　审核人：　　　　考勤员：　　　填报时间：2018年11月3日"])


def _legend(sheet: Worksheet, style: Style) -> None:
    if isinstance(style.legend, str):
        sheet.append([style.legend])
    for cells in style.legend if isinstance(style.legend, list) else []:
        sheet.append(cells)


def _numeral(day: int) -> str:
    tens, ones = divmod(day, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


def _day_title(style: Style, month: tuple[int, int], day: int) -> Any:
    kinds: dict[str, Callable[[], Any]] = {
        "numbers": lambda: day,
        "texts": lambda: f"{day:02d}",
        "1日": lambda: f"{day}日",
        "1号": lambda: f"{day}号",
        "10.1": lambda: f"{month[1]}.{day}",
        "10月1日": lambda: f"{month[1]}月{day}日",
        "numerals": lambda: _numeral(day),
        "dates": lambda: date(*month, day) if day <= 28 else date(*month, min(day, 31)),
        "weekdays": lambda: f"{day}\n({'一二三四五六日'[date(*month, day).weekday()]})",
    }
    return kinds[style.days]()


def _header(sheet: Worksheet, style: Style, month: tuple[int, int], first: int, last: int) -> None:
    names = [title for title, _ in style.identity]
    totals = [title for title, _ in style.subtotals]
    days = [_day_title(style, month, day) for day in range(first, last + 1)]
    if style.halves == "columns":
        days = [title for day in days for title in (day, None)]
    row = 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else sheet.max_row + 1
    if style.group_row:
        top: list[Any] = [*names, "日　　期", *[None] * (len(days) - 1), "小　计" if totals else None]
        bottom: list[Any] = [None] * len(names) + days + totals
        if style.subtotals_first:
            top = [*names, "小　计", *[None] * (len(totals) - 1), "日　　期"]
            bottom = [None] * len(names) + totals + days
        sheet.append(top)
        sheet.append(bottom)
        for column in range(1, len(names) + 1):
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
    else:
        sheet.append([*names, *totals, *days] if style.subtotals_first else [*names, *days, *totals])
    if style.weekday_row:
        week = ["一二三四五六日"[date(*month, day).weekday()] for day in range(first, min(last, 28) + 1)]
        sheet.append([None] * len(names) + week)
    if style.halves == "columns":
        sheet.append([None] * len(names) + ["上午", "下午"] * (last - first + 1))


def _people(sheet: Worksheet, people: list[Known], style: Style, month: tuple[int, int], first: int, last: int) -> None:
    township = village = None
    for number, known in enumerate(people, start=1):
        person = known.person
        if style.sections and person.township != township:
            sheet.append([f"{'一二三四五六七八九'[number % 9]}、{person.township}"])
        if style.repeat_header_every and number > 1 and number % style.repeat_header_every == 1:
            _header(sheet, style, month, first, last)
        shown = {
            "number": number,
            "township": None if style.merge_places and person.township == township else person.township,
            "village": None
            if style.merge_places and (person.township, person.village) == (township, village)
            else person.village,
            "name": person.name if len(person.name) > 2 else "　".join(person.name),
            "id": person.id_number,
            "unit": person.unit,
            "place": f"{person.township}{person.village}",
            "blank": None,
        }
        township, village = person.township, person.village
        identity = [shown[kind] for _, kind in style.identity]
        span = range(first - 1, min(last, len(known.am)))
        signs = {**style.signs, ".": None}
        if style.halves == "rows":
            sheet.append([*identity, *[signs[known.am[day]] for day in span]])
            second = ["下午" if title == "时段" else None for title, _ in style.identity]
            sheet.append([*second, *[signs[known.pm[day]] for day in span]])
            if "时段" in [title for title, _ in style.identity]:
                at = [title for title, _ in style.identity].index("时段") + 1
                sheet.cell(sheet.max_row - 1, at, "上午")
            continue
        marks: list[Any] = []
        for day in span:
            a, b = signs[known.am[day]], signs[known.pm[day]]
            if style.halves == "columns":
                marks += [a, b]
            else:
                marks.append(a if a == b else SEPARATE[style.halves](str(a), str(b)))
        marks += [None] * ((last - first + 1) * (2 if style.halves == "columns" else 1) - len(marks))
        totals = [
            style.wrong.get(number, sum(known.am.count(letter) + known.pm.count(letter) for letter in letters) / 2)
            for _, letters in style.subtotals
        ]
        sheet.append([*identity, *totals, *marks] if style.subtotals_first else [*identity, *marks, *totals])
