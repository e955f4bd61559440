"""Posts a question can be tried for. The house that keeps them registers how they are found; this one knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User


@dataclass(frozen=True)
class Post:
    """A post as a question needs it: who, where (division code and name), what kind of team, the facts known of it."""

    key: str
    label: str
    place: str
    team_kind: str
    facts: Mapping[str, Any]


Finder = Callable[..., list[Post]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """`finder(user, name=…)` and `finder(user, key=…)` give posts within the user's reach, at most twenty."""
    if finder not in _finders:
        _finders.append(finder)


def found(user: User, **wanted: str) -> list[Post]:
    return [post for finder in _finders for post in finder(user, **wanted)]
