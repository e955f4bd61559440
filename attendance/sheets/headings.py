"""The heading of an attendance table: which columns are days, who the person is, and which are subtotals."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from attendance.sheets.grid import Grid
from attendance.sheets.months import MonthHint
from attendance.sheets.signs import compact, shown

AM, PM, NIGHT, WHOLE = "am", "pm", "night", "day"

_NUMERAL = re.compile(r"(?:(二|三)?十)?([一二三四五六七八九])?|十")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)?[一二三四五六日天]|(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_PLAIN = re.compile(r"0?(\d{1,2})(?:日|号)?(?:[(/]?(?:周|星期)?[一二三四五六日天]\)?)?")
_HALF_DAY = re.compile(r"(\d{1,2})(?:日|号)?[(-]?(上午|下午|上|下|晚上|晚|早|am|pm)\)?", re.I)
_IN_MONTH = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?(?:[(]?(?:周|星期)?[一二三四五六日天][)]?)?")
_HALVES = {"上午": AM, "上": AM, "早": AM, "早上": AM, "am": AM, "前半天": AM, "上半天": AM, "午前": AM, "上半日": AM,
           "下午": PM, "下": PM, "pm": PM, "后半天": PM, "下半天": PM, "午后": PM, "下半日": PM, "中午": PM,
           "晚上": NIGHT, "晚": NIGHT, "夜": NIGHT, "夜间": NIGHT, "住宿": NIGHT, "留宿": NIGHT, "夜宿": NIGHT}  # fmt: skip
_KINDS: list[tuple[str, re.Pattern[str]]] = [
    ("ignored", re.compile(r"序号|编号|No\.?|顺序|曾用名|原姓名|原名|备注|签名|签字|盖章|说明|性别|民族|年龄|出生.*|学历", re.I)),
    ("unit", re.compile(r".*(?:单位|部门|机关)(?:名称|全称)?(?:及职务)?")),
    ("ignored", re.compile(r".*(?:职务|职级|电话|手机|联系方式|政治面貌|备注|身份|类别|级别|性质)")),
    ("id", re.compile(r".*(?:身份证|证件号|公民身份).*")),
    ("name", re.compile(r"(?:.*(?:姓名|名字).*|(?:驻村|驻嘎查村?|工作队|参加|选派|下派)?(?:干部|队员|人员|工作队员)(?:名单)?)")),
    ("time", re.compile(r"时段|时间|午别|班次|上下午|时间段")),
    ("place", re.compile(r".*(?:乡镇?|镇|苏木|街道).*(?:村|嘎查|社区).*|(?:驻村|派驻|驻点|工作|帮扶)?(?:地点|驻地|驻点|点位)|派驻地|所在地")),
    ("banner", re.compile(r".*(?:旗县|县区|县市|旗区|区县).*|(?:派驻|所驻|驻)?(?:县|旗)(?:名称?)?")),
    ("township", re.compile(r".*(?:乡镇|镇乡|苏木|街道|乡、镇|乡\(镇\)|镇\(乡\)|乡/镇).*|(?:所在|所属|派驻)?[乡镇](?:名称?)?")),
    ("village", re.compile(r".*(?:村|嘎查|社区|村居|居委会)(?:名称?|\(.*\)|/.*|委会|点)?|驻村(?:名称|情况)?|.*村名.*|.*贫困村.*|所驻|联系点")),
]  # fmt: skip


@dataclass(frozen=True)
class DayColumn:
    """A column of one day (half: am, pm, night or day for the whole day). `row` tells which of a person's rows it is
    in where the days of a month are set out in two rows."""

    column: int
    day: int
    half: str = WHOLE
    offset: int = 0
    month: MonthHint = field(default_factory=MonthHint)
    row: int = 0


@dataclass
class Heading:
    """One heading with its columns; body rows run from `bottom` + 1 to the next heading."""

    top: int
    bottom: int
    days: list[DayColumn]
    kinds: dict[str, int] = field(default_factory=dict)
    labels: dict[int, list[str]] = field(default_factory=dict)
    stacked: int = 1

    @property
    def first_day(self) -> int:
        return min(day.column for day in self.days)

    def label(self, column: int) -> str:
        """The lowest heading text of a column without white space."""
        texts = self.labels.get(column) or [""]
        return texts[0]


@dataclass(frozen=True)
class _Day:
    day: int
    half: str = WHOLE
    month: MonthHint = field(default_factory=MonthHint)


def headings(grid: Grid) -> list[Heading]:
    """All headings of a sheet from above; repeated ones on printed pages too. Empty where the sheet is no register."""
    found: list[Heading] = []
    row = 0
    while row < len(grid.rows):
        days = _day_row(grid, row)
        if days:
            heading = _heading(grid, row, days, found[-1].bottom + 1 if found else 0)
            found.append(heading)
            row = heading.bottom
        row += 1
    return found


def _day_row(grid: Grid, row: int) -> dict[int, _Day]:
    """Days by column, if the row counts days; empty if not."""
    values = grid.raw[row]
    candidates = {value for value in set(values) if _may_be_day(value)}
    if len(candidates) < 5:
        return {}
    found: dict[int, _Day] = {}
    beyond = 0
    previous = 0
    for column, value in enumerate(values):
        if value not in candidates or isinstance(value, bool):
            continue
        day = _day(value, previous + 1)
        if day is not None:
            found[column] = day
            previous = day.day
        elif isinstance(value, int | float) and 31 < value < 100:
            beyond += 1
    return found if not beyond and _is_counting(list(found.values())) else {}


def _is_counting(days: list[_Day]) -> bool:
    """Five days or more, counted up; only from a month's end may the count begin again at 1."""
    if len({day.day for day in days}) < 5:
        return False
    pairs = [(earlier.day, later.day) for earlier, later in zip(days, days[1:], strict=False)]
    falls = [(earlier, later) for earlier, later in pairs if later < earlier]
    if len(falls) > 1 or any(later != 1 or earlier < 28 for earlier, later in falls):
        return False
    return sum(later - earlier in (0, 1) for earlier, later in pairs) >= 0.7 * (len(pairs) - len(falls))


