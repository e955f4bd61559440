"""Entries are sealed in batches: a seal holds their digests and a keyed hash over them and the seal before.

Sealing reads what is committed and holds nobody up: an import of any size queues behind no lock. The key of the hashes is
that of the personal data's equality search, which lies wrapped by the master key and outlives its rotation; whoever
holds the database alone cannot mend the chain. The newest seal is kept outside of it as well (heads.py).
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Entry, Seal
from accounts.personal_data import Vault, open_vault
from accounts.record.heads import keep_head, kept_head, path_of

BATCH = 10_000
DIGEST = 32
LOCK = 714_001  # one sealer at a time
# An entry is seen when its transaction ends; no transaction is open longer than this.
LATE = "6 hours"
SKEW = "1 minute"
FIRST = "first"
# Whatever came after the newest seal, or may have been open when it was made. A seal of the future, and a clock set back,
# stop nothing: times are taken by the earlier of seal and clock, and numbers go on.
UNSEALED = f"""
WITH bound AS (SELECT coalesce(least(max(sealed_at), clock_timestamp()) - interval '{LATE}', '-infinity') AS since,
    coalesce((SELECT entries[array_upper(entries, 1)] FROM record_seal ORDER BY id DESC LIMIT 1), 0) AS newest
    FROM record_seal),
sealed AS (SELECT unnest(entries) AS id FROM record_seal, bound WHERE sealed_at >= since)
"""
WAITING = """FROM record_entry e, bound WHERE (e.at >= since OR e.id > newest)
    AND NOT EXISTS (SELECT FROM sealed WHERE sealed.id = e.id)"""
LAST_NUMBER = "SELECT last_value FROM pg_sequences WHERE schemaname = 'public' AND sequencename = 'record_seal_id_seq'"


class Finding(NamedTuple):
    """Something wrong with the record: a sentence, and the entry it is about if there is one."""

    sentence: str
    entry: int | None = None


def seal() -> int:
    """Seal what has been committed; how many entries. Raises WrongMasterKey."""
    vault, done = open_vault(), 0
    while size := _seal_batch(vault):
        done += size
    transaction.on_commit(lambda: keep_head(vault), robust=True)
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
    met, before = not known, None
    for held in Seal.objects.order_by("id").iterator(chunk_size=50):
        digests = bytes(held.digests)
        if held.hash != _hash(vault, previous, held.entries, digests):
            found.append(Finding(f"第 {held.pk} 号封存与它前后的封存对不上：封存本身或它之前的一号被改动或删除。"))
        found.extend(_of_seal(held, before))
        previous, met, before = held.hash, met or held.hash == known, held.sealed_at
    if not met:
        found.append(Finding("抄存的校验值在现有封存中找不到：它所在的封存已被删除或改动。"))
    return [*found, *troubles_at_the_end(), *_slipped_in()]


def troubles_at_the_end() -> Iterator[Finding]:
    """Seals cut off the end of the table, and seals of the future. A few small queries."""
    vault = open_vault()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # not while one is being written
        cursor.execute(LAST_NUMBER)
        used = (cursor.fetchone() or (None,))[0] or 0
        newest = last_seal()
        cursor.execute(f"SELECT id, sealed_at FROM record_seal WHERE sealed_at > clock_timestamp() + interval '{SKEW}'")
        ahead = cursor.fetchall()
    standing, kept = newest.pk if newest else 0, kept_head(vault)
    if used > standing:
        yield Finding(f"封存编号已用到第 {used} 号，表中最后一号却是第 {standing} 号：末尾的封存可能连同日志被删除。")
    if kept is not None and not kept.stands():
        yield Finding(
            f"留存的第 {kept.number} 号封存（见 {path_of(vault)}）已不在表中或已被改动：末尾的封存曾被删除，或数据库被换回了旧的。"
        )
    for number, moment in ahead:
        told = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
        yield Finding(f"第 {number} 号封存的时间 {told} 在将来：服务器时钟曾被调快，请校时；封存照常进行。")


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


def _of_seal(held: Seal, before: datetime | None) -> Iterator[Finding]:
    """Entries of a seal that are gone, not as they were, or older than the seal `before` could have left open."""
    digests, since = bytes(held.digests), min(before, held.sealed_at) if before else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, record_digest(e), coalesce(e.at < %s::timestamptz - interval '{LATE}', false)"
            " FROM record_entry e WHERE e.id = ANY(%s)",
            [since, held.entries],
        )
        standing = {entry: (bytes(digest), late) for entry, digest, late in cursor.fetchall()}
    altered = []
    for at, entry in enumerate(held.entries):
        if entry not in standing:
            yield Finding(f"第 {entry} 条日志已被删除（在第 {held.pk} 号封存中）。", entry)
        elif standing[entry][0] != digests[at * DIGEST : (at + 1) * DIGEST]:
            altered.append(entry)
        elif standing[entry][1]:
            yield Finding(f"第 {entry} 条日志写的时间比它进入封存早得多，疑似事后补入。", entry)
    for row in Entry.objects.filter(pk__in=altered).order_by("pk"):
        when = row.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        yield Finding(
            f"第 {row.pk} 条日志被改动过（现在写着：{when} {row.who} {row.get_act_display()} {row.kind}）。", row.pk
        )


def _slipped_in() -> Iterator[Finding]:
    """Entries that no seal holds and none will: older than any that may still wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{UNSEALED} SELECT e.id FROM record_entry e, bound WHERE e.at < since AND e.id <= newest
            AND NOT EXISTS (SELECT FROM (SELECT unnest(entries) AS id FROM record_seal) s WHERE s.id = e.id)"""
        )
        for (entry,) in cursor.fetchall():
            yield Finding(f"第 {entry} 条日志没有封存却早已过了封存时间，疑似事后补入。", entry)
