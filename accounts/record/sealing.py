"""Entries are sealed in batches: a seal holds their digests and a keyed hash over them and the seal before.

Sealing reads what is committed and holds nobody up: an import of any size queues behind no lock. The key of the hashes is
that of the personal data's equality search, which lies wrapped by the master key and outlives its rotation; whoever
holds the database alone cannot mend the chain.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from accounts.models import Entry, Seal
from accounts.personal_data import Vault, open_vault

BATCH = 10_000
DIGEST = 32
LOCK = 714_001  # one sealer at a time
# An entry is seen when its transaction ends; no transaction is open longer than this.
LATE = "6 hours"
FIRST = "first"
UNSEALED = f"""
WITH bound AS (SELECT coalesce(max(sealed_at) - interval '{LATE}', '-infinity') AS since FROM record_seal),
sealed AS (SELECT unnest(entries) AS id FROM record_seal, bound WHERE sealed_at >= since)
"""
WAITING = "FROM record_entry e, bound WHERE e.at >= since AND NOT EXISTS (SELECT FROM sealed WHERE sealed.id = e.id)"


class Finding(NamedTuple):
    """Something wrong with the record: a sentence, and the entry it is about if there is one."""

    sentence: str
    entry: int | None = None


def seal() -> int:
    """Seal what has been committed; how many entries. Raises WrongMasterKey."""
    vault, done = open_vault(), 0
    while size := _seal_batch(vault):
        done += size
    return done


def waiting() -> int:
    """Committed entries not yet sealed."""
    with connection.cursor() as cursor:
        cursor.execute(f"{UNSEALED} SELECT count(*) {WAITING}")
        return int(cursor.fetchone()[0])


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-id").first()


def verify(*, known: str = "") -> list[Finding]:
    """What was removed, altered or slipped in; `known` is a seal's hash noted earlier, which must still be there."""
    vault, previous, found = open_vault(), FIRST, []
    met = not known
    for held in Seal.objects.order_by("id").iterator(chunk_size=50):
        digests = bytes(held.digests)
        if held.hash != _hash(vault, previous, held.entries, digests):
            found.append(Finding(f"第 {held.pk} 号封存与它前后的封存对不上：封存本身或它之前的一号被改动或删除。"))
        found.extend(_of_seal(held.pk, held.entries, digests))
        previous, met = held.hash, met or held.hash == known
    if not met:
        found.append(Finding("抄存的校验值在现有封存中找不到：它所在的封存已被删除或改动。"))
    return found + list(_slipped_in())


def _seal_batch(vault: Vault) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(f"{UNSEALED} SELECT e.id, record_digest(e) {WAITING} ORDER BY e.id LIMIT {BATCH}")
        rows = cursor.fetchall()
        if rows:
            entries, digests = [entry for entry, _ in rows], b"".join(bytes(digest) for _, digest in rows)
            before = last_seal()
            chained = _hash(vault, before.hash if before else FIRST, entries, digests)
            cursor.execute(
                "INSERT INTO record_seal (entries, digests, hash) VALUES (%s, %s, %s)", [entries, digests, chained]
            )
        return len(rows)


def _hash(vault: Vault, previous: str, entries: list[int], digests: bytes) -> str:
    content = hashlib.sha256(",".join(map(str, entries)).encode() + b"|" + digests).hexdigest()
    return vault.keyed_hash(f"record {previous} {content}")


def _of_seal(number: int, entries: list[int], digests: bytes) -> Iterator[Finding]:
    """Entries of a seal that are gone or not as they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.id, record_digest(e) FROM record_entry e WHERE e.id = ANY(%s)", [entries])
        standing = {entry: bytes(digest) for entry, digest in cursor.fetchall()}
    altered = []
    for at, entry in enumerate(entries):
        if entry not in standing:
            yield Finding(f"第 {entry} 条日志已被删除（在第 {number} 号封存中）。", entry)
        elif standing[entry] != digests[at * DIGEST : (at + 1) * DIGEST]:
            altered.append(entry)
    for row in Entry.objects.filter(pk__in=altered).order_by("pk"):
        when = row.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        yield Finding(
            f"第 {row.pk} 条日志被改动过（现在写着：{when} {row.who} {row.get_act_display()} {row.kind}）。", row.pk
        )


def _slipped_in() -> Iterator[Finding]:
    """Entries older than any that may still wait for a seal."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH bound AS (SELECT max(sealed_at) - interval '{LATE}' AS since FROM record_seal)
            SELECT e.id FROM record_entry e, bound WHERE e.at < since
            AND NOT EXISTS (SELECT FROM (SELECT unnest(entries) AS id FROM record_seal) s WHERE s.id = e.id)"""
        )
        for (entry,) in cursor.fetchall():
            yield Finding(f"第 {entry} 条日志没有封存却早已过了封存时间，疑似事后补入。", entry)
