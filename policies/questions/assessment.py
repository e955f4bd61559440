"""Assessment: how many may have a grade, which grades are open, what an item of a sheet earns, what a year is worth."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from policies.errors import QuestionError
from policies.kinds.assessment import GradeLimit, GradeQuota, GradeScale, ResultEffect, ScoreItem, ScoreSheet
from policies.kinds.base import Condition
from policies.kinds.duties import Rate, Support
from policies.periods import add_months
from policies.questions.asking import Answer, Asking, cited, in_order, plain
from policies.questions.conditions import Truth, holds
from policies.words import labels


def grade_quota(asking: Asking) -> Answer:
    """The most of `base` that may have the grade; null where the text sets none."""
    for rule in asking.rules(GradeQuota):
        fits = (rule.object, rule.grade) == (asking.facts["object"], asking.facts["grade"])
        asking.look(rule, fits, "正是所问的对象和等次" if fits else "不是所问的对象或等次")
        if fits:
            exact = Fraction(asking.facts["base"]) * Fraction(rule.percent) / 100
            if "quota_base" in rule.reading:
                asking.choose("quota_base")
            half_up = asking.choose("quota_rounding") == "half_up"
            return {
                "max": floor(exact + Fraction(1, 2)) if half_up else floor(exact),
                "firm": rule.firm,
                "articles": in_order(rule.articles),
            }
    return {"max": None, "firm": None, "articles": []}


def grade_limits(asking: Asking) -> Answer:
    """The grades open to the object, best first; a forced grade leaves only itself, and of two the lower."""
    whom = asking.facts["object"]
    scale = next((rule for rule in asking.rules(GradeScale) if rule.object == whom), None)
    if scale is None:
        return {"outcome": "silent", "allowed": [], "forced": None, "articles": []}
    fired = [limit for limit in asking.rules(GradeLimit) if limit.object == whom and _fires(asking, limit)]
    forcing = [limit for limit in fired if limit.force]
    closed = {grade for limit in fired for grade in limit.forbid}
    allowed = [grade for grade in scale.grades if grade not in closed]
    forced = max((limit.force for limit in forcing if limit.force), key=scale.grades.index, default=None)
    if len({limit.force for limit in forcing}) > 1:
        asking.choose("lower_grade")
    resting = [limit for limit in fired if limit.force == forced] if forced else fired
    articles = in_order(article for limit in resting for article in limit.articles)
    return {
        "allowed": [forced] if forced else allowed,
        "forced": forced,
        "articles": articles or in_order(scale.articles),
    }


def _fires(asking: Asking, limit: GradeLimit) -> bool:
    truths = [holds(asking, condition, _scale(asking, condition)) for condition in limit.conditions]
    fires = Truth.YES in truths
    unknown = not fires and Truth.UNKNOWN in truths
    asking.look(limit, fires, "情形成立" if fires else "没有提供相关事实，未判断" if unknown else "情形不成立")
    return fires


def _scale(asking: Asking, condition: Condition) -> tuple[str, ...]:
    """The scale a condition on teams' grades compares by; a grade that is not on it cannot be compared."""
    if condition.any_upto is None:
        return ()
    grades = next((rule.grades for rule in asking.rules(GradeScale) if rule.object == "team"), ())
    strange = [grade for grade in asking.get(condition.fact) or () if grades and grade not in grades]
    if strange:
        raise QuestionError(
            f"facts.{condition.fact}：工作队没有{labels('grade', strange)}这一等次，可用：{labels('grade', grades)}。"
        )
    return grades


def score(asking: Asking) -> Answer:
    """Points of one item, exact; `of` its full marks, null where there is no upper end."""
    sheets = asking.rules(ScoreSheet)
    if not sheets:
        return {"outcome": "silent", "points": None, "of": None, "articles": []}
    sheet = next((rule for rule in sheets if rule.sheet == asking.facts["sheet"]), None)
    name = asking.facts["item"]
    if sheet is not None and name == "total" and sheet.parts:
        return _weighted(asking, sheet)
    item = next((item for item in sheet.items if item.item == name), None) if sheet else None
    if sheet is None or item is None:
        known = "、".join(item.item for item in sheet.items) if sheet else ""
        raise QuestionError(f"facts.item：这张考评表没有“{name}”项，可用：{known or '（没有这张表）'}。")
    answer: Answer = {"of": plain(item.marks), "articles": [f"{sheet.article}.{item.item}"]}
    asking.look(sheet, True, f"第{name}项")
    if not item.measure or (item.measure == "unfinished_tasks" and asking.get("unfinished_tasks") is None):
        return {
            **answer,
            "outcome": "needs_determination",
            "points": None,
            "note": "这一项由考评人员评定，不能由数字算出。",
        }
    few = _too_few(asking, item)
    if few:
        return {**answer, "outcome": "needs_determination", "points": None, "note": few}
    return {**answer, "points": plain(_within(item, EARNED[item.measure](asking, item)))}


def _too_few(asking: Asking, item: ScoreItem) -> str:
    if item.respondents is None or asking.need("respondents") >= item.respondents:
        return ""
    return f"测评人数{asking.facts['respondents']}人，少于要求的{item.respondents}人，须由人认定。"


def _within(item: ScoreItem, points: Decimal) -> Decimal:
    points = max(points, Decimal(0))
    return points if item.marks is None else min(points, item.marks)


