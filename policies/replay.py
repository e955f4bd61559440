"""What would change: rulings already given, answered anew by another library. Nothing recorded is touched."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.calendar import StatutoryCalendar
from policies.collection import Library
from policies.facade import ask
from policies.words import article_name

TRACE = frozenset({"id", "policy", "digest", "reading", "considered", "local"})
NAMES = {
    "outcome": "结论",
    "steps": "办理环节",
    "tell": "告知对象",
    "reply_within": "答复时限",
    "counted": "计入天数",
    "required": "要求天数",
    "articles": "依据条款",
    "grounds": "情形",
    "pending": "待认定情形",
    "effects": "后果",
    "due": "到期",
    "max": "名额",
    "allowed": "可评等次",
    "forced": "确定等次",
    "points": "得分",
    "amount": "金额",
    "until": "任期至",
    "error": "无法回答",
}


@dataclass(frozen=True)
class Recorded:
    """A ruling as it was asked: any key that finds it again, the question, and the readings that held then."""

    key: Any
    question: Mapping[str, Any]
    readings: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A ruling that would come out otherwise: both answers, the keys that differ, and why in Chinese."""

    key: Any
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    differs: tuple[str, ...]
    why: str


def replay(
    rulings: Iterable[Recorded],
    *,
    library_before: Library,
    library_after: Library,
    calendar: StatutoryCalendar | None = None,
    readings_after: Mapping[str, Any] | None = None,
    codes: Mapping[str, str] | None = None,
) -> Iterator[Difference]:
    """Those who would be treated differently.

    `readings_after`: choices that would hold instead of those recorded. `codes`: which regulation would take the
    place of which (a local overlay has a code of its own).
    """
    for ruling in rulings:
        before = ask(ruling.question, library=library_before, calendar=calendar, readings=ruling.readings)
        code = (codes or {}).get(str(ruling.question.get("policy")), ruling.question.get("policy"))
        readings = {**ruling.readings, **(readings_after or {})}
        after = ask({**ruling.question, "policy": code}, library=library_after, calendar=calendar, readings=readings)
        differs = tuple(key for key in {**before, **after} if key not in TRACE and before.get(key) != after.get(key))
        if differs:
            yield Difference(ruling.key, before, after, differs, _why(before, after, differs))


def _why(before: Mapping[str, Any], after: Mapping[str, Any], differs: tuple[str, ...]) -> str:
    what = "、".join(NAMES.get(key, key) for key in differs)
    reasons = [*_rules(before, after), *_readings(before, after)]
    return f"{what}不同" + (f"：{'；'.join(reasons)}" if reasons else "") + "。"


def _rules(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Rules that applied in one answer and not, or otherwise, in the other."""
    applied = [
        {(rule["article"], rule["gist"]) for rule in answer.get("considered", ()) if rule["applied"]}
        for answer in (before, after)
    ]
    for article, gist in sorted(applied[0] - applied[1]):
        yield f"原依据{article_name(article)}（{gist}）不再适用"
    for article, gist in sorted(applied[1] - applied[0]):
        yield f"现依据{article_name(article)}（{gist}）"


def _readings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = ({item["name"]: item for item in answer.get("reading", ())} for answer in (before, after))
    for name, item in new.items():
        if name in old and old[name]["choice"] != item["choice"]:
            yield f"{item['title']}由“{old[name]['sentence']}”改为“{item['sentence']}”"
