"""Finding the person of a row: by ID number if the sheet gives one, else by name and village."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from attendance.sheets.signs import compact

_DOTS = re.compile(r"[·•‧・．.∙⋅●･﹒。▪・]")
_VILLAGE_ENDS = [
    ("社区居民委员会", "社区"), ("社区居委会", "社区"), ("社区居民委", "社区"), ("嘎查村民委员会", "嘎查"), ("嘎查委员会", "嘎查"),
    ("嘎查村委会", "嘎查"), ("嘎查村", "嘎查"), ("嘎查委", "嘎查"), ("村村民委员会", "村"), ("村民委员会", "村"), ("行政村", "村"),
    ("村委会", "村"), ("村委", "村"), ("居民委员会", "居委会"),
]  # fmt: skip
_STEM_ENDS = ("社区", "居委会", "嘎查", "村", "村民小组")
_TOWNSHIP_ENDS = re.compile(
    r"(?:人民政府|党委|政府|办事处)*(?:(?:蒙古族|满族|回族|藏族|壮族|苗族|达斡尔族|鄂温克族|朝鲜族|土家族)?民族乡|回族乡|满族乡|蒙古族乡|街道|苏木|镇|乡)?"
    r"(?:人民政府|党委|政府|办事处)*$"
)


class Person(Protocol):
    """Somebody who may stand in a register; township and village are None for general teams."""

    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str | None: ...
    @property
    def township(self) -> str | None: ...
    @property
    def village(self) -> str | None: ...
    @property
    def village_code(self) -> str | None: ...


@lru_cache(maxsize=200_000)
def plain_name(text: str) -> str:
    """A name without white space and with its dot always ·."""
    return _DOTS.sub("·", compact(text))


@lru_cache(maxsize=65536)
def plain_village(text: str) -> str:
    """谢悉村委会 and 谢悉村民委员会 as 谢悉村, 西关社区居民委员会 as 西关社区."""
    text = compact(text)
    for end, short in _VILLAGE_ENDS:
        if text.endswith(end) and len(text) > len(end):
            return text[: -len(end)] + short
    return text


@lru_cache(maxsize=65536)
def village_stem(text: str) -> str:
    text = plain_village(text)
    for end in _STEM_ENDS:
        if text.endswith(end) and len(text) > len(end) + 1:
            return text[: -len(end)]
    return text


@lru_cache(maxsize=65536)
def township_stem(text: str) -> str:
    text = compact(text)
    stem = _TOWNSHIP_ENDS.sub("", text)
    return stem or text


def same_township(text: str, name: str) -> bool:
    """Whether a written township is the named one: 吉昌, 吉昌镇, 吉昌镇人民政府, 吉县吉昌镇."""
    return township_stem(text) == township_stem(name) or compact(text).endswith(compact(name))


def same_village(text: str, person: Person) -> bool:
    """Whether a written village, perhaps with its township before it, is the person's."""
    village = person.village or ""
    if not village:
        return False
    written, known = plain_village(text), plain_village(village)
    if written == known:
        return True
    township = compact(person.township or "")
    for front in (township, township_stem(township)):
        if front and written.startswith(front) and written[len(front) :] in (known, village_stem(village)):
            return True
        if front and known == front + written:
            return True
    return village_stem(written) == village_stem(village) and _compatible(written, known)


def _compatible(written: str, known: str) -> bool:
    """A village may be written without its ending; a village is no community of the same name."""
    ends = [next((end for end in _STEM_ENDS if text.endswith(end)), "") for text in (written, known)]
    return "" in ends or ends[0] == ends[1] or {*ends} in ({"村", "嘎查"}, {"社区", "居委会"})


class People:
    """The people of a county, found by what a row says of them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_id: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        townships: set[str] = set()
        self.villages: dict[str, set[str]] = defaultdict(set)
        for person in people:
            if person.id_number:
                self.by_id[person.id_number.upper()].append(person)
            self.by_name[plain_name(person.name)].append(person)
            if person.township:
                townships.add(compact(person.township))
                if person.village:
                    self.villages[compact(person.township)].add(plain_village(person.village))
        self.townships = sorted(townships, key=len, reverse=True)

    def township_in(self, text: str) -> str | None:
        """The township a title, a section row or a sheet's name speaks of; None if none or several."""
        text = compact(text)
        found = [township for township in self.townships if township in text]
        found = [one for one in found if not any(one != other and one in other for other in found)]
        if not found:
            found = [
                one
                for one in self.townships
                if township_stem(one) == township_stem(re.sub(r"\d+月?份?|考勤表?", "", text))
            ]
        return found[0] if len(found) == 1 else None

    def village_in(self, text: str, township: str | None) -> str | None:
        """The village a title or a section row speaks of; None if none or several."""
        text = plain_village(text) if len(text) < 20 else compact(text)
        text = text.replace(township or "\0", "")
        known = self.villages[township] if township in self.villages else set().union(*self.villages.values())
        found = {village for village in known if village and village in text}
        found = {one for one in found if not any(one != other and one in other for other in found)}
        return found.pop() if len(found) == 1 else None

    def with_id(self, id_number: str, *, village: str | None, month: str) -> Person | None:
        """The person of an ID number; of several postings the one in the village, else the one of the month."""
        found = self.by_id.get(id_number, [])
        if village and len(found) > 1:
            found = [person for person in found if same_village(village, person)] or found
        return _of_month(found, month)

    def named(
        self, name: str, *, township: str | None, village: str | None, unit: str | None, banner: str | None, month: str
    ) -> Person | None:
        """The one person of that name in the place written; None if there is none, or more than one."""
        found = self.by_name.get(plain_name(name), [])
        if not found and (bare := re.sub(r"[(（].*?[)）]|[*★☆▲#]", "", name)) != name:
            found = self.by_name.get(plain_name(bare), [])
        if township:
            found = [person for person in found if person.township and same_township(township, person.township)]
        if village:
            found = [person for person in found if same_village(village, person)]
        if banner and len(found) > 1:
            found = [
                person for person in found if township_stem(banner) in compact(getattr(person, "banner", None) or "")
            ]
        if unit and len(found) > 1:
            found = [
                person for person in found if compact(getattr(person, "unit", None) or "") == compact(unit)
            ] or found
        return _of_month(found, month) if _is_one(found) else None


def _is_one(found: list[Person]) -> bool:
    """Several postings of one person are one person."""
    if len(found) < 2:
        return bool(found)
    return found[0].id_number is not None and len({person.id_number for person in found}) == 1


def _of_month(found: list[Person], month: str) -> Person | None:
    """Of several postings the one that runs in the month."""
    for person in found:
        start, end = getattr(person, "start", None), getattr(person, "end", None)
        if (not start or str(start)[:7] <= month) and (not end or str(end)[:7] >= month):
            return person
    return found[0] if found else None
