"""The regulations and the calendar in use: those of the house, and over them local rules and years that offices entered.

Read once and kept; at the beginning of each request and task one query tells whether an office, in this process or
another, has confirmed or ended local rules, or entered a year, since. A local file that no longer fits its regulation is left out.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from decisions.models import CalendarYear, LocalRules
from policies.calendar import StatutoryCalendar, calendar_from, default_calendar
from policies.collection import RULES, parse
from policies.errors import PolicyFileError
from policies.facade import Library, Policy, load_library
from policies.local import lay_over

log = logging.getLogger(__name__)
LOCAL_FILES = RULES.parent / "local"
Stamp = tuple[tuple[int, date | None], ...]


@dataclass
class Shelf:
    """What this process holds. `look`: whether to ask the database before it is used again."""

    regulations: Library | None = None
    stamp: Stamp = ()
    look: bool = True
    calendar: StatutoryCalendar | None = None
    years: tuple[tuple[int, datetime], ...] = ()
    look_up_years: bool = True


_shelf = Shelf()


def look_again(**sent: Any) -> None:
    """Ask the database before either is used again; a receiver of the signals that begin a request or task."""
    _shelf.look = _shelf.look_up_years = True


def library() -> Library:
    """The house's regulations and every version of local rules; one query at most in a request."""
    if _shelf.look or _shelf.regulations is None:
        _shelf.look = False
        stamp: Stamp = tuple(confirmed().values_list("pk", "until"))
        if _shelf.regulations is None or stamp != _shelf.stamp:
            _shelf.regulations, _shelf.stamp = Library((*house().policies, *_local())), stamp
    return _shelf.regulations


def calendar() -> StatutoryCalendar:
    """The years the program carries, in the place of each those an office entered; one query at most in a request."""
    if _shelf.look_up_years or _shelf.calendar is None:
        _shelf.look_up_years = False
        years = tuple(CalendarYear.objects.order_by("year").values_list("year", "entered_at"))
        if _shelf.calendar is None or years != _shelf.years:
            _shelf.calendar, _shelf.years = _with_years(), years
    return _shelf.calendar


def _with_years() -> StatutoryCalendar:
    known = default_calendar()
    days, provisional = dict(known.days), set(known.provisional)
    for row in CalendarYear.objects.all():
        made = calendar_from(
            holidays=frozenset(row.holidays), make_up=frozenset(row.make_up), years=range(row.year, row.year + 1)
        )
        days.update(made.days)
        (provisional.add if row.provisional else provisional.discard)(row.year)
    return StatutoryCalendar(days=days, provisional=frozenset(provisional))


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
