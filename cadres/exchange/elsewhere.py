"""Persons on record whom another county holds, and a ledger's rows that would bring them here.

A person is held where their open or last posting is. Another county's ledger changes none of their facts, and adds a
posting of theirs only after whoever holds them has agreed to it. Pure Python.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cadres.exchange.matching import KnownPosting

COUNTY = 6


@dataclass(frozen=True)
class Arrival:
    """A row that would bring a person from elsewhere: who, from where, whereto, from when (as the ledger writes it)."""

    cadre: int
    held_at: str
    place: str
    start: str
    name: str
    source: str

    @property
    def key(self) -> tuple[int, str, str]:
        return self.cadre, county_of(self.place), self.start


def county_of(place: str) -> str:
    """The county's code of a division's."""
    return place[:COUNTY].ljust(12, "0")


def holders(postings: Iterable[KnownPosting], *, entered_at: dict[int, str]) -> dict[int, str]:
    """Where each person is held, a division's code; `entered_at` is for those without any posting."""
    latest: dict[int, tuple[date, date]] = {}
    found = dict(entered_at)
    for posting in postings:
        order = (posting.end or date.max, posting.start)
        if order >= latest.get(posting.cadre, (date.min, date.min)):
            latest[posting.cadre], found[posting.cadre] = order, posting.place
    return found
