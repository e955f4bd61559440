"""What a backup holds, in order: a manifest, every table as PostgreSQL's own COPY text, every uploaded file.

Each section is a JSON head (4 bytes of length before it) and pieces (4 bytes of length each, 0 ends the section). Tables
are copied in one snapshot, so that a backup taken while people work is of one moment. No program of PostgreSQL's is
needed, and another major version may take the backup in.
"""

import json
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import Seal, SealedKey
from accounts.personal_data import EQUALITY

FORM = 1
LEFT_BEHIND = ("django_migrations", "django_session")
PIECE = 256 * 1024
END = "end"
TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c
JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r' AND NOT c.relname = ANY(%s) GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class Target(Protocol):
    def write(self, content: bytes, /) -> Any: ...


class Section(NamedTuple):
    """A part of a backup: its head, and its content piece by piece (to be read before the next section)."""

    head: dict[str, Any]
    pieces: Iterator[bytes]


class _Pieces:
    """A file for COPY to write to: passes on pieces with their length."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def write(self, content: bytes) -> int:
        if content:
            self._target.write(struct.pack(">I", len(content)) + content)
        return len(content)


def write_copy(target: Target) -> dict[str, Any]:
    """Copy database and uploads; returns the manifest."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        manifest = _manifest()
        _section(target, manifest)
        for table, columns in tables():
            _head(target, {"kind": "table", "table": table, "columns": columns})
            cursor.copy_expert(f"COPY {_named(table, columns)} TO STDOUT", _Pieces(target))
            target.write(struct.pack(">I", 0))
    for path in uploads():
        _head(target, {"kind": "file", "path": path.relative_to(settings.MEDIA_ROOT).as_posix()})
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                _Pieces(target).write(piece)
        target.write(struct.pack(">I", 0))
    _section(target, {"kind": END})
    return manifest


def tables() -> list[tuple[str, list[str]]]:
    """Every table of the database with the columns that can be written; sessions stay behind."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [list(LEFT_BEHIND)])
        return cursor.fetchall()


def uploads() -> Iterator[Path]:
    """Uploaded files, without what a restore is still bringing."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.relative_to(root).parts[0].startswith("."):
            yield path


def sections(blocks: Iterable[bytes]) -> Iterator[Section]:
    """The sections of a copy. Raises ValueError where it ends too early."""
    source = _Source(blocks)
    while True:
        head = json.loads(source.exactly(source.length()))
        pieces = _pieces(source)
        yield Section(head, pieces)
        for _ in pieces:
            pass  # what the reader did not want
        if head["kind"] == END:
            return source.ended()


class PiecesToRead:
    """A file for COPY to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._held += piece
        size = len(self._held) if size < 0 else size
        given, self._held = self._held[:size], self._held[size:]
        return given


def load_table(section: Section) -> None:
    with connection.cursor() as cursor:
        name = _named(section.head["table"], section.head["columns"])
        cursor.copy_expert(f"COPY {name} FROM STDIN", PiecesToRead(section.pieces))


def _manifest() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        sequences = dict(cursor.fetchall())
    held = SealedKey.objects.filter(name=EQUALITY).first()
    newest = Seal.objects.order_by("-id").first()
    return {
        "kind": "manifest",
        "form": FORM,
        "version": settings.VERSION,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "migrations": sorted([list(name) for name in MigrationRecorder(connection).applied_migrations()]),
        "sequences": sequences,
        "sealed_key": bytes(held.wrapped).hex() if held else "",
        "seal": {"number": newest.pk, "hash": newest.hash} if newest else None,
    }


def _named(table: str, columns: list[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(column) for column in columns)})"


def _section(target: Target, head: dict[str, Any]) -> None:
    _head(target, head)
    target.write(struct.pack(">I", 0))


def _head(target: Target, head: dict[str, Any]) -> None:
    content = json.dumps(head, ensure_ascii=False).encode()
    target.write(struct.pack(">I", len(content)) + content)


class _Source:
    """Bytes in the lengths asked for, out of blocks of any length."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._held = iter(blocks), b""

    def exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            block = next(self._blocks, None)
            if block is None:
                raise ValueError("the copy ends too early")
            self._held += block
        given, self._held = self._held[:size], self._held[size:]
        return given

    def ended(self) -> None:
        """Read on to the last block, which is checked like any other. Raises ValueError if anything is left."""
        if self._held or any(self._blocks):
            raise ValueError("the copy goes on after its end")

    def length(self) -> int:
        return int(struct.unpack(">I", self.exactly(4))[0])


def _pieces(source: _Source) -> Iterator[bytes]:
    while size := source.length():
        yield source.exactly(size)
