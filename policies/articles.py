"""Splits an official text by article and item, whatever its numbering, page breaks and brackets, and digests each.

official = split_text(text)
official.article("9").item("5.4").text
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

NUMERALS = "零一二三四五六七八九"
COUNT = r"[零〇一二三四五六七八九十百]+|\d+"
ARTICLE = re.compile(rf"第\s*({COUNT})\s*条(?=[\s:,、。]|[^\s的款项所第规])")
CLAUSE = re.compile(rf"({COUNT})、")
CHAPTER = re.compile(rf"(第\s*({COUNT})\s*[章节].*|附\s*则)$")
ANNEX = re.compile(rf"附件\s*({COUNT})\s*$")
TAIL = re.compile(r"(抄\s*送|分\s*送|主题词)\s*:|.*\d{4}年\d{1,2}月\d{1,2}日印发$")
BULLET = re.compile(r"^[-*•·]\s*")
MARKS = (
    re.compile(r"\(\s*([一二三四五六七八九十]+)\s*\)"),
    re.compile(r"(\d{1,2})[.、．](?!\d)"),
    re.compile(r"\(\s*(\d{1,2})\s*\)"),
)
GROUP = re.compile(r"([一二三四五六七八九十]+)、")
SENTENCE_END = "。;:!?"


def plain(line: str) -> str:
    """One way of writing: half-width brackets, digits and marks; 。 and 、 stay."""
    return unicodedata.normalize("NFKC", line).replace("\u200b", "").strip()


def number_of(text: str) -> int:
    """Chinese or Arabic numerals up to 999."""
    if text.isdecimal():
        return int(text)
    total = current = 0
    for character in text.replace("〇", "零"):
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = NUMERALS.index(character)
    return total + current


@dataclass(frozen=True)
class Item:
    """An item of an article: `number` below the article (`"5.4"`), and its text joined over page breaks."""

    number: str
    text: str


@dataclass(frozen=True)
class OfficialArticle:
    """An article (`"13"`) or annex (`"annex1"`): its lines joined into paragraphs, its items, the chapter it is in."""

    number: str
    chapter: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(paragraphs(self.lines))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(_items(self.lines, groups=self.number.startswith("annex")))

    def item(self, number: str) -> Item | None:
        return next((item for item in self.items if item.number == number), None)

    @property
    def digest(self) -> str:
        """The same for any spacing, page break, bracket width or list bullet."""
        bare = re.sub(r"[\s_]+", "", plain("".join(self.lines)))
        return hashlib.sha256(bare.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class OfficialText:
    """A text split. `missing` names numbers that were passed over: the copy lacks them or they were not recognised."""

    title: str
    articles: tuple[OfficialArticle, ...]
    missing: tuple[str, ...]

    def article(self, number: str) -> OfficialArticle | None:
        return next((article for article in self.articles if article.number == number), None)

    @property
    def digests(self) -> dict[str, str]:
        return {article.number: article.digest for article in self.articles}


def split_text(text: str) -> OfficialText:
    """Articles counted by 第X条; where a text has none, by 一、二、; annexes after the last article."""
    lines = [shown for shown in (BULLET.sub("", line.strip()) for line in text.splitlines()) if plain(shown)]
    mark = ARTICLE if any(_counts(ARTICLE, plain(line), 1) for line in lines) else CLAUSE
    found: list[OfficialArticle] = []
    missing: list[str] = []
    before: list[str] = []
    chapter, number, kept = "", "", before
    expected, annex = 1, 1

    def close() -> None:
        if number:
            found.append(OfficialArticle(number, chapter_of[number], _without_signature(kept)))

    chapter_of: dict[str, str] = {}
    for shown in lines:
        line = plain(shown)
        if number and TAIL.match(line):
            close()
            number, kept = "", []
            continue
        here = _starts(mark, line, expected)
        if here and not number.startswith("annex"):
            close()
            missing += [str(lost) for lost in range(expected, here)]
            number, kept, expected = str(here), [shown], here + 1
            chapter_of[number] = chapter
        elif expected > 1 and _annex(line) == annex:
            close()
            number, kept, annex = f"annex{annex}", [shown], annex + 1
            chapter_of[number] = ""
        elif CHAPTER.match(line) and not number.startswith("annex"):
            chapter = re.sub(r"\s+", " ", line)
        else:
            kept.append(shown)
    close()
    return OfficialText(_title(before), tuple(found), tuple(missing))


def _counts(mark: re.Pattern[str], line: str, number: int) -> bool:
    match = mark.match(line)
    return match is not None and number_of(match[1]) == number


def _starts(mark: re.Pattern[str], line: str, expected: int) -> int:
    """The number of the article the line begins: the next one, or a later one that is set off by a space."""
    match = mark.match(line)
    if match is None:
        return 0
    number = number_of(match[1])
    set_off = mark is ARTICLE and line[match.end() : match.end() + 1].isspace()
    return number if number == expected or (expected < number <= expected + 3 and set_off) else 0


def _annex(line: str) -> int:
    match = ANNEX.match(line)
    return number_of(match[1]) if match else 0


def _without_signature(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines up to the last that ends a sentence, if what follows is a signature; tables are left whole."""
    if lines and lines[0].startswith("附件"):
        return tuple(lines)
    last = max((place for place, line in enumerate(lines) if plain(line)[-1] in SENTENCE_END), default=len(lines) - 1)
    return tuple(lines[: last + 1])


