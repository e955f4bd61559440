"""The legend: which sign means what, from wherever on the sheet and in whatever order it is written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from attendance.sheets import wording
from attendance.sheets.alphabet import NOTHING
from attendance.sheets.signs import fold, narrow
from attendance.sheets.wording import AFTERNOON, MORNING, Piece, head, pieces

BLANK = ""
_WEAK, _SPACE, _COMMA, _LINE, _STOP = 0, 1, 2, 3, 4
_LINKED = -1
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_CODE = re.compile(r"[A-Za-z0-9]+")
_QUOTES = "“”\"‘’'「」『』【】[]《》<>〔〕`"
_OPENING, _CLOSING = "(", ")"
_SEPARATORS = {";": _STOP, "。": _STOP, "|": _COMMA, ",": _COMMA, "!": _COMMA}
_JOINS = "、/\\"
_LINKS = ":=-—–~→─…·"
_COUNTED = "年月日号人天次个%."


@dataclass(frozen=True)
class Entry:
    """One sign of a legend. `meaning` is a letter, two letters where the sign stands for a morning and an afternoon,
    or empty where the legend's words could not be understood; `words` are those words."""

    sign: str
    meaning: str
    words: tuple[str, ...]


@dataclass
class Legend:
    """The signs of a sheet by their narrow form; a look-alike stands for another sign only if it has no entry."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _folded: dict[str, Entry | None] | None = None

    def add(self, entry: Entry) -> None:
        self.entries.setdefault(narrow(entry.sign).strip(), entry)
        self._folded = None

    def find(self, sign: str) -> Entry | None:
        """The entry of a sign or of the one sign it looks like."""
        exact = self.entries.get(narrow(sign).strip())
        if exact is not None or not sign:
            return exact
        if self._folded is None:
            self._folded = {}
            for entry in self.entries.values():
                known = self._folded.setdefault(fold(entry.sign), entry)
                if known is not None and known.meaning != entry.meaning:
                    self._folded[fold(entry.sign)] = None
        return self._folded.get(fold(sign))

    def completed(self, others: Iterable[Entry]) -> "Legend":
        """This legend with the entries of others for signs it does not name."""
        whole = Legend(dict(self.entries))
        for entry in others:
            whole.add(entry)
        return whole


@dataclass
class _Item:
    """A sign (or several with one meaning) or a stretch of words, and how far it is from what stands before it."""

    signs: tuple[str, ...] = ()
    meaning: str = ""
    words: tuple[str, ...] = ()
    gap: int = _WEAK
    cell: tuple[int, int] = (0, 0)

    @property
    def is_sign(self) -> bool:
        return bool(self.signs)


class _Reader:
    """Turns one text into items. `candidates` are the signs that occur in the day cells."""

    def __init__(self, text: str, candidates: frozenset[str]) -> None:
        self.raw = text.translate(dict.fromkeys((8203, 65279, 65038, 65039)))
        self.text = narrow(self.raw)
        self.candidates = candidates
        self.codes = sorted((sign for sign in candidates if len(sign) > 1 and not _HAN.search(sign)), key=len)[::-1]
        self.items: list[_Item] = []
        self.gap, self.linked, self.joined, self.inside = _WEAK, False, False, False

    def read(self) -> list[_Item]:
        at = 0
        while at < len(self.text):
            at = self._step(at)
        return self.items

    def _step(self, at: int) -> int:
        mark = self.text[at]
        if mark.isspace():
            end = at + 1
            while end < len(self.text) and self.text[end].isspace():
                end += 1
            stretch = self.text[at:end]
            self._separate(_LINE if "\n" in stretch else _COMMA if len(stretch) > 1 else _SPACE)
            return end
        if han := _HAN.match(self.text, at):
            self._chinese(han.group())
            return han.end()
        for known in self.codes:
            if self.text.startswith(known, at) and self._stands_alone(at, len(known)):
                self._sign(self.raw[at : at + len(known)])
                return at + len(known)
        if code := _CODE.match(self.text, at):
            self._code(at, code.group())
            return code.end()
        self._mark(at, mark)
        return at + 1

    def _mark(self, at: int, mark: str) -> None:
        if (mark in self.candidates or fold(mark) in self.candidates) and self._is_isolated(at):
            self._sign(self.raw[at])
        elif mark in _SEPARATORS:
            self._separate(_SEPARATORS[mark])
        elif mark in _JOINS:
            self.joined = True
            self._separate(_SPACE)
        elif mark in _LINKS:
            self.linked = True
        elif mark == _OPENING:
            self.inside = True
        elif mark == _CLOSING:
            self.inside = False
        elif mark not in _QUOTES and mark not in ".?":
            self._sign(self.raw[at])

    def _is_isolated(self, at: int) -> bool:
        """A mark that also separates is a sign only where nothing but space or quotes stands before it."""
        mark = self.text[at]
        if mark not in _SEPARATORS and mark not in _JOINS and mark not in _LINKS and mark not in "().?" + _QUOTES:
            return True
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1] if at + 1 < len(self.text) else " "
        if _HAN.match(before) and (after.isspace() or after in ";,。)"):
            return True
        return before.isspace() or before in "“\"‘'「『(;。,、:" or bool(re.match(r"[打用画记填]", before))

    def _stands_alone(self, at: int, length: int) -> bool:
        if not self.text[at].isalnum():
            return True
        end = at + length
        after = self.text[end] if end < len(self.text) else " "
        return not (after.isascii() and after.isalnum()) and not (self.text[at].isdigit() and after in _COUNTED)

    def _code(self, at: int, code: str) -> None:
        known = code in self.candidates or fold(code) in self.candidates
        if self._stands_alone(at, len(code)) and (known or (code.isalpha() and len(code) <= 3)):
            self._sign(self.raw[at : at + len(code)])

    def _separate(self, strength: int) -> None:
        """Note how far apart what follows is."""
        self.gap = max(self.gap, strength)
        if strength >= _COMMA:
            self.inside = False

    def _distance(self) -> int:
        distance = _LINKED if self.linked and self.gap <= _SPACE else self.gap
        self.gap, self.linked, self.joined = _WEAK, False, False
        return distance

    def _sign(self, sign: str) -> None:
        joined = self.joined or (self.gap == _WEAK and not self.linked)
        distance = self._distance()
        if self.items and self.items[-1].is_sign and joined and distance <= _SPACE:
            self.items[-1].signs += (sign,)
        else:
            self.items.append(_Item(signs=(sign,), gap=distance))

    def _chinese(self, run: str) -> None:
        if run in self.candidates and run not in wording.MEANINGS:
            self._sign(run)
            return
        if run == "空":
            self._sign(BLANK) if not self.items or not self.items[-1].is_sign else None
            return
        if run in wording.SHORT:
            self._words([Piece("word", run)])
            return
        self._drop_half(run)
        words: list[Piece] = []
        for piece in pieces(run):
            if piece.kind in ("word", "half"):
                words.append(piece)
                continue
            self._words(words)
            words = []
            self._other(piece)
        self._words(words)

    def _drop_half(self, run: str) -> None:
        """◑(半天) does not say which half: the sign keeps no meaning."""
        if run in ("半天", "半日") and (self.inside or self.gap == _WEAK) and self.items and self.items[-1].is_sign:
            self.items[-1].signs = self.items[-1].signs[:-1]
            if not self.items[-1].signs:
                self.items.pop()

    def _other(self, piece: Piece) -> None:
        if piece.kind == "blank":
            self._sign_after(BLANK)
        elif piece.kind == "title":
            while self.items and not self.items[-1].is_sign:
                self.items.pop()
        elif piece.kind == "filler":
            if piece.text in ("或", "和", "及", "与", "含", "包括", "等"):
                self.joined = True
            else:
                self.linked = True
        elif piece.text in self.candidates:
            self._sign(piece.text)
        else:
            self.joined = False
            self._separate(_SPACE)

    def _sign_after(self, sign: str) -> None:
        self.items.append(_Item(signs=(sign,), gap=self._distance()))

    def _words(self, run: list[Piece]) -> None:
        if not any(piece.kind == "word" for piece in run):
            return
        words = tuple(piece.text for piece in run if piece.kind == "word")
        meaning = _meaning(run)
        joined = self.joined or self.inside
        before = self.items[-1] if self.items else None
        distance = self._distance()
        if before and not before.is_sign and joined and distance <= _SPACE:
            before.meaning = _both(before, meaning)
            before.words += words
        else:
            self.items.append(_Item(meaning=meaning, words=words, gap=distance))


def _meaning(run: list[Piece]) -> str:
    halves = [piece.text for piece in run if piece.kind == "half"]
    if not halves:
        return head([piece.text for piece in run]) or ""
    if "半天" in halves or "半日" in halves:
        return ""
    parts = {MORNING: NOTHING, AFTERNOON: NOTHING}
    half = ""
    for piece in run:
        if piece.kind == "half":
            half = piece.text
        elif half:
            parts[half] = head([piece.text]) or NOTHING
    return parts[MORNING] + parts[AFTERNOON]


def _both(before: _Item, meaning: str) -> str:
    """The first of several words rules, unless it is a vague one, or the two are a morning and an afternoon."""
    if len(before.meaning) == 2 and len(meaning) == 2 and before.meaning[1] == NOTHING and meaning[0] == NOTHING:
        return before.meaning[0] + meaning[1]
    vague = all(word in wording.WEAK for word in before.words)
    return meaning if vague and meaning else before.meaning


def _pairs(items: list[_Item]) -> list[tuple[_Item, _Item]]:
    """Signs with their words. Whether the sign or the word comes first is what pairs more, at less distance."""
    sign_first = _paired(items, sign_first=True)
    word_first = _paired(items, sign_first=False)
    if len(sign_first) != len(word_first):
        return max(sign_first, word_first, key=len)
    if sum(b.gap for _, b in sign_first) == sum(b.gap for _, b in word_first):
        return sign_first if items and items[0].is_sign else word_first
    ahead = sum(b.gap for _, b in sign_first) < sum(b.gap for _, b in word_first)
    return sign_first if ahead else word_first


def _paired(items: list[_Item], *, sign_first: bool) -> list[tuple[_Item, _Item]]:
    found = []
    at = 0
    while at + 1 < len(items):
        one, other = items[at], items[at + 1]
        if one.is_sign is sign_first and other.is_sign is not sign_first and other.gap < _STOP:
            found.append((one, other))
            at += 2
        else:
            at += 1
    return found


def _entries(pairs: list[tuple[_Item, _Item]]) -> list[Entry]:
    entries = []
    for one, other in pairs:
        sign, word = (one, other) if one.is_sign else (other, one)
        entries += [Entry(each, word.meaning, word.words) for each in sign.signs]
    return entries


def entries_of(text: str, candidates: frozenset[str]) -> list[Entry]:
    """The signs explained in one text."""
    return _entries(_pairs(_Reader(text, candidates).read()))


def read_legend(
    free: Mapping[tuple[int, int], str], closed: Iterable[Mapping[tuple[int, int], str]], candidates: frozenset[str]
) -> Legend:
    """The legend among a sheet's texts.

    free: texts outside the table by (row, column): neighbours to the right and below are read together.
    closed: groups of texts (headings; cells of the table) where a cell speaks for itself or with the one below it.
    candidates: the signs that occur in the day cells, in narrow form.
    """
    sources: list[list[Entry]] = []
    lone: dict[tuple[int, int], _Item] = {}
    rows: dict[int, list[_Item]] = {}
    for (row, column), text in sorted(free.items()):
        items = _Reader(text, candidates).read()
        if not items:
            continue
        items[0].gap = max(items[0].gap, _SPACE)
        for item in items:
            item.cell = (row, column)
        rows.setdefault(row, []).extend(items)
        if len(items) == 1:
            lone[row, column] = items[0]
    for row_items in rows.values():
        pairs = _pairs(row_items)
        sources.append(_entries(pairs))
        for pair in pairs:
            for item in pair:
                lone.pop(item.cell, None)
    sources.append(_below(lone))
    for group in closed:
        single = {}
        for cell, text in group.items():
            items = _Reader(text, candidates).read()
            if len(items) == 1:
                single[cell] = items[0]
            sources.append(_entries(_pairs(items)))
        sources.append(_below(single))
    legend = Legend()
    for source in sorted(sources, key=len, reverse=True):
        for entry in source:
            if entry.sign != BLANK or entry.meaning:
                legend.add(entry)
    return legend


def _below(lone: dict[tuple[int, int], _Item]) -> list[Entry]:
    """Signs in one row with their words in the next row (or the row before), column by column."""
    pairs = []
    for (row, column), item in lone.items():
        if item.is_sign:
            other = lone.get((row + 1, column))
            if other is None or other.is_sign:
                other = lone.get((row - 1, column))
            if other is not None and not other.is_sign:
                pairs.append((item, other))
    return _entries(pairs)
