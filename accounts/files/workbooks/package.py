"""The .xlsx file as a zip of parts: opened under limits, never trusted.

Every part is unpacked once in pieces and counted by its real size, whatever the directory claims, and looked through
for document type declarations. Nothing is written to disk, no entity is resolved, no address is opened.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from accounts.files.workbooks.refusals import external_entity, too_large, truncated, wrong_type

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 240 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SMALL_PART_BYTES = 16 * 1024 * 1024
PIECE_BYTES = 1024 * 1024
UNTRUSTED_RATIO = 120
UNTRUSTED_FROM_BYTES = 24 * 1024 * 1024

_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST = max(map(len, _FORBIDDEN)) - 1
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


class Package:
    """Parts of an .xlsx file. Raises FileRefused on anything hostile or broken."""

    def __init__(self, source: Path | bytes) -> None:
        self.content = _content(source)
        _check_signature(self.content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.content))
        except (*_ZIP_TROUBLE, ValueError, NotImplementedError) as trouble:
            raise truncated() from trouble
        self._infos = self._zip.infolist()
        self._check_directory()
        self.names = {info.filename for info in self._infos}
        if "xl/workbook.xml" not in self.names:
            raise wrong_type("这不是 Excel 工作簿（.xlsx）")
        self._unpacked = 0

    def check_parts(self, *, except_for: set[str]) -> None:
        """Look through the parts nobody else will read."""
        for name in sorted(self.names - except_for):
            for _ in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece, counted and looked through for declarations."""
        info = self._zip.getinfo(name)
        size, tail = 0, b""
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(PIECE_BYTES):
                    size += len(piece)
                    self._count(len(piece), size, info.compress_size)
                    seen = tail + piece
                    if any(mark in seen for mark in _FORBIDDEN):
                        raise external_entity()
                    if size == len(piece) and b"\0" in piece[:4] and name.endswith((".xml", ".rels")):
                        raise wrong_type("文件的内部编码不是通常的 UTF-8")
                    tail = seen[-_LONGEST:]
                    yield piece
        except (*_ZIP_TROUBLE, NotImplementedError, RuntimeError) as trouble:
            raise truncated() from trouble

    def whole(self, name: str) -> bytes:
        """A small part at once (workbook, relations, styles)."""
        pieces, size = [], 0
        for piece in self.pieces(name):
            size += len(piece)
            if size > MAX_SMALL_PART_BYTES:
                raise too_large("工作簿的样式或目录异常庞大")
            pieces.append(piece)
        return b"".join(pieces)

    def _count(self, read: int, size: int, packed: int) -> None:
        self._unpacked += read
        if self._unpacked > MAX_UNPACKED_BYTES:
            raise too_large("解压后超过上限")
        if size > UNTRUSTED_FROM_BYTES and size > UNTRUSTED_RATIO * max(packed, 1):
            raise too_large("压缩比异常")

    def _check_directory(self) -> None:
        if len(self._infos) > MAX_PARTS:
            raise too_large("内部文件太多")
        folded = [info.filename.lower() for info in self._infos]
        if len(set(folded)) != len(folded):
            raise wrong_type("文件内部有重名部分，已拒绝读取")
        if any(info.flag_bits & 0x1 for info in self._infos):
            raise wrong_type("文件加了密码")


def _content(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        with source.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise too_large(f"超过 {MAX_FILE_BYTES // 1024 // 1024} MB")
    return content


def _check_signature(content: bytes) -> None:
    if content.startswith(b"PK\x03\x04"):
        return
    if not content:
        raise truncated()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise wrong_type("这是旧版 .xls 文件或加了密码的文件")
    raise wrong_type("这不是 Excel 工作簿（.xlsx）")
