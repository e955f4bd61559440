"""Whether a condition of a rule holds for the facts: true, false, left to a person, or not known."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from policies.kinds.base import Condition
from policies.questions.asking import Asking


class Truth(StrEnum):
    YES = "yes"
    NO = "no"
    PENDING = "pending"
    UNKNOWN = "unknown"


def holds(asking: Asking, condition: Condition, scale: Sequence[str] = ()) -> Truth:
    """`scale` (grades, best first) is needed where a condition compares grades."""
    if condition.ranks and asking.get("rank") not in condition.ranks:
        return Truth.NO
    if condition.roles and asking.get("role") not in condition.roles:
        return Truth.NO
    if condition.finding is not None:
        true = condition.finding in (asking.get("findings") or ())
        return (Truth.PENDING if condition.pending else Truth.YES) if true else Truth.NO
    value = _value(asking, condition.fact)
    if value is None:
        return Truth.UNKNOWN
    if not _tested(condition, value, scale):
        return Truth.NO
    return Truth.PENDING if condition.pending else Truth.YES


def _value(asking: Asking, fact: str) -> Any:
    """The fact; of a closed year's presence the days, of an open year's nothing."""
    value = asking.get(fact)
    if fact == "presence_year" and value is not None:
        return value["counted"] if value["closed"] else None
    return value


def _tested(condition: Condition, value: Any, scale: Sequence[str]) -> bool:
    if condition.count is not None:
        value = sum(grade == condition.count for grade in value)
    if condition.any_upto is not None:
        worse = scale[scale.index(condition.any_upto) :] if condition.any_upto in scale else ()
        return any(grade in worse for grade in value)
    if condition.within:
        return value in condition.within
    if condition.equals is not None:
        return bool(value == condition.equals)
    return (
        (condition.at_least is None or value >= condition.at_least)
        and (condition.over is None or value > condition.over)
        and (condition.upto is None or value <= condition.upto)
        and (condition.below is None or value < condition.below)
    )
