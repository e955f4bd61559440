"""Temporary tables that hold a roster's persons and postings as they will stand, and the statements that compare them.

A staged value of NULL means that the roster is silent and what stands stays; an empty text empties the field.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

HASH = 'varchar COLLATE "C"'
# column, type, label in the preview ("" is not shown)
PERSON_FIELDS = (
    ("name", "varchar", "姓名"), ("sex", "varchar", "性别"), ("birth", "date", "出生年月"),
    ("birth_precision", "varchar", ""), ("political_status", "varchar", "政治面貌"), ("ethnicity", "varchar", "民族"),
    ("education", "varchar", "学历"), ("bilingual", "boolean", "蒙汉兼通"), ("remark", "varchar", "备注"),
    ("phone_hash", HASH, ""), ("phone_mask", "varchar", "联系电话"),
)  # fmt: skip
PERSON_EXTRA = (
    ("person", "int"), ("cadre_id", "bigint"), ("new", "boolean"), ("changed", "boolean"), ("key", HASH),
    ("number", "bigint"), ("identity", HASH), ("county_id", HASH), ("pinyin", HASH),
    ("grams", "varchar[]"), ("id_hash", HASH), ("id_mask", "varchar"), ("data_key", "bytea"),
    ("id_cipher", "bytea"), ("phone_cipher", "bytea"),
)  # fmt: skip
POSTING_FIELDS = (
    ("team_id", "bigint", "派驻地"), ("unit_id", "bigint", "派出单位"), ("dispatch_level", "varchar", "派出层级"),
    ("roles", "varchar[]", "驻村职务"), ("post", "varchar", "原单位职务"), ("rank", "varchar", "职级"),
    ("start", "date", "驻村开始"), ("start_precision", "varchar", ""), ("end", "date", "驻村结束"),
    ("end_precision", "varchar", ""),
)  # fmt: skip
POSTING_EXTRA = (
    ("row", "int"), ("person", "int"), ("posting_id", "bigint"), ("cadre_id", "bigint"), ("place_id", HASH),
    ("key", HASH),
)  # fmt: skip
KEPT_WHEN_SILENT = {"birth", "birth_precision", "dispatch_level", "post", "rank", "sex", "political_status", "ethnicity",
                    "education", "bilingual", "remark", "phone_hash", "phone_mask"}  # fmt: skip
PERSONS = "ledger_person"
POSTINGS = "ledger_posting"


def create_tables(cursor: CursorWrapper) -> None:
    """The two tables; they go with the transaction."""
    for table, columns in ((PERSONS, (*PERSON_EXTRA, *PERSON_FIELDS)), (POSTINGS, (*POSTING_EXTRA, *POSTING_FIELDS))):
        listed = ", ".join(f'"{column[0]}" {column[1]}' for column in columns)
        cursor.execute(f"DROP TABLE IF EXISTS {table}; CREATE TEMPORARY TABLE {table} ({listed}) ON COMMIT DROP")


def copy(cursor: CursorWrapper, table: str, names: Sequence[str], columns: Sequence[Iterable[Any]]) -> None:
    """Send columns of equal length; texts, numbers, dates, bytes, lists of texts, None."""
    texts = [_texts(name, list(column)) for name, column in zip(names, columns, strict=True)]
    content = "\n".join(map("\t".join, zip(*texts, strict=True)))
    listed = ", ".join(f'"{name}"' for name in names)
    if content:
        cursor.copy_expert(f"COPY {table} ({listed}) FROM STDIN", io.StringIO(content + "\n"))


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _texts(name: str, column: list[Any]) -> list[str]:
    """A column in COPY's text form; each different value is written once where values repeat."""
    first = next((value for value in column if value is not None), None)
    if isinstance(first, (bytes, memoryview)):
        return ["\\N" if value is None else "\\\\x" + value.hex() for value in column]
    if isinstance(first, int):
        return ["\\N" if value is None else str(value) for value in column]
    if isinstance(first, (list, tuple, date)):
        known: dict[Any, str] = {None: "\\N"}
        return [known.get(value) or known.setdefault(value, _text(value)) for value in map(_hashable, column)]
    texts = ["\\N" if value is None else value for value in column]
    if _SPECIAL.search("".join(value for value in set(column) if value)):
        return ["\\N" if value is None else value.translate(_ESCAPES) for value in column]
    return texts


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        inner = ",".join('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value)
        return f"{{{inner}}}".translate(_ESCAPES)
    return str(value)


def person_value(name: str) -> str:
    """What a person's column will be: the staged value, or what stands where the roster is silent."""
    if name == "bilingual":
        return "CASE WHEN s.bilingual OR c.bilingual IS NOT NULL THEN COALESCE(s.bilingual, c.bilingual) END"
    value = f'COALESCE(s."{name}", c."{name}")' if name in KEPT_WHEN_SILENT else f's."{name}"'
    return f"NULLIF({value}, '')" if name == "phone_hash" else value


def posting_value(name: str) -> str:
    return f'COALESCE(s."{name}", p."{name}")' if name in KEPT_WHEN_SILENT else f's."{name}"'


def changed_persons(cursor: CursorWrapper) -> list[tuple[Any, ...]]:
    """(person, before…, after…) of those on record whom the roster corrects, in the order of PERSON_FIELDS."""
    names = [name for name, _, _ in PERSON_FIELDS]
    before = ", ".join(f'c."{name}"' for name in names)
    after = ", ".join(person_value(name) for name in names)
    cursor.execute(
        f"SELECT s.person, {before}, {after} FROM {PERSONS} s JOIN cadres_cadre c ON c.id = s.cadre_id"
        f" WHERE NOT s.new AND ({before}) IS DISTINCT FROM ({after}) ORDER BY s.person"
    )
    return cursor.fetchall()


def changed_postings(cursor: CursorWrapper) -> list[tuple[Any, ...]]:
    """(row, before…, after…) of postings on record that the roster corrects, in the order of POSTING_FIELDS."""
    names = [name for name, _, _ in POSTING_FIELDS]
    before = ", ".join(f'p."{name}"' for name in names)
    after = ", ".join(posting_value(name) for name in names)
    cursor.execute(
        f"SELECT s.row, {before}, {after} FROM {POSTINGS} s JOIN cadres_posting p ON p.id = s.posting_id"
        f" WHERE ({before}) IS DISTINCT FROM ({after}) ORDER BY s.row"
    )
    return cursor.fetchall()


def insert_persons(cursor: CursorWrapper) -> int:
    """Enter those who are new; how many went in. Fewer than staged: another county was quicker with one of them."""
    names = [name for name, _, _ in PERSON_FIELDS] + ["key", "number", "identity", "county_id", "pinyin", "grams",
             "id_hash", "data_key", "id_cipher", "phone_cipher"]  # fmt: skip
    values = {
        "phone_hash": "NULLIF(s.phone_hash, '')",
        "bilingual": "s.bilingual",
        **dict.fromkeys(
            ("sex", "birth_precision", "political_status", "ethnicity", "education", "remark", "phone_mask")
        ),
    }
    listed = ", ".join(f'"{name}"' for name in names)
    staged = ", ".join(
        (values.get(name) or f"COALESCE(s.\"{name}\", '')") if name in values else f's."{name}"' for name in names
    )
    cursor.execute(
        f"INSERT INTO cadres_cadre (id, id_mask, added_at, {listed})"
        f" SELECT s.cadre_id, COALESCE(s.id_mask, ''), now(), {staged} FROM {PERSONS} s WHERE s.new ORDER BY s.person"
        " ON CONFLICT DO NOTHING"
    )
    return cursor.rowcount


def update_persons(cursor: CursorWrapper, persons: list[int]) -> None:
    """Correct the persons that differ (numbers within the roster)."""
    assigned = ", ".join(f'"{name}" = {person_value(name)}' for name, _, _ in PERSON_FIELDS)
    cursor.execute(
        f"UPDATE cadres_cadre c SET {assigned}, pinyin = COALESCE(s.pinyin, c.pinyin),"
        " grams = COALESCE(s.grams, c.grams), data_key = COALESCE(s.data_key, c.data_key),"
        " phone_cipher = CASE WHEN s.phone_hash IS NULL OR s.phone_hash = c.phone_hash THEN c.phone_cipher"
        f" ELSE s.phone_cipher END FROM {PERSONS} s WHERE c.id = s.cadre_id AND s.person = ANY(%s)",
        [persons],
    )


def insert_postings(cursor: CursorWrapper, first: int, last: int) -> int:
    """Enter the new postings of rows from `first` up to but without `last`."""
    names = [name for name, _, _ in POSTING_FIELDS]
    silent = ("dispatch_level", "post", "rank")
    listed = ", ".join(f'"{name}"' for name in names)
    staged = ", ".join(f"COALESCE(s.\"{name}\", '')" if name in silent else f's."{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO cadres_posting (key, cadre_id, ended_by, {listed}) SELECT s.key, s.cadre_id, '', {staged}"
        f" FROM {POSTINGS} s WHERE s.posting_id IS NULL AND s.row >= %s AND s.row < %s"
        " ON CONFLICT (cadre_id, team_id, start) DO NOTHING",
        [first, last],
    )
    return cursor.rowcount


def update_postings(cursor: CursorWrapper, rows: list[int]) -> None:
    assigned = ", ".join(f'"{name}" = {posting_value(name)}' for name, _, _ in POSTING_FIELDS)
    cursor.execute(
        f"UPDATE cadres_posting p SET {assigned} FROM {POSTINGS} s WHERE p.id = s.posting_id AND s.row = ANY(%s)",
        [rows],
    )
