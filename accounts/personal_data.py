"""Personal data at rest: a data key for each person, wrapped by the master key; keyed hashes to find; masks to show.

AES-256-GCM throughout. A wrapped key is 4 bytes of the master key's fingerprint, 12 of nonce, 48 of sealed key; a cipher
is 12 bytes of nonce and the sealed text, bound to the name of its field. Destroying a person's wrapped key makes what
history keeps of them unreadable. The key of the hashes is random, lies wrapped like a person's and survives rotation.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from accounts.fields import WrappedKeyField
from accounts.models import SealedKey

EQUALITY = "equality"  # the name of the hashes' key
FINGERPRINT, NONCE, KEY = 4, 12, 32
WRAPPED = FINGERPRINT + NONCE + KEY + 16
BATCH = 2_000
WRONG_KEY = (
    "主密钥 MASTER_KEY 与数据库不符，已加密的身份证号和电话打不开。请把环境变量 MASTER_KEY 改回原来的值；"
    "如果是有意更换，请把旧值填入 MASTER_KEYS_OLD 后运行 manage.py keys rotate。"
)

STRANGERS = (
    "有数据是用另一把主密钥封存的，现有密钥打不开：{found}。多半是更换主密钥没有做完，或恢复了换密钥之前的备份。"
    "请把当时的主密钥填入 MASTER_KEYS_OLD，运行 manage.py keys rotate，完成后再去掉。"
)


Stored = bytes | memoryview  # as the database driver gives bytes


class WrongMasterKey(Exception):
    """No master key at hand opens what is stored; the sentence says what to do."""

    def __init__(self, sentence: str = WRONG_KEY) -> None:
        super().__init__(sentence)


class Sealed(NamedTuple):
    """A person's wrapped key with the ciphers of their ID number and phone."""

    data_key: bytes
    id_cipher: bytes | None
    phone_cipher: bytes | None


@dataclass(frozen=True)
class _Master:
    fingerprint: bytes
    cipher: AESGCM

    @classmethod
    def of(cls, secret: str) -> "_Master":
        key = hashlib.scrypt(secret.encode(), salt=b"stationed-cadres", n=2**12, r=8, p=1, dklen=KEY)
        return cls(hashlib.sha256(b"fingerprint" + key).digest()[:FINGERPRINT], AESGCM(key))


_MASTERS: dict[str, _Master] = {}


def _master(secret: str) -> _Master:
    if secret not in _MASTERS:
        _MASTERS[secret] = _Master.of(secret)
    return _MASTERS[secret]


