"""What a correction is, in words: the field, what stood, what will stand. Personal numbers only masked."""

from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

from accounts.choices import Level
from cadres.choices import Role
from cadres.exchange.staging import PERSON_FIELDS, POSTING_FIELDS
from cadres.exchange.times import text_of
from villages.choices import VillageStatus

Change = list[str]
NOTHING = "（空）"


def person_changes(values: tuple[Any, ...]) -> list[Change]:
    """From (before…, after…) in the order of PERSON_FIELDS."""
    return _changes(PERSON_FIELDS, values)


def posting_changes(
    cursor: CursorWrapper, rows: list[tuple[Any, ...]], units: list[str], places: list[str]
) -> dict[int, list[Change]]:
    """By row, from (row, before…, after…) in the order of POSTING_FIELDS; ids are shown as names."""
    if not rows:
        return {}
    size = len(POSTING_FIELDS)
    team, unit = _position("team_id"), _position("unit_id")
    ids = [(row[1 + team], row[1 + size + team], row[1 + unit], row[1 + size + unit]) for row in rows]
    teams = _names(
        cursor,
        "SELECT t.id, d.name FROM villages_team t JOIN villages_division d ON d.code = t.place_id WHERE t.id = ANY(%s)",
        {found for pair in ids for found in pair[:2] if found},
    )
    bodies = _names(
        cursor,
        "SELECT id, name FROM accounts_body WHERE id = ANY(%s)",
        {one for pair in ids for one in pair[2:] if one},
    )
    new_places = _names(
        cursor, "SELECT code, name FROM villages_division WHERE code = ANY(%s)", {places[row[0]] for row in rows}
    )
    found = {}
    for row in rows:
        values = list(row[1:])
        for position, shown, missing in (
            (team, teams, new_places[places[row[0]]]),
            (unit, bodies, units[row[0]]),
        ):
            for at in (position, size + position):
                values[at] = shown.get(values[at], missing)
        found[row[0]] = _changes(POSTING_FIELDS, tuple(values))
    return found


def status_label(status: str) -> str:
    return str(VillageStatus(status).label)


def _position(name: str) -> int:
    return [field[0] for field in POSTING_FIELDS].index(name)


def _names(cursor: CursorWrapper, statement: str, ids: set[Any]) -> dict[Any, str]:
    if not ids:
        return {}
    cursor.execute(statement, [list(ids)])
    return dict(cursor.fetchall())


def _changes(fields: tuple[tuple[str, str, str], ...], values: tuple[Any, ...]) -> list[Change]:
    names = [field[0] for field in fields]
    before, after = dict(zip(names, values, strict=False)), dict(zip(names, values[len(names) :], strict=True))
    found = []
    for name, _kind, label in fields:
        if label and _differs(name, before, after):
            found.append([label, _shown(name, before), _shown(name, after)])
    return found


def _differs(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    beside = {"phone_mask": "phone_hash"}.get(name, f"{name}_precision")
    return before[name] != after[name] or before.get(beside) != after.get(beside)


def _shown(name: str, values: dict[str, Any]) -> str:
    value = values[name]
    if isinstance(value, date):
        return text_of(value, values[f"{name}_precision"]) or "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "roles":
        return "、".join(Role(role).label for role in value)
    if name == "dispatch_level" and value:
        return str(Level(value).label)
    return str(value) if value else NOTHING
