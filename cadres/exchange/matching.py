"""Which person and which posting on record each row of a roster means. Pure Python: tables of facts in, decisions out.

A person is found by the number of our own export, by ID number, by village, name and birth, by village and name where
both sides have it once, by phone and name or village; in that order, each person on record at most once. A row whose ID
number is new while name and village are known is taken for that person, without the number: whether it is theirs is
proposed to a person.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cadres.exchange.times import Span, certain_days, first_day, last_day


class Known(NamedTuple):
    """A person on record."""

    id: int
    number: int
    id_hash: str | None
    phone_hash: str | None
    name: str
    birth: str | None


class KnownPosting(NamedTuple):
    """A posting on record; `here` tells whether it is of the place and kind that the roster is of."""

    id: int
    cadre: int
    place: str
    here: bool
    start: date
    start_precision: str
    end: date | None
    end_precision: str

    @property
    def span(self) -> Span:
        return certain_days(self.start, self.start_precision, self.end, self.end_precision)


@dataclass
class Roster:
    """A roster's columns as far as matching needs them, equal in length. `number` is text as exported, or None."""

    number: list[str | None]
    id_hash: list[str | None]
    phone_hash: list[str | None]
    name: list[str]
    place: list[str]
    birth: list[str | None]
    start: list[str | None]
    end: list[str | None]
    end_said: list[bool]


class Stay(NamedTuple):
    """A row's time as it will stand."""

    start: date
    start_precision: str
    end: date | None
    end_precision: str

    @property
    def span(self) -> Span:
        return certain_days(*self)


@dataclass
class Matches:
    """`person[row]` numbers the roster's persons; the other lists are by person or by row as named."""

    person: list[int] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    cadre: list[int | None] = field(default_factory=list)
    posting: list[int | None] = field(default_factory=list)
    stay: list[Stay] = field(default_factory=list)
    unknown_numbers: list[int] = field(default_factory=list)
    overlaps: list[tuple[int, str]] = field(default_factory=list)
    proposals: list[tuple[int, int]] = field(default_factory=list)


def match(
    roster: Roster,
    known: list[Known],
    postings: list[KnownPosting],
    *,
    today: date,
    rejected: set[tuple[int, str]],
) -> Matches:
    """`rejected`: person on record and ID hash that a person found not to belong together."""
    found = Matches()
    _group(roster, found)
    places = defaultdict(set)
    for posting in postings:
        if posting.here:
            places[posting.cadre].add(posting.place)
    _find_persons(roster, found, known, places, rejected)
    _find_postings(roster, found, postings, today)
    return found


# Rows to persons


def _group(roster: Roster, found: Matches) -> None:
    """Rows of one number or ID number are one person; so are those of one village, name and birth at different times."""
    index: dict[Hashable, int] = {}
    for row, (number, id_hash) in enumerate(zip(roster.number, roster.id_hash, strict=True)):
        key: Hashable = number or id_hash or (roster.place[row], roster.name[row], roster.birth[row])
        person = index.get(key)
        if person is None and number and id_hash:
            person = index.get(id_hash)
        if person is not None and not number and not id_hash and _at_once(roster, row, found.rows[person]):
            person = None
        if person is None:
            person = len(found.rows)
            found.rows.append([])
        index[key] = person
        if id_hash:
            index[id_hash] = person
        found.rows[person].append(row)
        found.person.append(person)
    for rows in found.rows:
        if len(rows) > 1:
            rows.sort(key=lambda row: roster.start[row] or "")


def _at_once(roster: Roster, row: int, others: Iterable[int]) -> bool:
    return any(not _over_by(roster, row, other) and not _over_by(roster, other, row) for other in others)


def _over_by(roster: Roster, one: int, other: int) -> bool:
    end, start = roster.end[one], roster.start[other]
    if end is None or start is None:
        return False
    length = min(len(end), len(start))
    return end[:length] <= start[:length]


# Persons to those on record


def _find_persons(
    roster: Roster,
    found: Matches,
    known: list[Known],
    places: dict[int, set[str]],
    rejected: set[tuple[int, str]],
) -> None:
    found.cadre = [None] * len(found.rows)
    last = [rows[-1] for rows in found.rows]
    _by_numbers(roster, found, known)
    taken = {cadre for cadre in found.cadre if cadre}
    left = [person for person, cadre in enumerate(found.cadre) if cadre is None]
    if not known:
        return
    free = [person for person in known if person.id not in taken]
    hashes = {person.id: person.id_hash for person in known}
    births = {person.id: person.birth for person in known}

    def may(person: int, cadre: int) -> bool:
        """Whether a row's ID number, if it has one, leaves it open that it is this person on record."""
        id_hash = roster.id_hash[last[person]]
        if id_hash is None:
            return True
        if (cadre, id_hash) in rejected:
            return False
        return hashes[cadre] is None or _same_birth(roster.birth[last[person]], births[cadre])

    ways: list[tuple[Callable[[int], Hashable], Callable[[Known], Iterable[Hashable]]]] = [
        (lambda row: (roster.place[row], roster.name[row], roster.birth[row]),
         lambda person: ((place, person.name, person.birth) for place in places.get(person.id, ()))),
        (lambda row: (roster.place[row], roster.name[row]),
         lambda person: ((place, person.name) for place in places.get(person.id, ()))),
        (lambda row: roster.phone_hash[row] and (roster.name[row], roster.phone_hash[row]),
         lambda person: [person.phone_hash and (person.name, person.phone_hash)] if places.get(person.id) else []),
        (lambda row: roster.phone_hash[row] and (roster.place[row], roster.phone_hash[row]),
         lambda person: (person.phone_hash and (place, person.phone_hash) for place in places.get(person.id, ()))),
    ]  # fmt: skip
    for of_row, of_known in ways:
        if not left or not free:
            break
        sought = _once((of_row(last[person]), person) for person in left)
        had = _once((key, person.id) for person in free for key in of_known(person))
        for key in sought.keys() & had.keys():
            person, cadre = sought[key], had[key]
            if found.cadre[person] is None and cadre not in taken and may(person, cadre):
                found.cadre[person] = cadre
                taken.add(cadre)
        left = [person for person in left if found.cadre[person] is None]
        free = [person for person in free if person.id not in taken]
    _propose(roster, found, hashes)