class Vault:
    """The keys at hand. Get one with `open_vault` for each request, command or job; it holds no database state."""

    def __init__(self, masters: Sequence[_Master], equality: bytes) -> None:
        self.masters = tuple(masters)
        self._masters = {master.fingerprint: master for master in masters}
        self._current = masters[0]
        self._equality = equality

    # Equality

    def keyed_hash(self, text: str) -> str:
        """64 hexadecimal digits, equal for equal texts, worthless without the key."""
        return hmac.digest(self._equality, text.encode(), "sha256").hex()

    def keyed_hashes(self, texts: Iterable[str | None]) -> list[str | None]:
        key, digest = self._equality, hmac.digest
        return [digest(key, text.encode(), "sha256").hex() if text else None for text in texts]

    # Sealing

    def seal_person(self, id_number: str | None, phone: str | None, *, data_key: Stored | None = None) -> Sealed:
        """Seal under the person's key, or under a new one."""
        return self.seal_people([id_number], [phone], data_keys=[data_key])[0]

    def seal_people(
        self, id_numbers: Sequence[str | None], phones: Sequence[str | None], *, data_keys: Sequence[Stored | None] = ()
    ) -> list[Sealed]:
        """Many at once; `data_keys` are the wrapped keys of those who have one."""
        held = data_keys or [None] * len(id_numbers)
        random = memoryview(os.urandom((KEY + 3 * NONCE) * len(held)))
        people, at = [], 0
        for id_number, phone, wrapped in zip(id_numbers, phones, held, strict=True):
            end = at + KEY
            key = bytes(random[at:end]) if wrapped is None else self.unwrap(wrapped)
            nonces = [bytes(random[start : start + NONCE]) for start in range(end, end + 3 * NONCE, NONCE)]
            at = end + 3 * NONCE
            cipher = AESGCM(key)
            people.append(
                Sealed(
                    self._wrap(key, nonces[0]) if wrapped is None else bytes(wrapped),
                    nonces[1] + cipher.encrypt(nonces[1], id_number.encode(), b"id_number") if id_number else None,
                    nonces[2] + cipher.encrypt(nonces[2], phone.encode(), b"phone") if phone else None,
                )
            )
        return people

    def reveal(self, data_key: Stored | None, cipher: Stored | None, *, field: str) -> str | None:
        """The text of a cipher (`field`: id_number, phone, or that of `seal_text`); None where there is none or its key was destroyed."""
        if data_key is None or cipher is None:
            return None
        opened = AESGCM(self.unwrap(data_key))
        content = bytes(cipher)
        return opened.decrypt(content[:NONCE], content[NONCE:], field.encode()).decode()

    def seal_text(self, text: str, *, data_key: bytes, field: str) -> bytes:
        """Any text about a person under their wrapped key, bound to the name of its field."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.unwrap(data_key)).encrypt(nonce, text.encode(), field.encode())

    def seal_file(self, content: bytes) -> tuple[bytes, bytes]:
        """A new wrapped key, and a file's content under it (12 bytes of nonce and the sealed content)."""
        key, nonce = os.urandom(KEY), os.urandom(NONCE)
        return self._wrap(key, os.urandom(NONCE)), nonce + AESGCM(key).encrypt(nonce, content, b"file")

    def open_file(self, sealed: bytes, *, file_key: Stored) -> bytes:
        return AESGCM(self.unwrap(file_key)).decrypt(sealed[:NONCE], sealed[NONCE:], b"file")

    # Keys

    def unwrap(self, wrapped: Stored) -> bytes:
        """A data key. Raises WrongMasterKey."""
        content = bytes(wrapped)
        master = self._masters.get(content[:FINGERPRINT])
        if master is None:
            raise WrongMasterKey
        try:
            nonce = content[FINGERPRINT : FINGERPRINT + NONCE]
            return master.cipher.decrypt(nonce, content[FINGERPRINT + NONCE :], b"key")
        except InvalidTag as trouble:
            raise WrongMasterKey from trouble

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key under the current master key."""
        return self._wrap(self.unwrap(wrapped), os.urandom(NONCE))

    def is_current(self, wrapped: bytes) -> bool:
        return bytes(wrapped[:FINGERPRINT]) == self._current.fingerprint

    def _wrap(self, key: bytes, nonce: bytes) -> bytes:
        return self._current.fingerprint + nonce + self._current.cipher.encrypt(nonce, key, b"key")


def open_vault() -> Vault:
    """The vault of this database; one query. Raises WrongMasterKey."""
    closed = keys_at_hand()
    held = SealedKey.objects.filter(name=EQUALITY).first() or _first_key(closed)
    return Vault(closed.masters, closed.unwrap(held.wrapped))


def keys_at_hand() -> Vault:
    """A vault of no database: it unwraps keys, its hashes are worth nothing."""
    return Vault([_master(secret) for secret in (settings.MASTER_KEY, *settings.MASTER_KEYS_OLD)], b"")


def _first_key(vault: Vault) -> SealedKey:
    wrapped = vault.seal_person(None, None).data_key
    SealedKey.objects.bulk_create([SealedKey(name=EQUALITY, wrapped=wrapped)], ignore_conflicts=True)
    return SealedKey.objects.get(name=EQUALITY)


def check_master_key() -> None:
    """The master keys at hand open the key of the hashes and every wrapped key that is stored. Two queries.

    Raises WrongMasterKey, which names a row of each kind that does not open.
    """
    if not SealedKey.objects.exists():
        return
    vault, quote = open_vault(), connection.ops.quote_name
    columns = list(wrapped_columns())
    known = [master.fingerprint for master in vault.masters]
    looks = [
        f"(SELECT {at}, {quote(str(model._meta.pk.column))}::text FROM {quote(model._meta.db_table)} WHERE"
        f" substring({quote(column)} FROM 1 FOR {FINGERPRINT}) <> ALL (%s) LIMIT 1)"
        for at, (model, column) in enumerate(columns)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks), [known] * len(looks))
        strangers = [(columns[at][0]._meta, held) for at, held in cursor.fetchall()]
    if strangers:
        found = "、".join(f"{meta.verbose_name}（表 {meta.db_table}，如 id={held}）" for meta, held in strangers)
        raise WrongMasterKey(STRANGERS.format(found=found))


def wrapped_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the program that holds keys wrapped by the master key."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, WrappedKeyField):
                yield model, str(field.column)


def rotate_keys() -> int:
    """Wrap every key by the current master key; how many were changed. What they seal stays. Raises WrongMasterKey.

    Batches are committed one by one: stopped half-way it is run again, as long as the old key is still at hand.
    """
    check_master_key()
    vault = open_vault()
    return sum(
        _rewrap_column(vault, model._meta.db_table, str(model._meta.pk.column), column)
        for model, column in wrapped_columns()
    )


def _rewrap_column(vault: Vault, table: str, key: str, column: str) -> int:
    quote = connection.ops.quote_name
    table, key, column = quote(table), quote(key), quote(column)
    changed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"
                f" AND substring({column} FROM 1 FOR {FINGERPRINT}) <> %s LIMIT {BATCH} FOR UPDATE",
                [vault._current.fingerprint],
            )
            rows = [(held, vault.rewrap(wrapped)) for held, wrapped in cursor.fetchall()]
            if not rows:
                return changed
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [(new, held) for held, new in rows]
            )
            changed += len(rows)


# Masks


def masked_id(number: str) -> str:
    """The first six and the last two characters; fewer where the number is short."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if len(number) > 8 else "*" * len(number)


def masked_phone(number: str) -> str:
    """170****1234."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)
