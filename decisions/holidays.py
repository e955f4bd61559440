"""A year's holiday notice as a list of days, read and kept where the program does not carry the year yet."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from decisions.models import CalendarYear
from decisions.shelf import look_again
from villages.clock import now

LONGEST = 31  # days of one holiday
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
    """Lines of a date, or two joined by 至, and 休 or 班: "2027-01-01,休". A heading line is passed over.

    Weekends that merely stay weekends need not be listed. Raises NoticeRefused.
    """
    days: dict[date, bool] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff").replace("，", ","))), 1):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or (number == 1 and not cells[0][:1].isdigit()):
            continue
        for day, off in _line(cells, number):
            if day.year != year:
                raise NoticeRefused(f"第{number}行：{day.isoformat()}不在{year}年，请按年份分开录入。")
            if days.setdefault(day, off) != off:
                raise NoticeRefused(f"第{number}行：{day.isoformat()}既写了休又写了班，请核对。")
    holidays = tuple(sorted(day for day, off in days.items() if off))
    if not holidays:
        raise NoticeRefused(f"没有读到{year}年的放假日期。每行写“日期,休”或“日期,班”，例如“{year}-01-01,休”。")
    return YearNotice(year, holidays, tuple(sorted(day for day, off in days.items() if not off)))


def _line(cells: list[str], number: int) -> list[tuple[date, bool]]:
    """The days of a line, each with whether it is off."""
    try:
        first, last = (date.fromisoformat(day.strip().replace("/", "-")) for day in (cells[0].split("至") * 2)[:2])
    except ValueError:
        raise NoticeRefused(f"第{number}行：“{cells[0]}”不是日期，请写成 2027-01-01 的样子。") from None
    if not 0 <= (last - first).days < LONGEST:
        raise NoticeRefused(f"第{number}行：“{cells[0]}”的起止不对，请核对。")
    word = cells[1] if len(cells) > 1 else ""
    if word not in OFF | WORKED:
        raise NoticeRefused(f"第{number}行：日期后面应写“休”或“班”，现在是“{word}”。")
    found = [(first + timedelta(days=more), word in OFF) for more in range((last - first).days + 1)]
    for day, off in found:
        if not off and day.weekday() < 5:
            raise NoticeRefused(f"第{number}行：{day.isoformat()}本来就是工作日，不用写“班”。")
    return found


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
