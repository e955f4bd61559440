"""A year's holiday notice as a list of days, read and kept where the program does not carry the year yet."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from decisions.models import CalendarYear
from decisions.shelf import look_again
from villages.clock import now

OFF, WORKED = {"休", "放假", "休息"}, {"班", "上班", "调休", "补班"}


class NoticeRefused(Exception):
    """The list cannot be used; the sentence names the line and what to write."""


@dataclass(frozen=True)
class YearNotice:
    """Days off and rest days that are worked, all of one year."""

    year: int
    holidays: tuple[date, ...]
    make_up: tuple[date, ...]


def read_notice(text: str, *, year: int) -> YearNotice:
    """Lines of a date and 休 or 班, separated by a comma: "2027-01-01,休". A heading line is passed over.

    Weekends that merely stay weekends need not be listed. Raises NoticeRefused.
    """
    days: dict[date, bool] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), 1):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or (number == 1 and not cells[0][:1].isdigit()):
            continue
        day, off = _line(cells, number)
        if day.year != year:
            raise NoticeRefused(f"第{number}行：{day.isoformat()}不在{year}年，请按年份分开导入。")
        if days.setdefault(day, off) != off:
            raise NoticeRefused(f"第{number}行：{day.isoformat()}既写了休又写了班，请核对。")
    holidays = tuple(sorted(day for day, off in days.items() if off))
    if not holidays:
        raise NoticeRefused(f"没有读到{year}年的放假日期。每行写“日期,休”或“日期,班”，例如“{year}-01-01,休”。")
    return YearNotice(year, holidays, tuple(sorted(day for day, off in days.items() if not off)))


def _line(cells: list[str], number: int) -> tuple[date, bool]:
    try:
        day = date.fromisoformat(cells[0].replace("/", "-"))
    except ValueError:
        raise NoticeRefused(f"第{number}行：“{cells[0]}”不是日期，请写成 2027-01-01 的样子。") from None
    word = cells[1] if len(cells) > 1 else ""
    if word not in OFF | WORKED:
        raise NoticeRefused(f"第{number}行：日期后面应写“休”或“班”，现在是“{word}”。")
    if word in WORKED and day.weekday() < 5:
        raise NoticeRefused(f"第{number}行：{day.isoformat()}本来就是工作日，不用写“班”。")
    return day, word in OFF


def enter_year(notice: YearNotice, *, source: str, provisional: bool = False) -> CalendarYear:
    """Keep the year, in the place of what was entered for it before."""
    values = {
        "holidays": list(notice.holidays),
        "make_up": list(notice.make_up),
        "provisional": provisional,
        "source": source,
        "entered_at": now(),
    }
    row, _ = CalendarYear.objects.update_or_create(year=notice.year, defaults=values)
    look_again()
    return row
