"""A roster that was read becomes persons, postings, teams and units: matched, compared, written in one transaction.

Two people importing into one county wait for each other, so that nobody is created twice; the second one finds what the
first one wrote. What a preview shows and what is written come from the same staged tables.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import new_keys
from accounts.personal_data import Sealed, Vault, masked_id, masked_phone, open_vault
from cadres.choices import Outcome, ProposalState, TransferState
from cadres.exchange import staging
from cadres.exchange.changes import person_changes, posting_changes, status_label
from cadres.exchange.elsewhere import Arrival, county_of, holders
from cadres.exchange.matching import Known, KnownPosting, Matches, Roster, match
from cadres.exchange.problems import problem
from cadres.exchange.times import first_day, text_of
from cadres.exchange.transfers import answers, ask
from cadres.exchange.units import Unit, Units
from cadres.ledger.problems import Problem, has_errors
from cadres.ledger.roster import RosterReading
from cadres.models import MergeProposal
from cadres.names import grams_of, pinyin_of
from villages.choices import TeamKind
from villages.clock import now, today

CHUNK = 5_000
TRIES = 3
LONGEST_WORDS = 100
UNANSWERED: dict[str | None, str] = {
    None: "held_elsewhere", TransferState.OPEN: "transfer_waiting", TransferState.REJECTED: "transfer_refused"
}  # fmt: skip
Progress = Callable[[int], None]


class NotImported(Exception):
    """Nothing was written; `problems` say why, row by row."""

    def __init__(self, sentence: str, problems: list[Problem]) -> None:
        super().__init__(sentence)
        self.sentence, self.problems = sentence, problems


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of a row; `changes`: [label, before, after]."""

    sheet: str
    row: int
    name: str
    place: str
    outcome: str
    changes: list[list[str]]


@dataclass
class Outcomes:
    """What an import did, or would do."""

    counts: dict[str, int]
    problems: list[Problem]
    rows: list[RowOutcome] = field(default_factory=list)


