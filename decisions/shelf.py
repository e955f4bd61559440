"""The regulations in use: those of the house, and over them the local rules that offices confirmed.

Read once and kept; at the beginning of each request and task one query tells whether an office, in this process or
another, has confirmed or ended local rules since. A local file that no longer fits its regulation is left out.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from decisions.models import LocalRules
from policies.errors import PolicyFileError
from policies.facade import Library, Policy, load_library
from policies.library import RULES, parse
from policies.local import lay_over

log = logging.getLogger(__name__)
LOCAL_FILES = RULES.parent / "local"
Stamp = tuple[tuple[int, date | None], ...]


@dataclass
class Shelf:
    """What this process holds. `look`: whether to ask the database before it is used again."""

    library: Library | None = None
    stamp: Stamp = ()
    look: bool = True


_shelf = Shelf()


def look_again(**sent: Any) -> None:
    """Ask the database before the library is used again; a receiver of the signals that begin a request or task."""
    _shelf.look = True


def library() -> Library:
    """The house's regulations and every version of local rules; one query at most in a request."""
    if _shelf.look or _shelf.library is None:
        _shelf.look = False
        stamp: Stamp = tuple(confirmed().values_list("pk", "until"))
        if _shelf.library is None or stamp != _shelf.stamp:
            _shelf.library, _shelf.stamp = Library((*house().policies, *_local())), stamp
    return _shelf.library


@cache
def house() -> Library:
    """The files the program came with, local files among them."""
    bare = load_library()
    files = [path.read_text(encoding="utf-8") for path in sorted(LOCAL_FILES.glob("*.toml"))]
    return load_library(local=files) if files else bare


def confirmed() -> Any:
    return LocalRules.objects.filter(confirmed_at__isnull=False).order_by("pk")


def overlay(text: str, *, since: date, until: date | None = None, name: str) -> Policy:
    """The regulation a local file makes of its base, in force from `since`. Raises PolicyFileError."""
    policy = lay_over(parse(text, name=name), text, house().policies)
    ends = min((day for day in (until, policy.heading.until) if day), default=None)
    return replace(policy, heading=policy.heading.model_copy(update={"effective": since, "until": ends}))


def _local() -> Iterator[Policy]:
    """Of versions that begin on one day the last confirmed."""
    newest = {(row.code, row.since): row for row in confirmed().order_by("confirmed_at", "pk")}
    for row in newest.values():
        try:
            yield overlay(row.content, since=row.since, until=row.until, name=row.title)
        except PolicyFileError as error:
            log.error("local rules %s left out: %s", row.key, error)