def _title(before: Sequence[str]) -> str:
    """The last lines before the first article that name a regulation; empty where none does."""
    joined = [re.sub(r"\s+", "", line) for line in before]
    for place in range(len(joined) - 1, -1, -1):
        if re.search(r"(办法|规定|细则|条例|方案|意见)$", joined[place]):
            start = place
            while start and place - start < 2 and not re.search(r"(通知|[。:日号部室厅会】])$", joined[start - 1]):
                start -= 1
            return "".join(joined[start : place + 1])
    return ""


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined where a page or line break fell inside a sentence."""
    current = ""
    for line in lines:
        if current and (plain(current)[-1] in SENTENCE_END or any(mark.match(plain(line)) for mark in MARKS)):
            yield current
            current = ""
        current += line
    if current:
        yield current


def _items(lines: Sequence[str], *, groups: bool) -> Iterator[Item]:
    """Items in the order of the text. A mark counts only if its number is the next at its depth."""
    marks = (GROUP, *MARKS) if groups else MARKS
    path: list[tuple[int, int]] = []
    text = ""
    for line in paragraphs(lines) if not groups else lines:
        place = _next_item(marks, line, path)
        if place is None:
            text += line
            continue
        if path:
            yield Item(_number(path), text)
        path, text = place, line
    if path:
        yield Item(_number(path), text)


def _next_item(
    marks: Sequence[re.Pattern[str]], line: str, path: list[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    """The path after a line that begins an item, or None."""
    for kind, mark in enumerate(marks):
        match = mark.match(plain(line))
        if match is None:
            continue
        number = number_of(match[1])
        kinds = [known for known, _ in path]
        if kind in kinds:
            depth = kinds.index(kind)
            if number == path[depth][1] + 1:
                return [*path[:depth], (kind, number)]
        elif number == 1:
            return [*path, (kind, 1)]
    return None


def _number(path: list[tuple[int, int]]) -> str:
    return ".".join(str(number) for _, number in path)


def read_digests(text: str) -> dict[str, str]:
    """Digests kept beside the rules: an article and its digest a line."""
    return dict(line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def write_digests(digests: dict[str, str]) -> str:
    return "".join(f"{article} {digest}\n" for article, digest in digests.items())


def changed(digests: dict[str, str], official: OfficialText) -> tuple[str, ...]:
    """Articles whose text is not the one the rules were written from: changed, new or gone."""
    now = official.digests
    return tuple(article for article in (*now, *(set(digests) - set(now))) if now.get(article) != digests.get(article))
