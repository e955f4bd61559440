"""Day strings: one character a calendar day, a string a month, afternoons apart where they differ."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.errors import QuestionError
from policies.words import BY_NAME

ALPHABET = frozenset(BY_NAME["symbol"])
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of the register: what the morning and the afternoon were."""

    date: date
    am: str
    pm: str

    def halves(self, symbols: frozenset[str]) -> int:
        return (self.am in symbols) + (self.pm in symbols)


def read_days(days: Any, days_pm: Any = None) -> tuple[Day, ...]:
    """Days in order of the calendar; months missing from `days_pm` had afternoons like their mornings."""
    mornings = read_months(days, "days")
    if not mornings:
        raise QuestionError('facts.days：至少要有一个月的出勤字符串，例如 {"2018-09": "VV…"}。')
    afternoons = read_months(days_pm, "days_pm") if days_pm is not None else {}
    strange = sorted(set(afternoons) - set(mornings))
    if strange:
        raise QuestionError(f"facts.days_pm：月份 {strange[0]} 在 days 中没有，请先在 days 中写明该月。")
    return tuple(
        Day(date(int(month[:4]), int(month[5:]), number), am, pm)
        for month, line in sorted(mornings.items())
        for number, (am, pm) in enumerate(zip(line, afternoons.get(month, line), strict=True), 1)
    )


def read_months(value: Any, key: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise QuestionError(f'facts.{key}：应为“月份: 出勤字符串”的对象，例如 {{"2018-09": "VV…"}}。')
    for month, line in value.items():
        check_line(line, month, f"{key}.{month}")
    return value


def check_line(line: Any, month: Any, key: str) -> None:
    """Raises `QuestionError` unless `line` has a known character for every day of `month`."""
    if not isinstance(month, str) or not MONTH.fullmatch(month):
        raise QuestionError(f"facts.{key}：月份“{month}”应写成 YYYY-MM，例如 2018-09。")
    if not isinstance(line, str):
        raise QuestionError(f"facts.{key}：应为字符串，每个日历日一个字符。")
    length = monthrange(int(month[:4]), int(month[5:]))[1]
    if len(line) != length:
        raise QuestionError(f"facts.{key}：{month} 有{length}天，字符串却有{len(line)}个字符，请逐日补齐。")
    unknown = sorted(set(line) - ALPHABET)
    if unknown:
        raise QuestionError(f"facts.{key}：不认识的出勤符号“{unknown[0]}”，只能用 V C O L R A 和 . 。")
