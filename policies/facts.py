"""The facts of each question: which are known, which are needed, what a value may be. Errors name the key in Chinese."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from policies.days import MONTH, check_line, read_months
from policies.errors import QuestionError
from policies.policy import Policy
from policies.words import (
    ABSENCE_OUTCOMES,
    DESTINATIONS,
    DISPOSITIONS,
    EDUCATION,
    EVENTS,
    FILED_BY,
    FINDINGS,
    GRADES,
    LEAVE_TYPES,
    LEVELS,
    OBJECTS,
    PARTIES,
    RANKS,
    ROLES,
    SHEETS,
    UNIT_KINDS,
    VILLAGE_STATUS,
    WINDOWS,
    Words,
)

Reader = Callable[[Any, str], Any]
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
ARTICLE = re.compile(r"(annex)?\d{1,2}(\.\d{1,2}){0,2}", re.ASCII)
LARGEST = 10**9


def shown(value: Any) -> str:
    """The value as a sentence can quote it, cut short."""
    text = str(value) if not isinstance(value, int) or abs(value) <= LARGEST * LARGEST else "过大的数"
    return text if len(text) <= 30 else text[:30] + "…"


def one_of(words: Words, *more: str) -> Reader:
    def read(value: Any, key: str) -> str:
        if not isinstance(value, str) or (value not in words and value not in more):
            choices = "、".join(f"{word}（{text}）" for word, text in words.items())
            raise QuestionError(f"{key}：不认识“{shown(value)}”，可用：{choices}。")
        return value

    return read


def number(*, step: str = "", least: int = 0, most: int = LARGEST, above: bool = False) -> Reader:
    """A finite number from `least` (itself left out if `above`) to `most`, in steps of `step` where one is named."""

    def read(value: Any, key: str) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not _finite(value):
            raise QuestionError(f"{key}：应为数字，收到的是“{shown(value)}”。")
        exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
        if exact < least or (above and exact == least) or exact > most:
            raise QuestionError(
                f"{key}：{shown(value)}超出范围，应{'大于' if above else '不小于'}{least}且不大于{most}。"
            )
        if step and exact % Decimal(step):
            raise QuestionError(f"{key}：{shown(value)}应为{step}的整数倍（以半天计）。")
        return exact

    return read


def _finite(value: int | float | Decimal) -> bool:
    return isinstance(value, int) or isfinite(value)


def integer(least: int = 0, most: int = LARGEST) -> Reader:
    def read(value: Any, key: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise QuestionError(f"{key}：应为整数，收到的是“{shown(value)}”。")
        if not least <= value <= most:
            raise QuestionError(f"{key}：{shown(value)}超出范围，应在{least}至{most}之间。")
        return value

    return read


def flag(value: Any, key: str) -> bool:
    if not isinstance(value, bool):
        raise QuestionError(f"{key}：应为 true 或 false，收到的是“{shown(value)}”。")
    return value


def text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value:
        raise QuestionError(f"{key}：应为文字，收到的是“{shown(value)}”。")
    return value


def day(value: Any, key: str) -> date:
    try:
        if isinstance(value, str) and DAY.fullmatch(value) and 1900 <= int(value[:4]) <= 2200:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise QuestionError(f"{key}：“{shown(value)}”不是日期，请写成 YYYY-MM-DD，例如 2018-09-03。")


def moment(value: Any, key: str) -> datetime:
    try:
        if isinstance(value, str) and MOMENT.fullmatch(value) and 1900 <= int(value[:4]) <= 2200:
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise QuestionError(f"{key}：“{shown(value)}”不是时间，请写成 YYYY-MM-DDTHH:MM，例如 2018-09-03T10:00。")


def month(value: Any, key: str) -> str:
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise QuestionError(f"{key}：“{shown(value)}”不是月份，请写成 YYYY-MM，例如 2018-09。")
    return value


def article(value: Any, key: str) -> str:
    if not isinstance(value, str) or not ARTICLE.fullmatch(value):
        raise QuestionError(f"{key}：“{shown(value)}”不是条款号，请写成 11.3 或 annex1.2.4 这样的形式。")
    return value


def each(reader: Reader) -> Reader:
    def read(value: Any, key: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise QuestionError(f"{key}：应为列表，收到的是“{shown(value)}”。")
        return tuple(reader(item, f"{key}[{place}]") for place, item in enumerate(value))

    return read


def table(**readers: Reader) -> Reader:
    """An object with exactly these keys."""

    def read(value: Any, key: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise QuestionError(f"{key}：应为对象，收到的是“{shown(value)}”。")
        strange = [name for name in value if name not in readers]
        if strange:
            raise QuestionError(f"{key}.{shown(strange[0])}：不认识的键，可用：{'、'.join(readers)}。")
        missing = [name for name in readers if value.get(name) is None]
        if missing:
            raise QuestionError(f"{key}.{missing[0]}：缺少这一项，请补上。")
        return {name: reader(value[name], f"{key}.{name}") for name, reader in readers.items()}

    return read


def months(value: Any, key: str) -> Any:
    return read_months(value, key.removeprefix("facts."))


def team_days(value: Any, key: str) -> Any:
    """Lines by name; their length is checked against the month by the question."""
    if not isinstance(value, dict) or not all(isinstance(line, str) for line in value.values()):
        raise QuestionError(f'{key}：应为“姓名: 出勤字符串”的对象，例如 {{"甲": "VV…"}}。')
    return value


def head_count(value: Any, key: str) -> int:
    """A number of persons; true and false mean one and none."""
    return int(value) if isinstance(value, bool) else integer()(value, key)


def _numbers(value: Any, key: str) -> dict[str, Decimal]:
    if not isinstance(value, dict):
        raise QuestionError(f"{key}：应为“名称: 数字”的对象，收到的是“{shown(value)}”。")
    return {str(name): number()(item, f"{key}.{name}") for name, item in value.items()}


HALF_DAYS = number(step="0.5")
PERCENT = number(most=100)
LEVELLED = each(table(level=one_of(LEVELS)))

FACTS: Mapping[str, Mapping[str, Reader]] = {
    "leave_route": {
        "role": one_of(ROLES),
        "dispatch_level": one_of(LEVELS),
        "leave_type": one_of(LEAVE_TYPES),
        "days": number(step="0.5", above=True, most=3660),
        "urgent": flag,
        "oral": flag,
        "filed_by": one_of(FILED_BY),
        "destination": one_of(DESTINATIONS),
        "has_team_leader": flag,
    },
    "presence": {
        "window": one_of({key: WINDOWS[key] for key in ("month", "year")}),
        "days": months,
        "days_pm": months,
        "as_of": day,
        "posted_from": day,
        "posted_to": day,
        "object": one_of({key: OBJECTS[key] for key in ("cadre", "team")}),
    },
    "coverage": {"month": month, "team_days": team_days},
    "absence": {"days": months, "days_pm": months, "as_of": day},
    "removal_grounds": {
        "annual_grade": one_of(GRADES),
        "satisfaction": PERCENT,
        "inspection_measures": integer(),
        "unapproved_findings": integer(),
        "township_unsuitable": flag,
        "county_unsuitable": flag,
        "presence_year": table(counted=HALF_DAYS, closed=flag),
        "absence": table(outcome=one_of(ABSENCE_OUTCOMES)),
        "villagers_object": flag,
        "findings": each(one_of(FINDINGS)),
    },
    "removal_effects": {"disposition": one_of(DISPOSITIONS), "decided_on": day, "ground": article},
    "removal_procedure": {"disposition": one_of(DISPOSITIONS), "unit_level": one_of(LEVELS), "ground": article},
    "deadline": {"event": one_of(EVENTS), "received_on": day, "received_at": moment},
    "grade_quota": {"object": one_of(OBJECTS), "grade": one_of(GRADES), "base": integer()},
    "grade_limits": {
        "object": one_of(OBJECTS),
        "tasks_done": flag,
        "circulars": integer(),
        "discipline_ok": flag,
        "dereliction": flag,
        "quarterly": each(one_of(GRADES)),
        "teams": each(one_of(GRADES)),
    },
    "score": {
        "sheet": one_of(SHEETS),
        "item": text,
        "workdays": HALF_DAYS,
        "absent_days": HALF_DAYS,
        "raised_wan": number(),
        "unit_kind": one_of(UNIT_KINDS),
        "media": each(table(level=one_of(LEVELS), count=integer())),
        "articles_used": LEVELLED,
        "suggestions_used": LEVELLED,
        "endorsements": LEVELLED,
        "respondents": integer(),
        "satisfaction": PERCENT,
        "unfinished_tasks": integer(),
    },
    "eligibility": {
        "rank": one_of(RANKS),
        "birth": month,
        "education": one_of(EDUCATION),
        "healthy": flag,
        "reserve": flag,
        "started_work": day,
        "selected_on": day,
    },
    "team": {
        "village_status": one_of(VILLAGE_STATUS),
        "members": integer(),
        "seconded": head_count,
        "bilingual": head_count,
        "mostly_mongolian": flag,
        "kept_from_last": head_count,
        "rotation": flag,
        "leader_is_first_secretary": flag,
        "teams_in_village": integer(),
    },
    "term": {"role": one_of(ROLES), "from": day},
    "credit": {"role": one_of(ROLES), "from": day, "to": day, "grade": one_of(GRADES)},
    "subsidy": {"nights": HALF_DAYS, "quarter_grade": one_of(GRADES)},
    "training": {
        "role": one_of(ROLES),
        "dispatch_level": one_of(LEVELS),
        "sessions": integer(),
        "days_off_job": HALF_DAYS,
    },
    "duties": {"party": one_of(PARTIES), "year": integer(1949, 2200), "article": article},
    "scope": {"dispatch_level": one_of(LEVELS), "role": one_of(ROLES), "village_status": one_of(VILLAGE_STATUS)},
}

NEEDED: Mapping[str, tuple[str, ...]] = {
    "leave_route": ("role", "dispatch_level", "leave_type", "days"),
    "presence": ("window", "days"),
    "coverage": ("month", "team_days"),
    "absence": ("days", "as_of"),
    "removal_grounds": (),
    "removal_effects": ("disposition", "decided_on"),
    "removal_procedure": ("disposition", "unit_level"),
    "deadline": ("event",),
    "grade_quota": ("object", "grade", "base"),
    "grade_limits": ("object",),
    "score": ("sheet", "item"),
    "eligibility": (),
    "team": (),
    "term": ("role", "from"),
    "credit": ("role", "from", "to"),
    "subsidy": ("nights",),
    "training": (),
    "duties": ("party", "year"),
    "scope": ("dispatch_level", "role", "village_status"),
}

OWN: Mapping[str, Reader] = {
    "number": number(),
    "flag": flag,
    "text": text,
    "texts": each(text),
    "dates": each(day),
    "numbers": _numbers,
}


def read_facts(question: str, facts: Any, policy: Policy | None) -> dict[str, Any]:
    """The facts with their values read; a fact given as null is one not given. Raises `QuestionError`."""
    if not isinstance(facts, dict):
        raise QuestionError("facts：应为“事实: 值”的对象，请写明所问的事实。")
    known = FACTS[question]
    read: dict[str, Any] = {}
    for key, value in facts.items():
        reader = _window(policy) if key == "window" else known.get(key) or _own_reader(policy, key)
        if reader is None or (key == "window" and key not in known):
            raise QuestionError(f"facts.{shown(key)}：{question} 没有这个事实，可用：{'、'.join(known)}。")
        if value is not None:
            read[key] = reader(value, f"facts.{key}")
    for key in NEEDED[question]:
        if key not in read:
            raise missing(key)
    return read


def _window(policy: Policy | None) -> Reader:
    """The month and the year, and whatever other windows the regulation counts in."""
    windows = {"month", "year"} | (policy.windows if policy else set())
    return one_of({name: text for name, text in WINDOWS.items() if name in windows})


def _own_reader(policy: Policy | None, key: Any) -> Reader | None:
    if policy is None or not policy.facts or key not in policy.facts:
        return None
    own = policy.facts[key]
    if key == "role":
        return one_of(ROLES)
    if key == "rank":
        return one_of(RANKS)
    return OWN[own.type]


def missing(key: str) -> QuestionError:
    return QuestionError(f"facts.{key}：缺少这个事实，回答这一问必须写明。")


__all__ = ["FACTS", "NEEDED", "check_line", "day", "missing", "read_facts", "shown"]