def _by_workdays(asking: Asking, item: ScoreItem) -> Decimal:
    if "workdays" not in asking.facts and "absent_days" in asking.facts:
        return _by_absence(asking, item)
    lacking = max((item.full_at or Decimal(0)) - asking.need("workdays"), Decimal(0))
    return (item.marks or Decimal(0)) - lacking * (item.deduct or 0)


def _by_absence(asking: Asking, item: ScoreItem) -> Decimal:
    return (item.marks or Decimal(0)) - asking.need("absent_days") * (item.deduct or 0)


def _by_tasks(asking: Asking, item: ScoreItem) -> Decimal:
    return (item.marks or Decimal(0)) - asking.need("unfinished_tasks") * (item.deduct or 0)


def _by_steps(asking: Asking, item: ScoreItem) -> Decimal:
    assert item.steps is not None
    raised, kind = asking.need(item.measure), asking.need("unit_kind") if item.steps.by_kind else ""
    amount = item.steps.by_kind.get(kind, item.steps.amount or Decimal(1))
    steps = raised / amount if asking.choose("score_steps") == "pro_rata" else Decimal(int(raised // amount))
    return steps * item.steps.points


def _by_level(asking: Asking, item: ScoreItem) -> Decimal:
    entries: tuple[Mapping[str, Any], ...] = asking.need(item.measure)
    return sum((item.levels.get(entry["level"], Decimal(0)) * entry.get("count", 1) for entry in entries), Decimal(0))


def _by_rate(asking: Asking, item: ScoreItem) -> Decimal:
    return (item.marks or Decimal(0)) * asking.need("satisfaction") / 100


EARNED: Mapping[str, Callable[[Asking, ScoreItem], Decimal]] = {
    "workdays": _by_workdays,
    "absent_days": _by_absence,
    "unfinished_tasks": _by_tasks,
    "raised_wan": _by_steps,
    "media": _by_level,
    "articles_used": _by_level,
    "suggestions_used": _by_level,
    "endorsements": _by_level,
    "satisfaction": _by_rate,
}


def _weighted(asking: Asking, sheet: ScoreSheet) -> Answer:
    """The weighted sum of the parts' own points."""
    parts = asking.need("parts")
    for part in sheet.parts:
        if part.name not in parts:
            raise QuestionError(f"facts.parts.{part.name}：缺少这一部分的得分，请补上。")
    points = sum((parts[part.name] * part.percent / 100 for part in sheet.parts), Decimal(0))
    asking.look(sheet, True, "各部分按比重相加")
    return {"points": plain(points), "of": 100, "articles": in_order(sheet.articles)}


def credit(asking: Asking) -> Answer:
    """Whether the time counts as grassroots experience. Service counts the day of arrival and the last day."""
    start, end = asking.facts["from"], asking.facts["to"]
    if end < start:
        raise QuestionError("facts.to：截止日期早于起始日期，请核对。")
    rule = next((rule for rule in asking.rules(ResultEffect) if rule.effect == "grassroots_credit"), None)
    if rule is None:
        return {"outcome": "silent", "articles": []}
    least = 12 * (rule.min_years or 0) + (rule.min_months or 0)
    long_enough = add_months(start, least) <= end + timedelta(days=1)
    good_enough = not rule.accepted or asking.need("grade") in rule.accepted
    asking.look(
        rule, long_enough and good_enough, "时间和等次都够" if long_enough and good_enough else "时间或等次不够"
    )
    return {
        "outcome": "credited" if long_enough and good_enough else "not_credited",
        "articles": in_order(rule.articles),
    }


def subsidy(asking: Asking) -> Answer:
    """The allowance for nights spent on post in yuan; null where unpaid or where the text gives no rate."""
    rule = next((rule for rule in asking.rules(Support) if rule.what == "subsistence"), None)
    if rule is None:
        return {"outcome": "silent", "amount": None, "articles": []}
    answer: Answer = {"amount": None, "articles": in_order(rule.articles)}
    rate = _rate(asking, rule)
    if rate is None:
        note = f"{cited(rule)}没有写明标准，按{rule.standard or '有关规定'}由人核定。"
        asking.look(rule, False, note)
        return {"outcome": "needs_determination", **answer, "note": note}
    if rule.accepted and "quarter_grade" not in asking.facts:
        note = "平时考核尚未评定，评定后才能发放。"
        return {"outcome": "needs_determination", **answer, "note": note}
    if rule.accepted and asking.facts["quarter_grade"] not in rule.accepted:
        asking.look(rule, False, f"平时考核不在{labels('grade', rule.accepted)}之内")
        return {"outcome": "unpaid", **answer}
    asking.look(rule, True, "按实际住勤天数发放")
    return {"outcome": "paid", **answer, "amount": f"{rate * asking.facts['nights']:.2f}"}


def _rate(asking: Asking, rule: Support) -> Decimal | None:
    """The rate of the village's class or altitude, the highest altitude reached first; else the one rate."""
    by_height = sorted(rule.rates, key=lambda rate: rate.altitude_at_least or 0, reverse=True)
    return next((rate.amount for rate in by_height if _rate_fits(asking, rate)), rule.amount)


def _rate_fits(asking: Asking, rate: Rate) -> bool:
    if rate.altitude_at_least is not None and asking.need("altitude") < rate.altitude_at_least:
        return False
    return not rate.village_class or asking.need("village_class") == rate.village_class
