"""Names of divisions as offices write them: 谢悉村, 谢悉村委会 and 谢悉村民委员会 are one place. Pure Python.

A 12-digit code holds its level: 2 province, 4 city, 6 county or banner, 9 township, 12 village.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

_SPACE = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十0-9]+[、.,:)]|[(][一二三四五六七八九十0-9]+[)]|[①-⑳])")
_VILLAGE_BODY = re.compile(r"(?:村民委员会|村委会|村民委会|牧民委员会|村党支部|村党总支)$")
_COMMUNITY_BODY = re.compile(r"(?:居民委员会|居民委会|居委会|居民会)$")
_GACHA_BODY = re.compile(r"嘎查(?:村民|牧民)?委员会$|嘎查(?:村)?委会$|嘎查村$")
_TOWNSHIP_BODY = re.compile(r"(?:人民政府|党委|政府|街道办事处|街道办|办事处)$")
_TOWNSHIP_TYPE = re.compile(r"(?:[一-龥]{1,5}族)?(?:镇|乡|苏木|街道|农场|牧场|林场)$")
_COUNTY_TYPE = re.compile(r"(?:[一-龥]{1,5}族)?(?:自治县|自治旗|县|旗|市|区|林区|特区)$")
_SAME_TYPE = {"村": "村", "嘎查": "村", "社区": "社区", "": ""}


class FoundVillage(NamedTuple):
    """A village's code, or why there is none: unknown_village, village_not_in_township, ambiguous_village."""

    code: str | None
    trouble: str | None


def plain(text: str) -> str:
    """Half-width, without white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def village_name(text: str) -> str:
    """The village's own name, without the name of its committee: 马连滩村民委员会 → 马连滩村."""
    name = plain(text)
    if name.endswith("行政村") and len(name) > 4:
        name = name[:-3] + "村"
    if _GACHA_BODY.search(name):
        return _GACHA_BODY.sub("嘎查", name)
    if _VILLAGE_BODY.search(name):
        base = _VILLAGE_BODY.sub("", name)
        return base if base.endswith(("村", "嘎查", "社区")) or not base else base + "村"
    if _COMMUNITY_BODY.search(name):
        base = _COMMUNITY_BODY.sub("", name)
        return base if base.endswith(("社区", "村", "嘎查")) or not base else base + "社区"
    return name


def township_name(text: str) -> str:
    """阜平镇人民政府 → 阜平镇; 保康街道办事处 → 保康街道."""
    name = plain(text)
    if name.endswith(("街道办事处", "街道办")):
        return name[: name.rindex("街道") + 2]
    shorter = _TOWNSHIP_BODY.sub("", name)
    return shorter or name


