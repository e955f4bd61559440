"""An encrypted file written and read as a stream: AES-256-GCM in blocks, so that a copy of any size needs little memory.

Layout: 8 bytes of name, 16 of salt, 7 of nonce; then blocks of 4 bytes of length and the sealed content (16 bytes longer).
A block's nonce holds its number and whether it is the last, so that blocks cannot be exchanged, left out or cut off. The
key comes from the secret by scrypt.
"""

import errno
import hashlib
import os
import struct
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAME = b"CADRES1\n"
SALT, NONCE, TAG = 16, 7, 16
BLOCK = 1024 * 1024
LAST, MORE = b"\x01", b"\x00"


class SealedFileError(Exception):
    """The file cannot be read; the sentence says why and what to do."""


WORDS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "这是一个目录，请写到文件名为止",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
}


def why(trouble: OSError) -> str:
    """What the system says of a file, in Chinese."""
    return WORDS.get(trouble.errno or 0, f"系统错误 {trouble.errno}")


def _key(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32))


def _nonce(prefix: bytes, number: int, last: bytes) -> bytes:
    return prefix + struct.pack(">I", number) + last


class SealingWriter:
    """Encrypts what is written to it. Only a file that was closed without an error is whole."""

    def __init__(self, file: BinaryIO, *, secret: str) -> None:
        salt, self._prefix = os.urandom(SALT), os.urandom(NONCE)
        self._file, self._cipher, self._number, self._held = file, _key(secret, salt), 0, bytearray()
        file.write(NAME + salt + self._prefix)

    def __enter__(self) -> "SealingWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._block(bytes(self._held), LAST)

    def write(self, content: bytes) -> int:
        self._held += content
        while len(self._held) > BLOCK:
            self._block(bytes(self._held[:BLOCK]), MORE)
            del self._held[:BLOCK]
        return len(content)

    def _block(self, content: bytes, last: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._number, last), content, None)
        self._file.write(struct.pack(">I", len(sealed)) + last + sealed)
        self._number += 1


def opened(file: BinaryIO, *, secret: str) -> Iterator[bytes]:
    """The blocks of a sealed file, decrypted. Raises SealedFileError at the first that is not as it was written."""
    head = file.read(len(NAME) + SALT + NONCE)
    if head[: len(NAME)] != NAME:
        raise SealedFileError("这不是本系统的备份文件，请核对文件名。")
    if len(head) < len(NAME) + SALT + NONCE:
        raise SealedFileError(CUT_SHORT)
    cipher, prefix = _key(secret, head[len(NAME) : -NONCE]), head[-NONCE:]
    number, last = 0, MORE
    while last == MORE:
        start = file.read(5)
        if len(start) < 5:
            raise SealedFileError(CUT_SHORT)
        (size,), last = struct.unpack(">I", start[:4]), start[4:]
        yield _block(file, cipher, prefix=prefix, number=number, size=size, last=last)
        number += 1
    if file.read(1):
        raise SealedFileError("备份文件的末尾多出了内容，文件已损坏。请换用另一份备份。")


CUT_SHORT = "备份文件不完整：末尾缺失（可能是复制中断或磁盘写满）。请重新复制，或换用另一份备份。"


def _block(file: BinaryIO, cipher: AESGCM, *, prefix: bytes, number: int, size: int, last: bytes) -> bytes:
    if size > BLOCK + TAG or last not in (LAST, MORE):
        raise SealedFileError(f"备份文件第 {number + 1} 块已损坏。请换用另一份备份。")
    sealed = file.read(size)
    if len(sealed) < size:
        raise SealedFileError(CUT_SHORT)
    try:
        return cipher.decrypt(_nonce(prefix, number, last), sealed, None)
    except InvalidTag as trouble:
        raise SealedFileError(_refused(number)) from trouble


def _refused(number: int) -> str:
    if number:
        return f"备份文件第 {number + 1} 块已损坏。请换用另一份备份。"
    return (
        "备份文件打不开：密钥不对，或文件开头已损坏。请把 BACKUP_KEY（没有设置时是 MASTER_KEY）设为备份时的值后重试。"
    )