def _by_numbers(roster: Roster, found: Matches, known: list[Known]) -> None:
    by_number = {str(person.number): person.id for person in known}
    by_hash = {person.id_hash: person.id for person in known if person.id_hash}
    for person, rows in enumerate(found.rows):
        for row in rows:
            number, id_hash = roster.number[row], roster.id_hash[row]
            if number and number not in by_number:
                found.unknown_numbers.append(row)
            cadre = by_number.get(number) if number else by_hash.get(id_hash or "")
            if cadre:
                found.cadre[person] = cadre
    _once_each(found)


def _once_each(found: Matches) -> None:
    """A person on record is at most one of the roster's; a second one (two numbers of one ID) stays unmatched."""
    seen: set[int] = set()
    for person, cadre in enumerate(found.cadre):
        if cadre in seen:
            found.cadre[person] = None
        elif cadre is not None:
            seen.add(cadre)


def _once(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """Keys that occur once, with what they name."""
    listed = [(key, value) for key, value in pairs if key is not None]
    counts = Counter(key for key, _ in listed)
    return {key: value for key, value in listed if counts[key] == 1}


def _same_birth(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _propose(roster: Roster, found: Matches, hashes: dict[int, str | None]) -> None:
    for person, cadre in enumerate(found.cadre):
        row = found.rows[person][-1]
        if cadre is not None and roster.id_hash[row] and roster.id_hash[row] != hashes[cadre]:
            found.proposals.append((row, cadre))


# Rows to postings on record


def _find_postings(roster: Roster, found: Matches, postings: list[KnownPosting], today: date) -> None:
    of: dict[int, list[KnownPosting]] = defaultdict(list)
    for posting in postings:
        of[posting.cadre].append(posting)
    found.posting = [None] * len(roster.name)
    stays: list[Stay | None] = [None] * len(roster.name)
    for rows, cadre in zip(found.rows, found.cadre, strict=True):
        held = of.get(cadre, []) if cadre else []
        if not held:
            for row in rows:
                stays[row] = _stay(roster, row, None, today)
            continue
        pairs = _paired(roster, rows, [posting for posting in held if posting.here], today)
        for row in rows:
            pair = pairs.get(row)
            found.posting[row] = pair.id if pair else None
            stays[row] = _stay(roster, row, pair, today)
        _note_overlaps(found, rows, stays, [posting for posting in held if posting not in pairs.values()])
    found.stay = [stay for stay in stays if stay]


def _stay(roster: Roster, row: int, posting: KnownPosting | None, today: date) -> Stay:
    """A row's time; what it is silent about stays as it is, and begins today where nothing is known."""
    start, end = roster.start[row], roster.end[row]
    end_on: date | None = None
    end_precision = ""
    if end:
        end_on, end_precision = last_day(end)
    elif posting and not roster.end_said[row]:
        end_on, end_precision = posting.end, posting.end_precision
    if start:
        return Stay(*first_day(start), end_on, end_precision)
    if posting:
        return Stay(posting.start, posting.start_precision, end_on, end_precision)
    return Stay(min(today, end_on or today), "", end_on, end_precision)


def _paired(roster: Roster, rows: list[int], held: list[KnownPosting], today: date) -> dict[int, KnownPosting]:
    """Same place and start; then same place and a time in common; then a place corrected under the same start."""
    pairs: dict[int, KnownPosting] = {}

    def pair(fits: Callable[[int, KnownPosting], bool]) -> None:
        for row in rows:
            if row not in pairs:
                free = [posting for posting in held if posting not in pairs.values() and fits(row, posting)]
                if free:
                    pairs[row] = free[-1]

    def same_start(row: int, posting: KnownPosting) -> bool:
        start = roster.start[row]
        return start is not None and first_day(start) == (posting.start, posting.start_precision)

    def same_place(row: int, posting: KnownPosting) -> bool:
        return posting.place == roster.place[row]

    def in_common(row: int, posting: KnownPosting) -> bool:
        if roster.start[row] is None or not posting.start_precision:
            return True
        stay = _stay(roster, row, None, today)
        over = posting.end is not None and posting.end <= stay.start
        return not over and not (stay.end is not None and stay.end <= posting.start)

    held = sorted(held, key=lambda posting: posting.start)
    pair(lambda row, posting: same_place(row, posting) and same_start(row, posting))
    pair(lambda row, posting: same_place(row, posting) and in_common(row, posting))
    pair(same_start)
    return pairs


def _note_overlaps(found: Matches, rows: list[int], stays: list[Stay | None], others: list[KnownPosting]) -> None:
    for number, row in enumerate(rows):
        stay = stays[row]
        if stay is None:
            continue
        for other in others:
            if stay.span.overlaps(other.span):
                found.overlaps.append((row, other.place))
                break
        for earlier in rows[:number]:
            before = stays[earlier]
            if before and before.span.overlaps(stay.span):
                found.overlaps.append((row, ""))
                break