class Places:
    """Divisions of a county or province, found by the names people write.

    `divisions`: (12-digit code, name). Codes of other places may be among them; see `within`.
    """

    def __init__(self, divisions: Iterable[tuple[str, str]]) -> None:
        self.names = {code: plain(name) for code, name in divisions}
        self._villages: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._townships: dict[str, list[str]] = defaultdict(list)
        self._counties: dict[str, list[str]] = defaultdict(list)
        for code, name in self.names.items():
            self._index(code, name)
        self._prefixes = self._prefix_expression()
        self._found: dict[tuple[str, str | None], FoundVillage] = {}

    def within(self, code: str) -> "Places":
        """Only what lies under a division; `code` is a prefix or a whole code."""
        prefix = code.rstrip("0") if len(code) == 12 else code
        prefix = prefix.ljust(next(size for size in (2, 4, 6, 9, 12) if size >= len(prefix)), "0")
        return Places(
            (own, name) for own, name in self.names.items() if own.startswith(prefix) or _is_above(own, prefix)
        )

    def county(self, text: str) -> str | None:
        """The 6-digit code of a county, district or banner; short forms such as 科左中旗 if only one fits."""
        name = _BRACKETS.sub("", plain(text))
        for candidate in (name, name.removesuffix("人民政府")):
            codes = self._counties.get(candidate) or self._counties.get(_COUNTY_TYPE.sub("", candidate))
            if codes and len(codes) == 1:
                return codes[0][:6]
        longer = {code for known, codes in self._counties.items() if _abbreviates(name, known) for code in codes}
        return longer.pop()[:6] if len(longer) == 1 else None

    def township(self, text: str) -> str | None:
        """The 9-digit code of a township; its type may be missing or out of date."""
        name = township_name(_BRACKETS.sub("", plain(text)) or plain(text))
        for candidate in (name, self._without_prefix(name, counties_only=True)):
            codes = self._townships.get(candidate) or self._townships.get(_TOWNSHIP_TYPE.sub("", candidate))
            if codes and len(codes) == 1:
                return codes[0][:9]
        return None

    def village(self, text: str, township: str | None = None) -> FoundVillage:
        """A village by name, in a township (9-digit code) if one is known."""
        key = (text, township)
        if key not in self._found:
            self._found[key] = self._look_up(text, township)
        return self._found[key]

    def named_in(self, text: str) -> tuple[str | None, str | None]:
        """(township's code, village's name) a heading or sheet name speaks of; None where none or more than one is."""
        words = plain(text)
        bare = _NUMBERING.sub("", words).rstrip(":")
        village = self._heading_village(bare)
        if village:
            found = self.village(village)
            return found.code[:9] if found.code else None, village
        township = self.township(bare)
        if township:
            return township, None
        mentioned = {
            code
            for name, codes in self._townships.items()
            if len(name) > 2 and name in words and _TOWNSHIP_TYPE.search(name)
            for code in codes
        }
        return (mentioned.pop()[:9] if len(mentioned) == 1 else None), None

    def name_of(self, code: str | None) -> str | None:
        """The name to show: a village without its committee, others as they are."""
        if code is None:
            return None
        name = self.names.get(code.ljust(12, "0"))
        return village_name(name) if name and len(code) == 12 and not code.endswith("000") else name

    def _index(self, code: str, name: str) -> None:
        if not code.endswith("000"):
            typed = village_name(name)
            for key in {typed, name}:
                self._villages[key].append(code)
            self._stems[_stem(typed)[0]].append(code)
        elif not code.endswith("000000"):
            short = township_name(name)
            for key in {short, name, _TOWNSHIP_TYPE.sub("", short)} - {""}:
                self._townships[key].append(code)
        elif not code.endswith("00000000"):
            for key in {name, _COUNTY_TYPE.sub("", name)} - {""}:
                self._counties[key].append(code)

    def _prefix_expression(self) -> re.Pattern[str]:
        above = {name for code, name in self.names.items() if code.endswith("000")}
        above |= {name for name in self._townships if _TOWNSHIP_TYPE.search(name)}
        names = sorted(above - {""}, key=len, reverse=True)
        return re.compile("(?:" + "|".join(map(re.escape, names)) + ")[/、,-]?") if names else re.compile(r"(?!)")

    def _without_prefix(self, name: str, *, counties_only: bool = False) -> str:
        match = self._prefixes.match(name)
        while match and match.end() < len(name):
            if counties_only and match.group().rstrip("/、,-") in self._townships:
                break
            name = name[match.end() :]
            match = self._prefixes.match(name)
        return name

    def _split(self, name: str) -> tuple[str | None, str]:
        """A township written before the village, and the rest."""
        rest = self._without_prefix(name, counties_only=True)
        match = self._prefixes.match(rest)
        if match and match.end() < len(rest):
            codes = self._townships.get(match.group().rstrip("/、,-"), [])
            if len(codes) == 1:
                return codes[0][:9], rest[match.end() :]
        return None, rest

    def _look_up(self, text: str, township: str | None) -> FoundVillage:
        name = plain(text)
        written, rest = self._split(name)
        readings = [(name, township), (rest, township or written)]
        bare = _BRACKETS.sub("", rest)
        if bare and bare != rest:
            readings.append((bare, township or written))
        for reading, where in readings:
            codes = self._candidates(reading)
            if codes:
                return _one_of(codes, where)
        return FoundVillage(None, "unknown_village")

    def _candidates(self, name: str) -> list[str]:
        typed = village_name(name)
        if codes := self._villages.get(typed):
            return sorted(set(codes))
        stem, kind = _stem(typed)
        alike = [code for code in self._stems.get(stem, ()) if _alike(kind, _stem(village_name(self.names[code]))[1])]
        return sorted(set(alike))

    def _heading_village(self, words: str) -> str | None:
        """The village a whole line names, with or without its township before it."""
        for reading in (words, _BRACKETS.sub("", words)):
            name = reading.removesuffix("驻村工作队").removesuffix("工作队")
            if village_name(self._split(name)[1]) in self._villages or village_name(name) in self._villages:
                return name
        return None


def _one_of(codes: list[str], township: str | None) -> FoundVillage:
    inside = [code for code in codes if township is None or code.startswith(township)]
    if len(inside) == 1:
        return FoundVillage(inside[0], None)
    return FoundVillage(None, "ambiguous_village" if inside else "village_not_in_township")


def _stem(typed: str) -> tuple[str, str]:
    for kind in ("嘎查", "社区", "村"):
        if typed.endswith(kind) and len(typed) > len(kind):
            return typed[: -len(kind)], kind
    return typed, ""


def _alike(written: str, known: str) -> bool:
    return not written or not known or _SAME_TYPE[written] == _SAME_TYPE[known]


def _is_above(code: str, prefix: str) -> bool:
    own = next(size for size in (2, 4, 6, 9, 12) if code[size:].strip("0") == "")
    return own < len(prefix) and prefix.startswith(code[:own])


def _abbreviates(short: str, name: str) -> bool:
    """科左中旗 for 科尔沁左翼中旗: first and last letters agree and the rest follow in order."""
    if not 2 < len(short) < len(name) or short[0] != name[0] or short[-1] != name[-1]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in short)
