"""Comparing the subtotals a sheet states with what its days add up to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from attendance.sheets.alphabet import ABSENT, COUNTY, LEAVE, NOTHING, OFFICIAL, REST, VILLAGE
from attendance.sheets.legend import BLANK, Entry, Legend
from attendance.sheets.signs import narrow
from attendance.sheets.wording import letter_of, pieces

_NOT_COMPARED = re.compile(
    r"应|率|累计|上月|全年|年度|剩余|折算|夜|宿|元|标准|次|总|考核|得分|排名|序号|备注|差额|是否|达标|工作日"
)
_GENERAL_WORDS = {
    VILLAGE: "出勤 在村 驻村 在岗 到岗 到村 住村 实到 上班 驻嘎查村 驻嘎查 在嘎查村 在嘎查 驻点 全勤 到勤 正常出勤",
    COUNTY: "在旗县 驻旗县 在县 驻县 在旗 驻旗 在县城",
    OFFICIAL: "公出 因公外出 公差 因公 公务 公务外出 出差 外出",
    LEAVE: "请假 休假 准假 请销假 各类假",
    ABSENT: "缺岗 缺勤 旷工 脱岗 不在岗 空岗 离岗 未出勤 旷岗 旷勤 擅自离岗",
    REST: "休息 轮休 节假日 周末 双休 休息日 双休日 公休",
}
_GENERAL = {letter: set(words.split()) for letter, words in _GENERAL_WORDS.items()}
_WIDER = ({OFFICIAL}, {COUNTY}, {OFFICIAL, COUNTY}, {REST}, {OFFICIAL, REST})


@dataclass(slots=True)
class Stated:
    """One subtotal cell: where it is, the number it states, and the mornings and afternoons it should add up."""

    row: int
    column: int
    number: float
    is_formula: bool
    am: str = ""
    pm: str = ""


@dataclass
class Measure:
    """What a subtotal column counts: days with one of the letters, or (where a letter has several signs) those signs."""

    letters: frozenset[str]
    signs: frozenset[str] | None = None


def stated_number(value: object) -> float | None:
    """22, 22.5, "22天"; None where nothing is stated."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)天?", narrow(value).strip()) if isinstance(value, str) else None
    return float(found.group(1)) if found else None


def measures(labels: dict[int, str], legend: Legend) -> dict[int, Measure]:
    """What each column to be compared counts, by the words or signs of its heading."""
    words = {column: _words(label) for column, label in labels.items() if not _NOT_COMPARED.search(label)}
    found: dict[int, Measure] = {}
    for column, own in words.items():
        label = narrow(labels[column])
        if not own:
            entry = legend.find(re.sub(r"[()天数\s]", "", label))
            if entry and len(entry.meaning) == 1:
                found[column] = _of_signs([entry], legend)
            continue
        letters = frozenset(letter_of(word) for word in own) - {NOTHING}
        named = [entry for entry in legend.entries.values() if entry.sign != BLANK and entry.words[:1] == (own[0],)]
        alone = sum(letters == frozenset(map(letter_of, other)) for other in words.values() if other) == 1
        if len(letters) == 1 and named and named[0].meaning in letters:
            found[column] = (
                _of_signs(named, legend) if not (alone and own[0] in _GENERAL[min(letters)]) else Measure(letters)
            )
        elif letters and (
            alone or all(word in _GENERAL[letter_of(word)] for word in own if letter_of(word) in _GENERAL)
        ):
            found[column] = Measure(letters)
    return found


def _words(label: str) -> list[str]:
    return [
        piece.text for run in re.findall(r"[\u4e00-\u9fff]+", label) for piece in pieces(run) if piece.kind == "word"
    ]


def _of_signs(entries: list[Entry], legend: Legend) -> Measure:
    """All signs of the letter make the letter; some of them are counted sign by sign."""
    letter = entries[0].meaning
    alike = {entry.sign for entry in legend.entries.values() if entry.meaning == letter and entry.sign != BLANK}
    chosen = {entry.sign for entry in entries}
    return Measure(frozenset(letter), None if alike <= chosen else frozenset(chosen))


def wrong_ones(stated: list[Stated], letters: frozenset[str]) -> list[Stated]:
    """The cells whose number differs from the days. Where nearly all of a column fits a wider count (出勤 with 公出), that
    is what the column means. A column of formulas never computed (all 0) is passed over."""
    wrong = _differing(stated, letters)
    if VILLAGE in letters and len(wrong) > 1:
        for wider in _WIDER:
            other = _differing(stated, letters | wider)
            if len(other) <= 0.2 * len(stated) and len(other) + 2 <= len(wrong):
                wrong = other
    if wrong and all(one.is_formula and one.number == 0 for one in stated):
        return []
    return wrong


def _differing(stated: Iterable[Stated], letters: Iterable[str]) -> list[Stated]:
    letters = "".join(letters)
    return [
        one
        for one in stated
        if 2 * one.number != sum(one.am.count(letter) + one.pm.count(letter) for letter in letters)
    ]
