"""Dispatching units of a roster as bodies: 吉县民政局, 县民政局 and 民政局 are one; and the organs a leave is routed to."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper
from psycopg2.extras import execute_values

from accounts.choices import Level
from accounts.models import new_key
from villages.choices import TeamKind
from villages.naming import plain

_AREA = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6}
_OWN_WORDS = {
    Level.PROVINCE: re.compile(r"^(?:自治区|全?省|全区|区)(?=.{2})"),
    Level.CITY: re.compile(r"^(?:全?[市盟州])(?=.{2})"),
    Level.COUNTY: re.compile(r"^(?:本|全|我)?[县旗区市](?=.{2})"),
}
_ENDINGS = re.compile(r"(?:回族|壮族|维吾尔)?(?:自治区|省|市|盟|地区|自治州|县|旗|区)$")


class Unit(NamedTuple):
    """A unit as a row names it: text, level if the row knows it, and the 6 digits of the county the row is about."""

    name: str
    level: str | None
    county: str


class Organ(NamedTuple):
    """A body in a word of the policies at a place."""

    name: str
    level: str
    place: str
    words: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Units:
    """Units of a roster, looked up among the bodies of the places above it, created where missing."""

    def __init__(self, cursor: CursorWrapper, counties: Iterable[str]) -> None:
        self._cursor = cursor
        self.counties = set(counties)
        self._names = self._divisions()
        self._bodies: dict[tuple[str, str | None, str], int] = {}
        self._load()

    def _divisions(self) -> dict[str, str]:
        codes = {county[:digits].ljust(12, "0") for county in self.counties for digits in (2, 4, 6)}
        self._cursor.execute("SELECT code, name FROM villages_division WHERE code = ANY(%s)", [list(codes)])
        return dict(self._cursor.fetchall())

    def _load(self) -> None:
        """Bodies by level, place and what is left of their names without their place's; merged ones lead to the one kept."""
        self._bodies.clear()
        self._cursor.execute(
            "SELECT COALESCE(merged_into_id, id), name, aliases, level, division_id FROM accounts_body"
            " WHERE division_id IS NULL OR division_id = ANY(%s) OR left(division_id, 6) = ANY(%s) ORDER BY id DESC",
            [list(self._names), list(self.counties)],
        )
        for body, name, aliases, level, division in self._cursor.fetchall():
            for text in (*aliases, name):
                self._bodies[level, division, self._stem(text, level, division)] = body
                self._bodies["", division, plain(text)] = body

    # Looking up

    def known(self, unit: Unit) -> int | None:
        """The body a unit is, if it is on record."""
        level, place = self.level_of(unit), self._place(unit)
        return self._bodies.get((level, place, self._stem(unit.name, level, place))) or self._by_name(unit)

    def _by_name(self, unit: Unit) -> int | None:
        if unit.level is not None:
            return None
        places = [unit.county[:digits].ljust(12, "0") for digits in (6, 4, 2)]
        found = (self._bodies.get(("", place, plain(unit.name))) for place in [*places, None])
        return next(filter(None, found), None)

    def level_of(self, unit: Unit) -> str:
        """What the unit's name says, else the row's level, else the county's: a body is where its name puts it."""
        return self.said_level(unit) or unit.level or Level.COUNTY

    def said_level(self, unit: Unit) -> str | None:
        """The level of the last place at the head of the name: 河北省保定市阜平县教育局 is the county's."""
        name, said = plain(unit.name).removeprefix("中共"), None
        for level, digits in _AREA.items():
            area = self._names.get(unit.county[:digits].ljust(12, "0"), "")
            if area and name.startswith(area):
                name, said = name.removeprefix(area), level
        return said

    def _place(self, unit: Unit) -> str | None:
        digits = _AREA.get(self.level_of(unit), 6)  # type: ignore[call-overload]
        return None if self.level_of(unit) == Level.CENTRAL else unit.county[:digits].ljust(12, "0")

    def _stem(self, text: str, level: str, place: str | None) -> str:
        """What is left of a name without the place it belongs to."""
        name = plain(text).removeprefix("中共")
        area = self._names.get(place or "", "")
        for head in (area, _ENDINGS.sub("", area) if len(area) > 3 else ""):
            if head and name.startswith(head) and len(name) - len(head) >= 2:
                name = name[len(head) :]
                break
        own = _OWN_WORDS.get(level)  # type: ignore[call-overload]
        return own.sub("", name) if own else name

    # Creating

    def create(self, units: Iterable[Unit]) -> int:
        """Enter the units that are on no record yet, one body for all its spellings; how many."""
        spellings: dict[tuple[str, str | None, str], dict[str, None]] = defaultdict(dict)
        for unit in units:
            if self.known(unit) is None:
                level, place = self.level_of(unit), self._place(unit)
                spellings[level, place, self._stem(unit.name, level, place)].setdefault(unit.name)
        rows = []
        for (level, place, _), names in spellings.items():
            longest = max(names, key=len)
            rows.append((new_key(), longest, [name for name in names if name != longest], level, place))
        if rows:
            self._insert(rows)
            self._load()
        return len(rows)

    def _insert(self, rows: list[tuple[str, str, list[str], str, str | None]]) -> None:
        execute_values(
            self._cursor.cursor,
            "INSERT INTO accounts_body (key, name, aliases, level, division_id) VALUES %s"
            " ON CONFLICT (name, division_id) DO NOTHING",
            rows,
            template="(%s, %s, %s::varchar[], %s, %s)",
        )

    def create_organs(self, *, kind: str) -> None:
        """The organs that decide in the places of the roster, where nobody yet holds a capacity there."""
        wanted = [organ for county in self.counties for organ in self._organs(county, kind=kind)]
        self._cursor.execute(
            "SELECT word, place_id FROM accounts_capacity WHERE place_id = ANY(%s)", [[organ.place for organ in wanted]]
        )
        held = set(self._cursor.fetchall())
        missing = [
            (organ, words)
            for organ in wanted
            if (words := [word for word in organ.words if (word, organ.place) not in held])
        ]
        if not missing:
            return
        self._insert([(new_key(), organ.name, list(organ.aliases), organ.level, organ.place) for organ, _ in missing])
        execute_values(
            self._cursor.cursor,
            "INSERT INTO accounts_capacity (body_id, word, place_id) SELECT b.id, v.word, v.place"
            " FROM (VALUES %s) AS v (name, word, place) JOIN accounts_body b ON b.name = v.name AND b.division_id = v.place"
            " ON CONFLICT (word, place_id) DO NOTHING",
            [(organ.name, word, organ.place) for organ, words in missing for word in words],
        )
        self._load()

    def _organs(self, county: str, *, kind: str) -> Iterable[Organ]:
        place = county.ljust(12, "0")
        name = self._names[place]
        yield Organ(
            f"中共{name}委组织部", Level.COUNTY, place, ("county_org", "county_office", "county_poverty"),
            (f"{name}委组织部", f"{name}{name[-1]}委组织部", "县委组织部"),
        )  # fmt: skip
        yield Organ(f"中共{name}委员会书记", Level.COUNTY, place, ("county_secretary",))
        if kind == TeamKind.GENERAL:
            region = county[:2].ljust(12, "0")
            yield Organ(f"{self._names[region]}工作队管理办公室", Level.PROVINCE, region, ("region_office",))
            yield Organ(f"{self._names[region]}工作队联络考评组", Level.PROVINCE, region, ("region_liaison",))
            return
        city = county[:4].ljust(12, "0")
        if city in self._names and city != place:
            yield Organ(f"中共{self._names[city]}委组织部", Level.CITY, city, ("city_org", "city_office"))
        self._cursor.execute(
            "SELECT code, name FROM villages_division WHERE level = 4 AND code LIKE %s", [f"{county}%"]
        )
        for code, township in self._cursor.fetchall():
            office = township.removesuffix("办事处")
            committee = "工作委员会" if office.endswith("街道") else "委员会"
            yield Organ(f"中共{office}{committee}", Level.TOWNSHIP, code, ("township",), (f"{office}党委",))
