"""What stands in a day's cell: one sign for the whole day, or a morning and an afternoon."""

import re
from collections.abc import Callable, Iterable

from attendance.sheets.alphabet import NOTHING
from attendance.sheets.legend import BLANK, Legend
from attendance.sheets.signs import narrow, shown
from attendance.sheets.wording import MEANINGS, meaning_of

Halves = tuple[str, str]

_SPLIT = re.compile(r"[/\\|、,;+→:~&—–-]|\n|\s+")
_NAMED = re.compile(
    r"(?:上午|上半天|前半天|上|早|AM)[:=]?(?P<am>.*?)[/、,;\s]*(?:下午|下半天|后半天|下|晚|PM)[:=]?(?P<pm>.*)",
    re.I | re.S,
)
_ONE_HALF = re.compile(
    r"(?:(?P<am>上午|上半天|前半天|上|AM)|(?P<pm>下午|下半天|后半天|下|PM))[:=]?(?P<sign>.+)", re.I | re.S
)
_PLACEHOLDER = re.compile(r"[-—–―/\\_·.\s]*")


def is_placeholder(text: str) -> bool:
    """A dash or stroke through a cell that no day belongs to."""
    return bool(_PLACEHOLDER.fullmatch(narrow(text)))


def candidate_signs(values: Iterable[object]) -> frozenset[str]:
    """All that may be a sign among the values of day cells, in narrow form: whole cells and the parts they split into."""
    signs: set[str] = set()
    for value in values:
        text = narrow(shown(value)).strip()
        if not text or len(text) > 20:
            continue
        signs.add(text)
        signs.update(part for part in _SPLIT.split(text) if part)
        for named in (_NAMED.fullmatch(text), _ONE_HALF.fullmatch(text)):
            if named:
                signs.update(part.strip() for part in named.groupdict().values() if part and len(part) < 6)
        if 2 <= len(text) <= 3 and not text.isascii():
            signs.update(text)
    return frozenset(signs)


class MarkReader:
    """Reads cells by one legend. Results are remembered: a sheet has millions of cells and a dozen signs."""

    def __init__(self, legend: Legend, used: Iterable[str] = ()) -> None:
        """`used`: the texts of the sheet's day cells; they tell whether two signs are written side by side."""
        self.legend = legend
        self.known: dict[str, Halves | None] = {}
        blank = legend.find(BLANK)
        self.blank: Halves = (blank.meaning, blank.meaning) if blank and len(blank.meaning) == 1 else (NOTHING, NOTHING)

        self.side_by_side = any(
            text not in MEANINGS and legend.find(text) is None and self._side_by_side(text, self._legend_half)
            for text in used
            if 1 < len(text) < 12
        )

    def read(self, value: object) -> Halves | None:
        """(morning, afternoon) as letters of a day string; None where a sign is not in the legend."""
        text = value if isinstance(value, str) else shown(value)
        if text not in self.known:
            self.known[text] = self._read(narrow(text).strip())
        return self.known[text]

    def _read(self, text: str) -> Halves | None:
        if not text:
            return self.blank
        if self.side_by_side and self.legend.find(text) is None:
            halves = self._side_by_side(text, self._legend_half)
            if halves is not None:
                return halves
        whole = self._sign(text)
        if whole is not None or text in MEANINGS:
            return whole
        return self._split(text) or self._named(text) or self._side_by_side(text, self._half) or self._word(text)

    def _split(self, text: str) -> Halves | None:
        """Two halves with a separator between; a mark that is itself a sign separates only as a last resort."""
        cuts = [found.span() for found in _SPLIT.finditer(text)]
        for start, end in sorted(cuts, key=lambda cut: self.legend.find(text[cut[0] : cut[1]]) is not None):
            halves = self._halves(text[:start], text[end:])
            if halves is not None:
                return halves
        return None

    def _word(self, text: str) -> Halves | None:
        letter = meaning_of(text)
        return (letter, letter) if letter else None

    def _legend_half(self, text: str) -> str | None:
        entry = self.legend.find(text)
        return entry.meaning if entry is not None and len(entry.meaning) == 1 else None

    def _sign(self, text: str) -> Halves | None:
        """One sign of the legend, else a word that explains itself."""
        entry = self.legend.find(text)
        if entry is None:
            letter = MEANINGS.get(text) or (meaning_of(text) if text == "休" else None)
            return (letter, letter) if letter else None
        if len(entry.meaning) == 2:
            return entry.meaning[0], entry.meaning[1]
        return (entry.meaning, entry.meaning) if entry.meaning else None

    def _half(self, text: str) -> str | None:
        text = text.strip()
        if not text:
            return NOTHING
        whole = self._sign(text)
        if whole is None and (letter := meaning_of(text)) and len(text) > 2:
            return letter
        return whole[0] if whole and whole[0] == whole[1] else None

    def _halves(self, first: str, second: str) -> Halves | None:
        morning, afternoon = self._half(first), self._half(second)
        if morning is None or afternoon is None or not (first.strip() or second.strip()):
            return None
        return morning, afternoon

    def _named(self, text: str) -> Halves | None:
        """上√下△, 上午√下午△, 下午△."""
        if found := _NAMED.fullmatch(text):
            return self._halves(found["am"].strip(" /,"), found["pm"].strip(" /,"))
        if found := _ONE_HALF.fullmatch(text):
            half = self._half(found["sign"])
            if half is None:
                return None
            return (half, NOTHING) if found["am"] else (NOTHING, half)
        return None

    def _side_by_side(self, text: str, half: Callable[[str], str | None]) -> Halves | None:
        """√△ without a separator, where it can be cut in one way only; (√)△ and the like too."""
        text = re.sub(r"[()\[\]\s]", "", text)
        cuts = {
            (morning, afternoon)
            for at in range(1, len(text))
            if (morning := half(text[:at])) is not None and (afternoon := half(text[at:])) is not None
        }
        return cuts.pop() if len(cuts) == 1 else None
