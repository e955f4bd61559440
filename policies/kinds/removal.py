"""Removal: what may lead to it, what follows from it, and who answers for failing in their own duty."""

from typing import Annotated, Literal

from policies.kinds.base import Article, Condition, Disposition, Frozen, Rule, Word, bounds_text
from policies.words import article_name, label, labels


class Rung(Frozen):
    """A rung of a graded ladder on a count: from `at_least` on, this measure."""

    at_least: int
    disposition: Disposition


class RemovalGround(Rule):
    """A ground on which removal may be proposed (inner-mongolia 22, 23/16, linfen 9.5, hebei 20, ningxia 11.3).

    `any`: one condition is enough; `every`: all are needed. `rungs`: the measure grows with the count `fact`.
    A measure short of removal (批评教育, 严肃处理) is listed under `measures`, never as a ground.
    """

    kind: Literal["removal_ground"]
    disposition: Disposition | None = None
    any: tuple[Condition, ...] = ()
    every: tuple[Condition, ...] = ()
    fact: str = ""
    rungs: tuple[Rung, ...] = ()

    def sentence(self) -> str:
        if self.rungs:
            steps = "；".join(
                f"达到{rung.at_least}次的，{label('disposition', rung.disposition)}" for rung in self.rungs
            )
            return f"{self.gist.rstrip('。')}：{steps}。"
        joint, conditions = ("或者", self.any) if self.any else ("并且", self.every)
        what = joint.join(condition_text(condition) for condition in conditions)
        return f"{what}的，{label('disposition', self.disposition or '')}。"


FACTS = {
    "annual_grade": "年度考核等次",
    "satisfaction": "群众满意率",
    "inspection_measures": "巡查中被处理次数",
    "unapproved_findings": "被发现不在岗且未履行请假手续次数",
    "township_unsuitable": "乡镇认为不适宜",
    "county_unsuitable": "县级认为不适宜",
    "presence_year": "全年（已结束）在岗天数",
    "villagers_object": "群众意见较大",
    "circulars": "被通报次数",
    "quarterly": "平时考核",
    "teams": "所派工作队等次",
    "tasks_done": "完成任务",
    "discipline_ok": "遵守纪律",
    "dereliction": "失职或严重违纪",
}


def condition_text(condition: Condition) -> str:
    if condition.finding:
        return label("finding", condition.finding) + ("（由人认定）" if condition.pending else "")
    name = FACTS.get(condition.fact, condition.fact)
    if condition.within:
        return f"{name}为{'、'.join(label('grade', value) for value in condition.within)}"
    if condition.pending:
        return f"{name}{'' if condition.fact == 'satisfaction' else bounds_text(condition)}（由人认定）"
    return name + bounds_text(condition)


class Effect(Frozen):
    """A bar that follows. Years or months from the decision, or through the end of the year; others have no length."""

    bar: Annotated[str, Word("bar")]
    years: int | None = None
    months: int | None = None
    year_end: bool = False
    year: bool = False
    to: tuple[Literal["cadre", "unit"], ...] = ()


class RemovalEffect(Rule):
    """What follows from a removal (inner-mongolia 25, linfen 9.5, hebei 20, ningxia 12).

    `grounds` empty: whatever the ground; `except_grounds` are spared.
    """

    kind: Literal["removal_effect"]
    dispositions: tuple[Disposition, ...]
    grounds: tuple[Article, ...] = ()
    except_grounds: tuple[Article, ...] = ()
    effects: tuple[Effect, ...]

    def sentence(self) -> str:
        grounds = f"（依据{'、'.join(article_name(article) for article in self.grounds)}）" if self.grounds else ""
        effects = "；".join(effect_text(effect) for effect in self.effects)
        return f"被{labels('disposition', self.dispositions, joint='或')}的{grounds}：{effects}。"


def effect_text(effect: Effect) -> str:
    length = f"{effect.years}年内" if effect.years else f"{effect.months}个月内" if effect.months else ""
    return ("当年" if effect.year_end else length) + label("bar", effect.bar)


class Accountability(Rule):
    """Bodies that fail in their duty, and what they face (inner-mongolia 26, 27, 29/8, 16, linfen 14, hebei 17, ningxia 19)."""

    kind: Literal["accountability"]
    subjects: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    imposed_by: tuple[str, ...] = ()
    triggered_by_recall: bool = False
