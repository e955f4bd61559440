"""What the words beside a sign mean: every county words the same seven things in its own way."""

import re
from dataclasses import dataclass
from functools import lru_cache

from attendance.sheets.alphabet import ABSENT, COUNTY, LEAVE, NOTHING, OFFICIAL, REST, VILLAGE

_WORDS = {
    VILLAGE: """在村 驻村 在岗 出勤 到岗 到村 住村 入村 在位 上班 全勤 到勤 驻嘎查村 驻嘎查 在嘎查村 在嘎查 驻点 在点
        驻社区 在社区 值班 实到 入户 走访 在村里 驻在村 吃住在村 在村工作 驻村工作 正常出勤 蹲点 在队 到位 在职在岗 下村""",
    COUNTY: """在旗县 驻旗县 在县 驻县 在旗 驻旗 在县城 在县里 在旗里 县内 旗县内 在县区 驻县区 在县直 在乡镇 在镇
        在苏木 在乡 在县市 在旗县区 驻旗县区 旗县区内""",
    OFFICIAL: """公出 因公外出 公务外出 公差 出差 开会 会议 参会 培训 学习 参训 公务 因公 外派 借调 抽调 跑项目 招商
        协调项目 外勤 考察 公事 公派 调研 因公出差 因公离岗 因公离村 因公不在岗 因公不在村 因公请假 外出开会 外出培训
        外出学习 党校 出公差 办公事 挂职""",
    LEAVE: """请假 事假 病假 年假 年休假 休年假 公休假 探亲 探亲假 婚假 产假 陪产假 护理假 丧假 婚丧假 工伤 工伤假 休假
        准假 育儿假 哺乳假 疗养 住院 病休 因病 因事 病事假 事病假 带薪休假 带薪年休假 公假 调休假 休病假 休事假 请病假
        请事假 请销假 各类假 休产假 生育假 看病 就医 保胎 年休 因私 因私外出 私事 因私请假 因私离岗""",
    ABSENT: """缺岗 缺勤 旷工 脱岗 不在岗 空岗 离岗 擅离 擅自离岗 擅自离村 擅自外出 擅离职守 未请假 无故缺勤 无故缺岗
        无故不在岗 无故 旷岗 旷勤 未出勤 不出勤 缺席 不在村 未在村 不驻村 未驻村 不假外出 未经请假 未履行请假手续 未批准
        未经批准 漏岗 缺卡 未办理请假手续 未履行请销假手续 无假外出""",
    REST: """休息 轮休 周末 双休 双休日 节假日 法定节假日 公休日 公休 休息日 调休 倒休 补休 例休 假日 法定假日 节日 放假
        法定假 国庆 春节 中秋 串休 周休 休班 休假日 法定休假日 法定休息日 周休日 换休 存休 集中休息 倒班休息""",
    NOTHING: """未到岗 未在岗 未派驻 未选派 调离 离任 未登记 未记录 不在册 未任职 未报到 尚未到岗 未上岗 未填 未录入 期满
        撤回 免考勤 调出 召回 退出 未入驻 尚未选派 未派出 不考勤 不作考勤 未考勤 未到任 已离队 已调走""",
}
SHORT = {"假": LEAVE, "病": LEAVE, "事": LEAVE, "缺": ABSENT, "旷": ABSENT, "差": OFFICIAL, "休": REST, "驻": VILLAGE}
_EXCUSABLE = {"离岗", "不在岗", "不在村", "未在村", "不驻村", "未驻村", "缺勤"}
WEAK = {"外出": OFFICIAL, "走访": VILLAGE, "入户": VILLAGE}
MORNING, AFTERNOON, HALF = "上午", "下午", "半天"
_FILLERS = """表示 代表 为 用 打 记 填 以 即 是 指 的 符号 说明 图例 注 备注 填写 标记 标示 画 划 及 或 和 与 全天 整天 全日 正常
    写 标注 使用 考勤 记为 记作 等 含 包括 其中 情况 人员 期间 天数 天 日 因故 其他 其它"""