def import_roster(
    reading: RosterReading,
    *,
    only_good_rows: bool = False,
    source: str = "",
    progress: Progress = lambda rows: None,
    finish: Callable[[Outcomes], None] = lambda outcomes: None,
) -> Outcomes:
    """Write what was read. `finish` runs in the same transaction, last. Raises NotImported.

    All or nothing, unless `only_good_rows`: then the rows with an error are left out.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                writer = _Writer(cursor, reading, only_good_rows=only_good_rows, source=source)
                writer.prepare()
                if not only_good_rows and has_errors(writer.problems):
                    raise NotImported(
                        "有错误，一行都没有导入。请改正后重新导入，或选择“只导入无误的行”。", writer.problems
                    )
                outcomes = writer.write(progress)
                finish(outcomes)
                return outcomes
        except (IntegrityError, OperationalError) as trouble:
            if attempt == TRIES - 1:
                raise NotImported(
                    "另有人正在修改同一批人员的派驻，本次没有导入。请稍后重试。", reading.problems
                ) from trouble
    raise AssertionError("unreachable")


def preview_roster(reading: RosterReading, *, only_good_rows: bool = True) -> Outcomes:
    """What writing would do, row by row, and every problem; nothing is written."""
    with transaction.atomic(), connection.cursor() as cursor:
        writer = _Writer(cursor, reading, only_good_rows=only_good_rows, source="")
        writer.prepare()
        outcomes = writer.compare(with_rows=True)
        transaction.set_rollback(True)
    return outcomes


class _Writer:
    """One import, step by step: `prepare`, then `compare` or `write`. Lists are by row unless they say otherwise."""

    def __init__(self, cursor: CursorWrapper, reading: RosterReading, *, only_good_rows: bool, source: str) -> None:
        self.cursor, self.reading, self.only_good_rows, self.source = cursor, reading, only_good_rows, source
        self.general = len(reading.county) == 2
        self.kind = TeamKind.GENERAL if self.general else TeamKind.VILLAGE
        self.columns = dict(reading.columns)
        self.problems = list(reading.problems)
        self.arrivals: list[Arrival] = []
        self.vault: Vault = open_vault()

    @property
    def count(self) -> int:
        return len(self.columns["name"])

    # Finding out

    def prepare(self) -> None:
        """Hold the roster against the records: who is who, what is wrong."""
        self.cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"ledger {self.reading.county}"])
        self._check_words()
        self._derive()
        self._load()
        self._match()
        while left_out := self._unwritable():
            self._leave_out(left_out)
            self._derive()
            self._match()
        self._note_warnings()

    def _unwritable(self) -> set[int]:
        """Rows that are left out, each noted: without them others may match differently, so that all is asked again."""
        wrong = self._note_problems()
        return (wrong if self.only_good_rows else set()) | self._note_arrivals()

    def _check_words(self) -> None:
        """Words that no column of the records can hold: noted, and the rows left out."""
        refused = set()
        for name, label in (("political_status", "政治面貌"), ("ethnicity", "民族")):
            column = self.columns.get(name, [])
            if any(value and len(value) > LONGEST_WORDS for value in set(column)):
                for row in (row for row, value in enumerate(column) if value and len(value) > LONGEST_WORDS):
                    self._note("text_too_long", row, label, column[row])
                    refused.add(row)
        self._leave_out(refused)

    def _leave_out(self, rows: set[int]) -> None:
        if rows:
            kept = [row for row in range(self.count) if row not in rows]
            self.columns = {name: [column[row] for row in kept] for name, column in self.columns.items()}

    def _at(self, row: int) -> tuple[str, int]:
        return self.columns["sheet"][row], self.columns["row"][row]

    def _note(self, kind: str, row: int, column: str, value: object = "") -> None:
        sheet, number = self._at(row)
        self.problems.append(problem(kind, sheet=sheet, row=number, column=column, value=value))

    def _derive(self) -> None:
        columns = self.columns
        if self.general:
            self.places = [code + "000000" for code in columns["banner_code"]]
        else:
            self.places = columns["village_code"]
        self.id_hashes = self.vault.keyed_hashes(columns["id_number"])
        self.phone_hashes = self.vault.keyed_hashes(columns["phone"])
        said = {sheet for sheet, meanings in self.reading.meanings.items() if meanings & {"end", "period"}}
        self.roster = Roster(
            number=columns.get("person_number") or [None] * self.count,
            id_hash=self.id_hashes,
            phone_hash=self.phone_hashes,
            name=columns["name"],
            place=self.places,
            birth=columns["birth"],
            start=columns["start"],
            end=columns["end"],
            end_said=[sheet in said for sheet in columns["sheet"]],
        )

    def _load(self) -> None:
        """Persons on record whom the roster may mean, and all their postings."""
        hashes = [value for value in set(self.id_hashes) if value]
        self.cursor.execute(
            "SELECT c.id, c.number, c.id_hash, c.phone_hash, c.name, c.birth, c.birth_precision, c.county_id, c.identity"
            " FROM cadres_cadre c WHERE c.id IN (SELECT p.cadre_id FROM cadres_posting p"
            " JOIN villages_team t ON t.id = p.team_id WHERE t.kind = %s AND t.place_id LIKE %s)"
            " OR c.id IN (SELECT h.id FROM cadres_cadre h JOIN unnest(string_to_array(%s, ',')) AS n (hash)"
            " ON h.id_hash = n.hash)",
            [self.kind, self.reading.county + "%", ",".join(hashes)],
        )
        people = self.cursor.fetchall()
        self.known = [
            Known(cadre, number, id_hash, phone_hash, name, text_of(birth, precision))
            for cadre, number, id_hash, phone_hash, name, birth, precision, _, _ in people
        ]
        self.known_by_id = {person.id: person for person in self.known}
        self.identities = {person[-1] for person in people}
        self.cursor.execute(
            "SELECT p.id, p.cadre_id, t.place_id, t.kind = %s AND t.place_id LIKE %s, p.start, p.start_precision, p.end,"
            " p.end_precision, p.team_id FROM cadres_posting p JOIN villages_team t ON t.id = p.team_id"
            " WHERE p.cadre_id = ANY(string_to_array(%s, ',')::bigint[]) ORDER BY p.id",
            [self.kind, self.reading.county + "%", ",".join(map(str, self.known_by_id))],
        )
        postings = self.cursor.fetchall()
        self.known_postings = [KnownPosting(*posting[:8]) for posting in postings]
        self.team_of_posting = {posting[0]: (posting[2], posting[8]) for posting in postings}
        held = holders(self.known_postings, entered_at={person[0]: person[-2] for person in people})
        self.elsewhere = {cadre: at for cadre, at in held.items() if not at.startswith(self.reading.county)}
        self.answers = answers(self.reading.county, held=held)
        self.cursor.execute(
            "SELECT m.cadre_id, m.id_hash, m.state, m.place_id FROM cadres_mergeproposal m"
            " WHERE m.id_hash = ANY(string_to_array(%s, ','))",
            [",".join(hashes)],
        )
        self.decided = {
            (cadre, id_hash): state
            for cadre, id_hash, state, place in self.cursor.fetchall()
            if cadre in held and (state != ProposalState.OPEN or place == county_of(held[cadre]))
        }

    def _match(self) -> None:
        rejected = {pair for pair, state in self.decided.items() if state == "rejected"}
        self.matches: Matches = match(self.roster, self.known, self.known_postings, today=today(), rejected=rejected)

    def _note_problems(self) -> set[int]:
        """Note what cannot be written; which rows."""
        for row in self.matches.unknown_numbers:
            self._note("unknown_number", row, "人员编号", self.roster.number[row])
        for row, place in self.matches.overlaps:
            self._note("post_overlaps", row, "派驻村", self._place_named(place))
        return {*self.matches.unknown_numbers, *(row for row, _ in self.matches.overlaps)}

    def _note_arrivals(self) -> set[int]:
        """Note rows that would bring a person another county holds, save those it has agreed to; which rows."""
        overlapping = {row for row, _ in self.matches.overlaps}
        refused = set()
        for person, cadre in enumerate(self.matches.cadre):
            if cadre is None or cadre not in self.elsewhere:
                continue
            for row in self.matches.rows[person]:
                if self.matches.posting[row] is None and row not in overlapping and not self._agreed(row, cadre):
                    refused.add(row)
        return refused

    def _agreed(self, row: int, cadre: int) -> bool:
        """Whether whoever holds the person has agreed; noted, and asked at the end, where not."""
        sheet, line = self._at(row)
        arrival = Arrival(
            cadre, self.elsewhere[cadre], self.places[row], self.columns["start"][row] or "", self.columns["name"][row],
            f"{self.source} {sheet} 第{line}行".strip(),
        )  # fmt: skip
        state = self.answers.get(arrival.key)
        if state == TransferState.ACCEPTED:
            return True
        self._note(UNANSWERED[state], row, "姓名", arrival.name)
        if state is None:
            self.arrivals.append(arrival)
        return False

    def _place_named(self, code: str) -> str:
        """A place of the roster's own county by name; another county's is not told."""
        if not code:
            return "本表另一行"
        if not code.startswith(self.reading.county):
            return "其他县（区、旗）"
        self.cursor.execute("SELECT name FROM villages_division WHERE code = %s", [code])
        return str(self.cursor.fetchone()[0])

    def _note_warnings(self) -> None:
        for row, (start, posting) in enumerate(zip(self.roster.start, self.matches.posting, strict=True)):
            if start is None and posting is None:
                self._note("missing_start", row, "驻村开始时间")
        self.new_proposals = []
        for row, cadre in self.matches.proposals:
            state = self.decided.get((cadre, self.id_hashes[row] or ""))
            if state is None:
                self.new_proposals.append((row, cadre))
            if state in (None, "open"):
                self._note("identity_to_check", row, "身份证号", masked_id(self.columns["id_number"][row]))

    # Staging

    def _stage(self, *, writing: bool) -> None:
        staging.create_tables(self.cursor)
        self._find_units(create=writing)
        self._find_teams(create=writing)
        self._stage_persons(writing=writing)
        self._stage_postings()

    def _find_units(self, *, create: bool) -> None:
        named = [
            Unit(name, level, place[:6])
            for name, level, place in zip(
                self.columns["unit"], self.columns["dispatch_level"], self.places, strict=True
            )
        ]
        different = set(named)
        units = Units(self.cursor, {place[:6] for place in self.places})
        if create:
            units.create_organs(kind=self.kind)
            units.create(sorted(different, key=lambda unit: (unit.county, unit.name, unit.level or "")))
        bodies = {unit: units.known(unit) for unit in different}
        told = {unit.name: unit.level for unit in sorted(different, key=lambda unit: unit.level or "") if unit.level}
        levels = {unit: unit.level or told.get(unit.name) or units.said_level(unit) for unit in different}
        self.units = [bodies[unit] for unit in named]
        self.levels = [levels[unit] for unit in named]
        unclear = {unit for unit, level in levels.items() if level is None}
        for row, unit in enumerate(named) if unclear else ():
            if unit in unclear:
                self._note("missing_level", row, "派出层级", unit.name)

    def _find_teams(self, *, create: bool) -> None:
        """The newest team of each place that is still there; the first one where there is none."""
        places = sorted(set(self.places))
        if create:
            self.cursor.execute(
                "INSERT INTO villages_team (kind, place_id, batch) SELECT %s, n.place, 1 + COALESCE((SELECT max(batch)"
                " FROM villages_team o WHERE o.place_id = n.place AND o.kind = %s), 0) FROM unnest(%s::text[]) AS n (place)"
                " WHERE NOT EXISTS (SELECT FROM villages_team t WHERE t.place_id = n.place AND t.kind = %s"
                " AND t.until IS NULL) ON CONFLICT (place_id, kind, batch) DO NOTHING",
                [self.kind, self.kind, places, self.kind],
            )
        self.cursor.execute(
            "SELECT DISTINCT ON (place_id) place_id, id FROM villages_team WHERE kind = %s AND place_id = ANY(%s)"
            " AND until IS NULL ORDER BY place_id, batch DESC",
            [self.kind, places],
        )
        self.teams = dict(self.cursor.fetchall())

    def _stage_persons(self, *, writing: bool) -> None:
        """One row a person, with the particulars of the latest of the roster's rows."""
        last = [rows[-1] for rows in self.matches.rows]
        cadres = self.matches.cadre
        new = [cadre is None for cadre in cadres]
        ids, numbers = self._new_ids(sum(new)) if writing else ([], [])
        fresh, fresh_numbers = iter(ids), iter(numbers)
        known = [self.known_by_id.get(cadre or 0) for cadre in cadres]
        called = [
            self.columns["name"][row] if person is None or person.name != self.columns["name"][row] else None
            for row, person in zip(last, known, strict=True)
        ]
        births = [self._birth(row) for row in last]
        sealed = self._sealed(last, new, known) if writing else [None] * len(last)
        given: dict[str, list[Any]] = {
            "person": list(range(len(last))),
            "cadre_id": [next(fresh, None) if cadre is None else cadre for cadre in cadres],
            "new": ["t" if is_new else "f" for is_new in new],
            "key": new_keys(len(last)),
            "number": [next(fresh_numbers, None) if is_new else None for is_new in new],
            "identity": self._identities(last, new),
            "county_id": [self.places[row][:6] + "000000" if is_new else None for row, is_new in zip(last, new, strict=True)],
            "pinyin": [name and pinyin_of(name) for name in called],
            "grams": [name and tuple(grams_of(name)) for name in called],
            "id_hash": [self.id_hashes[row] if is_new else None for row, is_new in zip(last, new, strict=True)],
            "id_mask": [self._id_mask(row) if is_new else None for row, is_new in zip(last, new, strict=True)],
            "data_key": [person and person.data_key for person in sealed],
            "id_cipher": [person and person.id_cipher for person in sealed],
            "phone_cipher": [person and person.phone_cipher for person in sealed],
            "name": [self.columns["name"][row] for row in last],
            "sex": [self.columns["sex"][row] for row in last],
            "birth": [birth and birth.on for birth in births],
            "birth_precision": [birth and birth.precision for birth in births],
            "phone_hash": self._phone_column(last, self.phone_hashes),
            "phone_mask": self._phone_column(
                last, [number and masked_phone(number) for number in self.columns["phone"]]
            ),
        }  # fmt: skip
        for name in ("political_status", "ethnicity", "education", "remark"):
            given[name] = self._words(name, last)
        given["bilingual"] = self._bilingual(last)
        staging.copy(self.cursor, staging.PERSONS, list(given), list(given.values()))
        self.new_persons = new
        self.person_ids = given["cadre_id"]

    def _bilingual(self, rows: list[int]) -> list[str | None]:
        column, sheets, of = self.columns.get("bilingual"), self._sheets_with("bilingual"), self.columns["sheet"]
        if column is None:
            return [None] * len(rows)
        return [("t" if column[row] else "f") if of[row] in sheets else None for row in rows]

    def _words(self, name: str, rows: list[int]) -> list[str | None]:
        """A text column: empty where the sheet has the column and the cell is blank, None where it has none."""
        column = self.columns.get(name)
        if column is None:
            return [None] * len(rows)
        sheets = self._sheets_with(name)
        of = self.columns["sheet"]
        return [column[row] or ("" if of[row] in sheets else None) for row in rows]

    def _sheets_with(self, name: str) -> set[str]:
        also = {"post": "unit_and_post"}.get(name, name)
        return {sheet for sheet, meanings in self.reading.meanings.items() if name in meanings or also in meanings}

    def _phone_column(self, rows: list[int], column: list[str | None]) -> list[str | None]:
        """Blank empties the phone; a masked cell, or one that could not be read, leaves it."""
        sheets, of = self._sheets_with("phone"), self.columns["sheet"]
        masked = self.columns.get("masked") or [()] * self.count
        unread = {(item.sheet, item.row) for item in self.reading.problems if item.kind == "phone_format"}
        return [
            column[row] or ("" if of[row] in sheets and not masked[row] and self._at(row) not in unread else None)
            for row in rows
        ]

    def _birth(self, row: int) -> Any:
        text = self.columns["birth"][row]
        return first_day(text) if text else None

    def _id_mask(self, row: int) -> str | None:
        number = self.columns["id_number"][row]
        return masked_id(number) if number else None

    def _identities(self, last: list[int], new: list[bool]) -> list[str | None]:
        """What keeps a person from being entered twice."""
        taken = set(self.identities)
        found: list[str | None] = []
        for row, is_new in zip(last, new, strict=True):
            if not is_new:
                found.append(None)
                continue
            id_hash, place = self.id_hashes[row], self.places[row]
            base = (
                f"id:{id_hash}"
                if id_hash
                else f"at:{place}|{self.columns['name'][row]}|{self.columns['birth'][row] or ''}"
            )
            identity, again = base, 1
            while identity in taken:
                again += 1
                identity = f"{base}|{again}"
            taken.add(identity)
            found.append(identity)
        return found

    def _sealed(self, last: list[int], new: list[bool], known: list[Known | None]) -> list[Sealed | None]:
        """New persons, and those with another phone, sealed under their own keys."""
        wanted = [
            number
            for number, row in enumerate(last)
            if new[number] or (self.phone_hashes[row] and known[number].phone_hash != self.phone_hashes[row])  # type: ignore[union-attr]
        ]
        held = self._data_keys([self.matches.cadre[number] for number in wanted if not new[number]])
        people = self.vault.seal_people(
            [self.columns["id_number"][last[number]] if new[number] else None for number in wanted],
            [self.columns["phone"][last[number]] for number in wanted],
            data_keys=[held.get(self.matches.cadre[number] or 0) for number in wanted],
        )
        sealed: list[Sealed | None] = [None] * len(last)
        for number, person in zip(wanted, people, strict=True):
            sealed[number] = person
        return sealed

    def _data_keys(self, cadres: list[int | None]) -> dict[int, bytes]:
        if not cadres:
            return {}
        self.cursor.execute(
            "SELECT id, data_key FROM cadres_cadre WHERE id = ANY(%s) AND data_key IS NOT NULL", [cadres]
        )
        return dict(self.cursor.fetchall())

    def _new_ids(self, count: int) -> tuple[list[int], list[int]]:
        self.cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cadres_cadre', 'id')), nextval('cadres_person_number')"
            " FROM generate_series(1, %s)",
            [count],
        )
        pairs = self.cursor.fetchall()
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def _stage_postings(self) -> None:
        rows = list(range(self.count))
        matches, stays = self.matches, self.matches.stay
        given: dict[str, list[Any]] = {
            "row": rows,
            "person": matches.person,
            "posting_id": matches.posting,
            "cadre_id": [self.person_ids[person] for person in matches.person],
            "place_id": self.places,
            "key": new_keys(self.count),
            "team_id": [self._team(row) for row in rows],
            "unit_id": self.units,
            "dispatch_level": self.levels,
            "roles": self.columns["roles"],
            "post": self._words("post", rows),
            "rank": self._words("rank", rows),
            "start": [stay.start for stay in stays],
            "start_precision": [stay.start_precision for stay in stays],
            "end": [stay.end for stay in stays],
            "end_precision": [stay.end_precision for stay in stays],
        }
        staging.copy(self.cursor, staging.POSTINGS, list(given), list(given.values()))

    def _team(self, row: int) -> int | None:
        """A posting on record keeps its team; one in another place, or a new one, joins the newest team there."""
        posting = self.matches.posting[row]
        if posting is not None:
            place, team = self.team_of_posting[posting]
            if place == self.places[row]:
                return int(team)
        return self.teams.get(self.places[row])

    # Comparing

    def compare(self, *, with_rows: bool) -> Outcomes:
        """What is new, what differs, what stays."""
        self._stage(writing=False)
        return self._compared(with_rows=with_rows)

    def _compared(self, *, with_rows: bool) -> Outcomes:
        self.changed_persons = self._corrected(staging.changed_persons(self.cursor))
        self.changed_postings = staging.changed_postings(self.cursor)
        self.changed_villages = self._changed_villages()
        created = {row for row, posting in enumerate(self.matches.posting) if posting is None}
        changes: dict[int, list[list[str]]] = {}
        for person in self.changed_persons:
            row = self.matches.rows[person[0]][-1]
            changes.setdefault(row, []).extend(person_changes(person[1:]))
        posting_lines = posting_changes(self.cursor, self.changed_postings, self.columns["unit"], self.places)
        for row, lines in posting_lines.items():
            changes.setdefault(row, []).extend(lines)
        for row, place in enumerate(self.places):
            if (
                place in self.changed_villages
                and self.columns["village_status"][row] == self.changed_villages[place][1]
            ):
                before, after = self.changed_villages[place]
                changes.setdefault(row, []).append(["村状态", status_label(before), status_label(after)])
        changed = changes.keys() - created
        counts = {
            "rows": self.reading.rows,
            "created": len(created),
            "changed": len(changed),
            "unchanged": self.count - len(created) - len(changed),
            "left_out": self.reading.rows - self.count,
            "persons_created": sum(self.new_persons),
            "proposals": len(self.new_proposals),
            "asked": len(self.arrivals),
        }
        rows = [self._outcome(row, created, changes) for row in range(self.count)] if with_rows else []
        return Outcomes(counts, self._ordered_problems(), rows)

    def _corrected(self, differing: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Without those whom another county holds: their facts stay, which is noted."""
        kept = {person[0] for person in differing if self.matches.cadre[person[0]] in self.elsewhere}
        for person in kept:
            row = self.matches.rows[person][-1]
            self._note("facts_kept", row, "姓名", self.columns["name"][row])
        return [person for person in differing if person[0] not in kept]

    def _outcome(self, row: int, created: set[int], changes: dict[int, list[list[str]]]) -> RowOutcome:
        outcome = Outcome.CREATED if row in created else Outcome.CHANGED if row in changes else Outcome.UNCHANGED
        place = self.columns["banner" if self.general else "village"][row] or ""
        township = self.columns["township"][row] or ""
        name = self.columns["name"][row]
        return RowOutcome(*self._at(row), name, township + place, outcome, changes.get(row, []))

    def _ordered_problems(self) -> list[Problem]:
        return sorted(dict.fromkeys(self.problems), key=lambda item: (item.sheet or "", item.row or 0))

    def _statuses(self) -> dict[str, str]:
        statuses = self.columns.get("village_status")
        if self.general or not statuses:
            return {}
        return {place: status for place, status in zip(self.places, statuses, strict=True) if status}

    def _changed_villages(self) -> dict[str, tuple[str, str]]:
        statuses = self._statuses()
        self.cursor.execute(
            "SELECT division_id, status FROM villages_village WHERE division_id = ANY(%s)", [list(statuses)]
        )
        return {
            place: (status, statuses[place]) for place, status in self.cursor.fetchall() if status != statuses[place]
        }

    # Writing

    def write(self, progress: Progress) -> Outcomes:
        """Write what differs, table by table."""
        self.cursor.execute("SET CONSTRAINTS one_post_at_a_time DEFERRED")
        self._stage(writing=True)
        outcomes = self._compared(with_rows=False)
        progress(self.count // 2)
        self._write_villages()
        if staging.insert_persons(self.cursor) != sum(self.new_persons):
            raise IntegrityError("another county entered one of these persons meanwhile")
        staging.update_persons(self.cursor, [person[0] for person in self.changed_persons])
        staging.update_postings(self.cursor, [posting[0] for posting in self.changed_postings])
        for first in range(0, self.count, CHUNK):
            staging.insert_postings(self.cursor, first, first + CHUNK)
            progress(max(self.count // 2, min(first + CHUNK, self.count)))
        self._write_proposals()
        ask(self.arrivals)
        self.cursor.execute("SET CONSTRAINTS one_post_at_a_time IMMEDIATE")
        return outcomes

    def _write_villages(self) -> None:
        if self.general:
            return
        statuses = self._statuses()
        places = sorted(set(self.places))
        self.cursor.execute(
            "INSERT INTO villages_village (division_id, status, pastoral, mostly_mongolian, weak_branch)"
            " SELECT n.place, COALESCE(n.status, 'not_exited'), false, false, false"
            " FROM unnest(%s::text[], %s::text[]) AS n (place, status)"
            " ON CONFLICT (division_id) DO NOTHING",
            [places, [statuses.get(place) for place in places]],
        )
        if self.changed_villages:
            self.cursor.execute(
                "UPDATE villages_village v SET status = n.status FROM unnest(%s::text[], %s::text[]) AS n (place, status)"
                " WHERE v.division_id = n.place",
                [list(self.changed_villages), [after for _, after in self.changed_villages.values()]],
            )

    def _write_proposals(self) -> None:
        """Ask whoever holds the persons; what lapsed is asked anew."""
        made = []
        for row, cadre in {(cadre, self.id_hashes[row]): (row, cadre) for row, cadre in self.new_proposals}.values():
            number = self.columns["id_number"][row]
            sealed = self.vault.seal_person(number, None)
            sheet, line = self._at(row)
            made.append(
                MergeProposal(
                    cadre_id=cadre, place_id=county_of(self.elsewhere.get(cadre, self.places[row])), id_hash=self.vault.keyed_hash(number),
                    id_mask=masked_id(number), data_key=sealed.data_key, id_cipher=sealed.id_cipher,
                    source=f"{self.source} {sheet} 第{line}行".strip()[:250], proposed_at=now(),
                )
            )  # fmt: skip
        MergeProposal.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["cadre", "id_hash"], update_fields=["place", "source", "proposed_at"]
        )  # fmt: skip
