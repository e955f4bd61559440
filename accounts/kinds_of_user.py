"""Users who are more than staff: another house (cadres) tells how to find them, what to call them, where they are at home."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Q

from accounts.models import User


class Told(NamedTuple):
    """What a list says of such a user, and the page of what they are."""

    line: str
    url: str


class KindOfUser(NamedTuple):
    """`lookup` leads from a user to the row they are (cadre); `tell` names many at once, by the user's id.

    Whatever their account says, `at` finds those at home in divisions (significant digits), `of` the codes of one's homes.
    """

    word: str
    label: str
    lookup: str
    tell: Callable[[Iterable[User]], dict[int, Told]]
    at: Callable[[Iterable[str]], Q]
    of: Callable[[User], list[str]]


_KINDS: list[KindOfUser] = []


def introduce(kind: KindOfUser) -> None:
    """A house tells of its kind, once."""
    if kind.word not in {known.word for known in _KINDS}:
        _KINDS.append(kind)


def kinds() -> tuple[KindOfUser, ...]:
    return tuple(_KINDS)


def told_of(users: Iterable[User]) -> dict[int, Told]:
    """What is told of those among the users who are more than staff; a query or two a kind."""
    listed = list(users)
    return {pk: told for kind in _KINDS for pk, told in kind.tell(listed).items()}