def _may_be_day(value: object) -> bool:
    if isinstance(value, str):
        return _written_day(value) is not None
    return isinstance(value, int | float | date) and not isinstance(value, bool)


def _day(value: object, expected: int) -> _Day | None:
    if isinstance(value, datetime | date):
        return _Day(value.day, month=MonthHint(value.year, value.month))
    if isinstance(value, int | float):
        return _numbered(float(value), expected)
    return _written_day(value) if isinstance(value, str) else None


@lru_cache(maxsize=65536)
def _written_day(value: str) -> _Day | None:
    if len(value) > 40 or len(text := compact(value)) > 16 or not text:
        return None
    if found := _PLAIN.fullmatch(text):
        return _Day(int(found.group(1))) if 1 <= int(found.group(1)) <= 31 else None
    if found := _HALF_DAY.fullmatch(text):
        return _Day(int(found.group(1)), half=_HALVES[found.group(2).lower()])
    if found := _IN_MONTH.fullmatch(text):
        year, month, day = found.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return _Day(int(day), month=MonthHint(int(year) if year else None, int(month)))
    day = _in_numerals(re.sub(r"[日号]$", "", text))
    return _Day(day) if day else None


@lru_cache(maxsize=4096)
def _numbered(number: float, expected: int) -> _Day | None:
    if number.is_integer() and 1 <= number <= 31:
        return _Day(int(number))
    if number.is_integer() and 36526 <= number <= 60000:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        return _Day(day.day, month=MonthHint(day.year, day.month))
    month, _, fraction = repr(number).partition(".")
    if 1 <= number < 13 and fraction in (f"{expected:02d}", f"{expected}", f"{expected:02d}".rstrip("0")):
        return _Day(expected, month=MonthHint(None, int(month)))
    return None


def _in_numerals(text: str) -> int | None:
    if not text or len(text) > 3 or not (found := _NUMERAL.fullmatch(text)):
        return None
    tens = {"二": 20, "三": 30, None: 10}[found.group(1)] if "十" in text else 0
    day = tens + ("零一二三四五六七八九".index(found.group(2)) if found.group(2) else 0)
    return day if 1 <= day <= 31 else None


def _heading(grid: Grid, row: int, found: dict[int, _Day], earliest: int) -> Heading:
    name_row = _name_row(grid, row, earliest)
    top = min(row, name_row)
    bottom = max(row, name_row)
    days = [DayColumn(column, day.day, day.half, month=day.month) for column, day in sorted(found.items())]
    stacked = 1
    covered = {day.day for day in days}
    while bottom + 1 < len(grid.rows):
        more = _day_row(grid, bottom + 1)
        labels = _half_row(grid, bottom + 1, days)
        if more and covered.isdisjoint(day.day for day in more.values()):
            days += [DayColumn(column, day.day, day.half, month=day.month, row=stacked) for column, day in more.items()]
            covered |= {day.day for day in more.values()}
            stacked += 1
        elif labels:
            days = _with_halves(days, labels)
        elif not _is_weekday_row(grid, bottom + 1, days):
            break
        bottom += 1
    heading = Heading(top, bottom, _with_offsets(_with_pairs(days)), stacked=stacked)
    _name_columns(grid, heading)
    return heading


