"""One lean pass over a sheet's XML for what the value reader does not give: formulas, error cells, number formats,
merged ranges, hidden columns, and how far the sheet reaches.

Ordinary sheets are searched with compiled expressions, block by block of whole rows; a sheet written in an unusual way
(namespace prefixes, cells without addresses, comments) is parsed event by event instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from accounts.files.workbooks.refusals import too_large, truncated

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 8_000_000
MAX_MERGED = 200_000
MAX_ROW_BYTES = 8 * 1024 * 1024
MAX_TEXT_BYTES = 64 * 1024 * 1024

Area = tuple[int, int, int, int]

_CELL = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
_ERROR = re.compile(_CELL + rb'[^>]*? t="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]{1,20})</v>')
_FORMULA = re.compile(_CELL + rb"[^>]*>\s*<f([ >/][^>]*)")
_FAR = re.compile(rb'<c r="(?:([A-Z]{2})\d|([A-Z]{3}))[^>]*[^/]>(?!</c>)')
_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_LOW = re.compile(rb'<c r="[A-Z]{1,3}(\d{6,})[^>]*[^/]>(?!</c>)')
_SHARED = re.compile(rb't="s"[^>]*><v>(\d+)</v>')
_MERGE = re.compile(rb"<mergeCell [^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})[\"']")
_HIDDEN = re.compile(rb"<col [^>]*?>")
_ATTRIBUTE = re.compile(rb"""([A-Za-z:]+)=["']([^"']*)["']""")
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Scan:
    """What a sheet's XML says beside its values; rows and columns from 0."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0
    text_bytes: int = 0

    def check_size(self) -> None:
        if self.last_row >= MAX_ROWS:
            raise too_large(f"一张表超过 {MAX_ROWS} 行")
        if self.last_column >= MAX_COLUMNS:
            raise too_large(f"一张表超过 {MAX_COLUMNS} 列")
        if (self.last_row + 1) * (self.last_column + 1) > MAX_CELLS:
            raise too_large("一张表的单元格太多")
        if len(self.merged) > MAX_MERGED or self.text_bytes > MAX_TEXT_BYTES:
            raise too_large("一张表的合并单元格或文字太多")


class _Unusual(Exception):
    """The sheet is not written the way the quick search expects."""


def scan_sheet(
    pieces: Iterable[bytes], *, styles: set[int], long_texts: dict[int, int], again: Iterable[bytes]
) -> Scan:
    """Scan one sheet. `styles`: cell styles whose format matters; `long_texts`: bytes of long shared texts by number;
    `again`: the same pieces once more, used only if the sheet is unusual. Raises FileRefused."""
    try:
        scan = _quick_scan(pieces, styles, long_texts)
    except _Unusual:
        scan = _full_scan(again, styles, long_texts)
    scan.check_size()
    return scan