_HALVES = {"上午": MORNING, "下午": AFTERNOON, "半天": HALF, "半日": HALF}
BLANKS = ("空白格", "空白", "空格", "留空", "不填写", "不填", "不标注", "不画", "空着")
TITLES = ("符号说明", "考勤符号", "填写符号", "图例说明", "考勤说明", "填表说明", "出勤符号", "考勤记号", "标记说明", "考勤代码",
          "图例", "符号", "代码", "记号", "代号", "标识")  # fmt: skip

MEANINGS = {word: letter for letter, words in _WORDS.items() for word in words.split()} | WEAK
_PIECES = {**dict.fromkeys(_FILLERS.split(), "filler"), **dict.fromkeys(_HALVES, "half"), **dict.fromkeys(MEANINGS, "word"),
           **dict.fromkeys(BLANKS, "blank"), **dict.fromkeys(TITLES, "title")}  # fmt: skip
_LONGEST = max(map(len, _PIECES))
_WORTH = {"word": 2.0, "half": 2.1, "blank": 2.1, "title": 2.1, "filler": 1.0}
_SMALL = set("请去到市县省乡镇里了中外的因在家休回等村")


@dataclass(frozen=True)
class Piece:
    """A stretch of Chinese text; kind is word, filler, half, blank, title or rest (not known)."""

    kind: str
    text: str


@lru_cache(maxsize=4096)
def pieces(run: str) -> tuple[Piece, ...]:
    """A run of Chinese characters cut so that known words cover as much as possible; unknown stretches stay whole."""
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] * (len(run) + 1)
    for start in range(len(run) - 1, -1, -1):
        best[start] = (best[start + 1][0], start + 1, "rest")
        for end in range(start + 1, min(len(run), start + _LONGEST) + 1):
            kind = _PIECES.get(run[start:end])
            if kind and (worth := (end - start) * _WORTH[kind] - 0.1 + best[end][0]) > best[start][0]:
                best[start] = (worth, end, kind)
    cut: list[Piece] = []
    at = 0
    while at < len(run):
        _, end, kind = best[at]
        if kind == "rest" and cut and cut[-1].kind == "rest":
            cut[-1] = Piece("rest", cut[-1].text + run[at:end])
        else:
            cut.append(Piece(kind, run[at:end]))
        at = end
    return tuple(Piece("word", piece.text) if _is_some_leave(piece) else piece for piece in cut)


def _is_some_leave(piece: Piece) -> bool:
    """Whatever else ends in 假 is a leave of some kind."""
    return piece.kind == "rest" and 1 < len(piece.text) < 8 and piece.text.endswith("假")


def letter_of(word: str) -> str:
    """The letter of a word that `pieces` found, or of a word shortened to one character."""
    return MEANINGS.get(word) or SHORT.get(word, LEAVE)


def head(words: list[str]) -> str | None:
    """The meaning of words standing together without a separator: 驻村期间因公外出 is official, 病假休息 is leave."""
    firm = [word for word in words if word not in WEAK] or words
    letters = [letter_of(word) for word in firm if word not in _EXCUSABLE] or [letter_of(word) for word in firm]
    if not letters:
        return None
    if ABSENT in letters:
        return ABSENT
    if set(letters) == {LEAVE, REST}:
        return LEAVE
    return letters[-1]


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> str | None:
    """What a text says by itself (事假, 到县里开会, 10月15日调离); None where it takes a legend to know."""
    if text == "休":
        return REST
    found: list[str] = []
    left = 0
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        for piece in pieces(run):
            if piece.kind == "word":
                found.append(piece.text)
            elif piece.kind == "half":
                return None
            elif piece.kind == "rest":
                left += sum(character not in _SMALL for character in piece.text)
    if any(letter_of(word) == NOTHING for word in found):
        return NOTHING
    left += len(re.findall(r"[^\u4e00-\u9fff\s()（）]", text))
    if left or not found:
        return None
    letters = {letter_of(word) for word in found if word not in WEAK}
    return head(found) if len(letters) < 2 or letters == {LEAVE, REST} else None