def _name_row(grid: Grid, row: int, earliest: int) -> int:
    """The row near the days that says 姓名; the days' own row if none does."""
    for near in (row, row - 1, row + 1, row - 2, row + 2, row - 3):
        if earliest <= near < len(grid.rows):
            for column, value in enumerate(grid.raw[near]):
                if isinstance(value, str) and len(value) < 30 and kind_of(compact(value)) == "name":
                    area = grid.areas_in(column).get(near)
                    return min(near, area[0]) if area and near <= row else near
    return row


def _is_weekday_row(grid: Grid, row: int, days: list[DayColumn]) -> bool:
    texts = [compact(grid.raw[row][day.column]) for day in days if day.row == 0]
    filled = [text for text in texts if text]
    weekdays = [text for text in filled if _WEEKDAY.fullmatch(text)]
    return len(weekdays) > 3 and len(weekdays) >= 0.8 * len(filled) and len(set(weekdays)) > 3


def _half_row(grid: Grid, row: int, days: list[DayColumn]) -> dict[int, str]:
    """Labels 上午/下午 under the days, by column."""
    first = min(day.column for day in days)
    halves = {
        column: _HALVES[text]
        for column, value in enumerate(grid.raw[row])
        if column >= first and isinstance(value, str) and (text := compact(value).lower()) in _HALVES
    }
    return halves if len(halves) >= 5 and len(set(halves.values())) > 1 else {}


def _with_halves(days: list[DayColumn], labels: dict[int, str]) -> list[DayColumn]:
    if not labels:
        return days
    if NIGHT in labels.values() and PM not in labels.values():
        labels = {column: PM if half == NIGHT else half for column, half in labels.items()}
    whole: list[DayColumn] = []
    current: DayColumn | None = None
    starts = {day.column: day for day in days}
    for column in range(min(starts), max([*starts, *labels]) + 1):
        current = starts.get(column, current)
        if current is not None and (column in labels or column in starts):
            half = labels.get(column, WHOLE)
            whole.append(DayColumn(column, current.day, half, month=current.month, row=current.row))
    return whole


def _with_pairs(days: list[DayColumn]) -> list[DayColumn]:
    """A day that has two columns without labels has its morning first."""
    counts = Counter((day.day, day.row) for day in days)
    if any(day.half != WHOLE for day in days) or set(counts.values()) != {2}:
        return days
    return [
        DayColumn(day.column, day.day, PM if at % 2 else AM, month=day.month, row=day.row)
        for at, day in enumerate(days)
    ]


def _with_offsets(days: list[DayColumn]) -> list[DayColumn]:
    """Where the count starts late and begins again at 1, the first stretch belongs to the month before."""
    row_days = [day for day in days if day.row == 0]
    fall = next((at for at in range(1, len(row_days)) if row_days[at].day < row_days[at - 1].day), None)
    if fall is None or row_days[0].day < 15:
        return days
    before = {day.column for day in row_days[:fall]}
    return [
        DayColumn(day.column, day.day, day.half, -1 if day.column in before else 0, day.month, day.row) for day in days
    ]


def is_day_heading(value: object) -> bool:
    """Whether a cell in the heading rows says a day, a weekday or 上午/下午, and nothing else."""
    if not isinstance(value, str):
        return True
    text = compact(value)
    return _written_day(value) is not None or bool(_WEEKDAY.fullmatch(text)) or text.lower() in _HALVES


def half_of(text: str) -> str | None:
    """am, pm or night for 上午, 下午, 晚 and the like."""
    return _HALVES.get(text)


def kind_of(text: str) -> str | None:
    """What an identity column holds, by its heading without white space; None where the heading does not tell."""
    for kind, pattern in _KINDS:
        if pattern.fullmatch(text):
            return kind
    return None


def _name_columns(grid: Grid, heading: Heading) -> None:
    days = {day.column for day in heading.days}
    for column in range(grid.width):
        if column in days:
            continue
        texts = list(_stack(grid, heading, column))
        heading.labels[column] = texts
        kind = next((kind for text in texts if (kind := kind_of(text))), None)
        if kind in ("village", "place", "township", "banner") and (
            column > max(days) or _is_count(grid, heading, column)
        ):
            continue
        if kind and kind != "ignored":
            heading.kinds.setdefault(kind, column)


def _is_count(grid: Grid, heading: Heading, column: int) -> bool:
    """Under 驻村 stand numbers where it is a subtotal, names where it is the village."""
    values = [
        row[column] for row in grid.raw[heading.bottom + 1 : heading.bottom + 41] if row[column] not in (None, "")
    ]
    return bool(values) and sum(isinstance(value, int | float) for value in values) > len(values) / 2


def _stack(grid: Grid, heading: Heading, column: int) -> Iterator[str]:
    """Heading texts of a column from the lowest up, without repetition."""
    last = ""
    for row in range(heading.bottom, heading.top - 1, -1):
        text = compact(shown(grid.rows[row][column]))
        if text and text != last:
            yield text
            last = text