def column_number(letters: str | bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number - 1


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Whole rows at a time; what follows the last row comes with the last block."""
    waiting = b""
    for piece in pieces:
        waiting += piece
        cut = waiting.rfind(b"</row>")
        if cut > 0:
            yield waiting[: cut + 6]
            waiting = waiting[cut + 6 :]
        elif len(waiting) > MAX_ROW_BYTES:
            if b"<row" not in waiting or b"<mergeCells" in waiting:
                continue
            raise _Unusual
    yield waiting


def _quick_scan(pieces: Iterable[bytes], styles: set[int], long_texts: dict[int, int]) -> Scan:
    scan = Scan()
    formatted = _formatted(styles)
    for number, block in enumerate(_blocks(pieces)):
        if number == 0 and b"<worksheet" not in block[:4096]:
            raise _Unusual
        if b"<!" in block or block.count(b'<c r="') != block.count(b"<c ") or b"<c>" in block or b"<row>" in block:
            raise _Unusual
        if b"='" in block and re.search(rb"<(?:c|row) [^>]*='", block):
            raise _Unusual
        _reach(scan, block)
        _quick_formulas(scan, block)
        if b't="e"' in block:
            for letters, row, text in _ERROR.findall(block):
                scan.errors[int(row) - 1, column_number(letters)] = text.decode()
        if formatted:
            for letters, row, style in formatted.findall(block):
                scan.styles[int(row) - 1, column_number(letters)] = int(style)
        if long_texts:
            scan.text_bytes += sum(long_texts.get(int(text), 0) for text in _SHARED.findall(block))
        if b"<mergeCell " in block:
            scan.merged.extend(map(_area, _MERGE.findall(block)))
        if b"<cols>" in block:
            _hidden(scan, block)
        scan.check_size()
    return scan


def _formatted(styles: set[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    wanted = b"|".join(str(style).encode() for style in sorted(styles))
    return re.compile(_CELL + rb'(?=[^>]*[^/]>)(?![^>]* t="(?:s|inlineStr|str)")[^>]*? s="(' + wanted + rb')"')


def _reach(scan: Scan, block: bytes) -> None:
    scan.last_row = max(scan.last_row, _last_filled(block))
    for two, three in _FAR.findall(block):
        scan.last_column = max(scan.last_column, column_number(two or three))
    if scan.last_column < 25:
        scan.last_column = 25


def _last_filled(block: bytes) -> int:
    """The last row holding a value; blank formatted rows below do not count."""
    filled = max(block.rfind(b"<v"), block.rfind(b"<is"))
    match = _ROW.match(block, block.rfind(b"<row ", 0, filled)) if filled > 0 else None
    return max([int(match.group(1)) - 1 if match else 0, *(int(row) - 1 for row in _LOW.findall(block))])


def _quick_formulas(scan: Scan, block: bytes) -> None:
    if b"<f" not in block:
        return
    found = _FORMULA.findall(block)
    if len(found) != block.count(b"<f>") + block.count(b"<f ") + block.count(b"<f/>"):
        raise _Unusual
    for letters, row, rest in found:
        scan.formulas.add((int(row) - 1, column_number(letters)))
        if b"ref=" in rest and b"shared" not in rest:
            attributes = dict(_ATTRIBUTE.findall(rest))
            _add_area(scan, attributes.get(b"ref", b"").decode())


def _add_area(scan: Scan, reference: str) -> None:
    """An array formula fills its whole area, though only the first cell names it."""
    corners = [_address(corner) for corner in reference.split(":")]
    if len(corners) != 2 or None in corners:
        return
    (top, left), (bottom, right) = corners  # type: ignore[misc]
    if (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
        raise too_large("数组公式覆盖的范围异常")
    scan.formulas.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _hidden(scan: Scan, block: bytes) -> None:
    for tag in _HIDDEN.findall(block):
        attributes = dict(_ATTRIBUTE.findall(tag))
        _hide(scan, {key.decode(): value.decode() for key, value in attributes.items()})


def _hide(scan: Scan, attributes: dict[str, str]) -> None:
    if attributes.get("hidden") in ("1", "true"):
        first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
        scan.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))


def _address(text: str) -> tuple[int, int] | None:
    match = _ADDRESS.fullmatch(text)
    return (int(match.group(2)) - 1, column_number(match.group(1))) if match else None


def _area(corners: tuple[bytes, bytes]) -> Area:
    top, left = _address(corners[0].decode()) or (0, 0)
    bottom, right = _address(corners[1].decode()) or (0, 0)
    return top, left, bottom, right


class _Events:
    """The slow and complete way: every element is looked at."""

    def __init__(self, styles: set[int], long_texts: dict[int, int]) -> None:
        self.scan = Scan()
        self.styles, self.long_texts = styles, long_texts
        self.row = self.column = -1
        self.kind = ""
        self.style = 0
        self.text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self.row + 1
                self.column = -1
            case "c":
                place = _address(attributes.get("r", ""))
                self.row, self.column = place or (self.row, self.column + 1)
                self.kind = attributes.get("t", "")
                self.style = int(attributes["s"]) if attributes.get("s", "").isdigit() else 0
            case "v":
                self.text = []
                self._filled()
            case "is":
                self._filled()
            case "f":
                self.scan.formulas.add((self.row, self.column))
                if attributes.get("t") in ("array", "dataTable"):
                    _add_area(self.scan, attributes.get("ref", ""))
            case "mergeCell":
                first, _, last = attributes.get("ref", "").partition(":")
                corners = _address(first), _address(last)
                if corners[0] and corners[1]:
                    self.scan.merged.append((*corners[0], *corners[1]))
            case "col":
                _hide(self.scan, attributes)

    def end(self, name: str) -> None:
        if self.text is None or name.rpartition(":")[2] != "v":
            return
        value = "".join(self.text)
        self.text = None
        if self.kind == "e":
            self.scan.errors[self.row, self.column] = value[:20]
        elif self.kind == "s" and value.isdigit():
            self.scan.text_bytes += self.long_texts.get(int(value), 0)
        elif self.style in self.styles and self.kind in ("", "n", "d"):
            self.scan.styles[self.row, self.column] = self.style

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _filled(self) -> None:
        self.scan.last_row = max(self.scan.last_row, self.row)
        self.scan.last_column = max(self.scan.last_column, self.column)
        self.scan.check_size()


def _full_scan(pieces: Iterable[bytes], styles: set[int], long_texts: dict[int, int]) -> Scan:
    events = _Events(styles, long_texts)
    parser = expat.ParserCreate()
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.characters
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as trouble:
        raise truncated() from trouble
    return events.scan
