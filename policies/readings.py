"""Readings: the choices a text leaves open, each named, with its alternatives and the one taken unless told otherwise."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import Field

from policies.errors import QuestionError
from policies.kinds.base import Frozen


class Reading(Frozen):
    """A named choice. `choices` maps what can be chosen to a Chinese sentence; `pattern` admits further values.

    `others` are readings that could be defended but that nobody can choose here.
    """

    name: str
    title: str
    default: str
    choices: dict[str, str]
    pattern: str = ""
    others: tuple[str, ...] = ()
    questions: tuple[str, ...] = Field(default=())

    def admits(self, choice: str) -> bool:
        return choice in self.choices or bool(self.pattern and re.fullmatch(self.pattern, choice, re.ASCII))

    def sentence(self, choice: str) -> str:
        return self.choices.get(choice, f"本县设定为 {choice}")


Definitions = Mapping[str, Reading]


def choose(definitions: Definitions, *choices: Mapping[str, Any] | None) -> Mapping[str, str]:
    """The choices that differ from nothing said, later ones before earlier; raises `QuestionError` for unknown ones."""
    chosen: dict[str, str] = {}
    for group in choices:
        if group is None:
            continue
        if not isinstance(group, Mapping):
            raise QuestionError('readings：应为“名称: 选择”的对象，例如 {"band_boundary": "higher"}。')
        for name, choice in group.items():
            chosen[name] = check_choice(definitions, name, choice)
    return chosen


def check_choice(definitions: Definitions, name: Any, choice: Any) -> str:
    reading = definitions.get(name) if isinstance(name, str) else None
    if reading is None:
        raise QuestionError(f"readings.{name}：没有这个名称的理解口径，可用的有：{'、'.join(definitions)}。")
    text = str(choice) if isinstance(choice, str | int | Decimal) and not isinstance(choice, bool) else ""
    if not reading.admits(text):
        raise QuestionError(f"readings.{name}：不能选“{choice}”，可选：{'、'.join(reading.choices)}。")
    return text
