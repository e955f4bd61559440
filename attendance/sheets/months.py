"""Which month a sheet is about, in the many ways it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from attendance.sheets.signs import narrow

_NUMERALS = {character: digit for digit, characters in enumerate(
    ["〇○零Oo０", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]) for character in characters}  # fmt: skip
_CHINESE_YEAR = re.compile(r"([一二三四五六七八九〇○零Oo]{4})年")
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十])(正|元|十[一二]?|[一二三四五六七八九])月")
_FILED = re.compile(
    r"(?:填报|制表|上报|报送|填表|打印|制作|编制|审核|统计)(?:日期|时间)?[::]?"
    r"(?:\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}日?|(?:日期|时间):\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?"
)
_FROM_FIRST = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-]0?1日?(?=[至到~—–-])")
_DAY = re.compile(r"(?:\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}日|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2}|\d{2}(?=年))(?:年度?|[./-])(?:第)?(\d{1,2})(?!\d|[./-]\d)(?:月份?)?")
_SIX = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|(?!\d|[./-]))")
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})月(?!\d{1,2}[日号])|月份[::](\d{1,2})(?!\d)")


@dataclass(frozen=True)
class MonthHint:
    """What a text says: year, month, both or neither."""

    year: int | None = None
    month: int | None = None

    def or_else(self, other: "MonthHint") -> "MonthHint":
        """This hint, what it lacks taken from another."""
        return MonthHint(self.year or other.year, self.month or other.month)

    @property
    def is_whole(self) -> bool:
        return self.year is not None and self.month is not None


def month_hint(text: str) -> MonthHint:
    """Read year and month from a title, a sheet's name or a file's name; dates of filing are passed over."""
    text = _with_digits(re.sub(r"[\s_()\[\]【】〔〕“”\"]+", "", narrow(text)))
    if found := _FROM_FIRST.search(text):
        return _checked(found.group(1), found.group(2)).or_else(_year(text))
    text = _FILED.sub("", text)
    text = _DAY.sub("|", text)
    if found := _FULL.search(text):
        hint = _checked(found.group(1), found.group(2))
        if hint.month:
            return hint
    if found := _SIX.search(text):
        return _checked(found.group(1), found.group(2))
    found = _MONTH.search(text)
    month = _checked(None, found.group(1) or found.group(2)) if found else MonthHint()
    return month.or_else(_year(text))


def first_hint(texts: Iterable[str]) -> MonthHint:
    """The first whole month among texts, else the first year and the first month found in any of them."""
    hint = MonthHint()
    for text in texts:
        new = month_hint(text)
        if new.is_whole:
            return new
        hint = hint.or_else(new)
    return hint


def date_hint(value: object) -> MonthHint:
    """A cell that holds a real date above the table means its month."""
    return MonthHint(value.year, value.month) if isinstance(value, date) else MonthHint()


def _year(text: str) -> MonthHint:
    found = _YEAR.search(text)
    return MonthHint(int(found.group(1))) if found else MonthHint()


def _checked(year: str | None, month: str) -> MonthHint:
    number = int(month)
    whole = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return MonthHint(whole, number if 1 <= number <= 12 else None)


def _with_digits(text: str) -> str:
    """二〇一八年十月 as 2018年10月."""
    text = _CHINESE_YEAR.sub(lambda found: "".join(str(_NUMERALS[mark]) for mark in found.group(1)) + "年", text)
    return _CHINESE_MONTH.sub(lambda found: f"{_number(found.group(1))}月", text)


def _number(numeral: str) -> int:
    if numeral in "正元":
        return 1
    if numeral.startswith("十"):
        return 10 + (_NUMERALS[numeral[1]] if len(numeral) > 1 else 0)
    return _NUMERALS[numeral]
