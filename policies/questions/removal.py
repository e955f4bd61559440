"""Removal: the grounds the facts make out, what follows from a decision, and who acts in which order."""

from collections.abc import Sequence
from datetime import date, timedelta

from policies.errors import QuestionError
from policies.kinds.base import Condition
from policies.kinds.presence import AbsenceLimit
from policies.kinds.procedure import Procedure
from policies.kinds.removal import Effect, RemovalEffect, RemovalGround
from policies.periods import add_months
from policies.questions.asking import Answer, Asking, in_order
from policies.questions.conditions import Truth, holds
from policies.words import DISPOSITIONS, MEASURES, article_name, article_order, label


def removal_grounds(asking: Asking) -> Answer:
    """`grounds` are made out, `pending` are left to a person, `measures` fall short of removal."""
    found: list[tuple[str, str, Truth]] = []
    for rule in asking.rules(RemovalGround):
        truth, disposition = _ground(asking, rule)
        if truth in (Truth.YES, Truth.PENDING) and disposition:
            found.append((rule.article, disposition, truth))
    for limit in asking.rules(AbsenceLimit):
        truth = _absent_too_long(asking, limit)
        if truth in (Truth.YES, Truth.PENDING):
            found.append((limit.article, limit.disposition, truth))
    if not found:
        return {"grounds": [], "pending": [], "articles": []}
    sure = [(article, word) for article, word, truth in found if truth is Truth.YES]
    pending = [(article, word) for article, word, truth in found if truth is Truth.PENDING]
    answer = {
        "grounds": _listed([pair for pair in sure if pair[1] in DISPOSITIONS]),
        "pending": _listed([pair for pair in pending if pair not in sure]),
    }
    measures = _listed([pair for pair in sure if pair[1] in MEASURES])
    if measures:
        answer["measures"] = measures
    articles = in_order(ground["article"] for ground in (*answer["grounds"], *answer["pending"], *measures))
    return {**answer, "articles": articles}


def _listed(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    once = sorted(dict.fromkeys(pairs), key=lambda pair: article_order(pair[0]))
    return [{"article": article, "disposition": disposition} for article, disposition in once]


def _ground(asking: Asking, rule: RemovalGround) -> tuple[Truth, str]:
    if rule.rungs:
        return _rung(asking, rule)
    truth = _all(asking, rule.every) if rule.every else _any(asking, rule, rule.any)
    if asking.explain:
        asking.look(rule, truth is Truth.YES, WHY[truth])
    return truth, rule.disposition or ""


WHY = {
    Truth.YES: "所列情形成立",
    Truth.NO: "所列情形不成立",
    Truth.PENDING: "文件没有写明数值，留给人认定",
    Truth.UNKNOWN: "没有提供相关事实，未判断",
}


def _any(asking: Asking, rule: RemovalGround, conditions: Sequence[Condition]) -> Truth:
    truths = [holds(asking, condition) for condition in conditions]
    joint = "listed_conditions" in rule.reading and Truth.YES in truths and asking.choose("listed_conditions") == "all"
    if joint and any(truth is not Truth.YES for truth in truths):
        return Truth.NO
    return next((truth for truth in (Truth.YES, Truth.PENDING, Truth.NO) if truth in truths), Truth.UNKNOWN)


def _all(asking: Asking, conditions: Sequence[Condition]) -> Truth:
    truths = [holds(asking, condition) for condition in conditions]
    return next((truth for truth in (Truth.NO, Truth.UNKNOWN, Truth.PENDING) if truth in truths), Truth.YES)


def _rung(asking: Asking, rule: RemovalGround) -> tuple[Truth, str]:
    count = asking.get(rule.fact)
    reached = [rung for rung in rule.rungs if count is not None and count >= rung.at_least]
    asking.look(rule, bool(reached), "次数达到其中一级" if reached else "次数没有达到")
    if not reached:
        return Truth.NO, ""
    return Truth.YES, max(reached, key=lambda rung: rung.at_least).disposition


def _absent_too_long(asking: Asking, limit: AbsenceLimit) -> Truth:
    absence = asking.get("absence")
    outcome = absence["outcome"] if absence else "none"
    truth = {"ground": Truth.YES, "needs_determination": Truth.PENDING}.get(outcome, Truth.NO)
    if asking.explain:
        asking.look(limit, truth is Truth.YES, WHY[truth])
    return truth


def _grounds_for(asking: Asking, disposition: str) -> list[str]:
    """Articles a disposition can rest on. A ladder ends in recall."""
    words = {disposition, "ladder"} if disposition == "recall" else {disposition}
    rungs = [(rule.article, rung.disposition) for rule in asking.rules(RemovalGround) for rung in rule.rungs]
    plain_grounds = [(rule.article, rule.disposition) for rule in asking.rules(RemovalGround)]
    limits = [(limit.article, limit.disposition) for limit in asking.rules(AbsenceLimit)]
    return in_order(article for article, word in (*plain_grounds, *rungs, *limits) if word in words)


def _checked_ground(asking: Asking) -> str | None:
    """The ground given; an error if no such ground leads to this disposition here."""
    disposition, ground = asking.facts["disposition"], asking.get("ground")
    if ground is not None:
        known = _grounds_for(asking, disposition)
        if ground not in known:
            names = "、".join(known) or "无"
            raise QuestionError(
                f"facts.ground：本办法{article_name(ground)}没有{label('disposition', disposition)}的情形，可用的条款：{names}。"
            )
    return ground


def removal_effects(asking: Asking) -> Answer:
    """The bars that follow; none is added that the text does not state."""
    disposition, decided_on = asking.facts["disposition"], asking.facts["decided_on"]
    ground = _checked_ground(asking)
    if not _grounds_for(asking, disposition):
        return {"outcome": "silent", "effects": [], "articles": []}
    rules = [rule for rule in asking.rules(RemovalEffect) if disposition in rule.dispositions]
    if ground is None and any(rule.grounds or rule.except_grounds for rule in rules):
        articles = "、".join(_grounds_for(asking, disposition))
        raise QuestionError(f"facts.ground：本办法的后果因情形而异，请写明依据的条款，可用：{articles}。")
    applied = []
    for rule in rules:
        fits = (not rule.grounds or ground in rule.grounds) and ground not in rule.except_grounds
        asking.look(rule, fits, "适用于这一情形" if fits else "不适用于这一情形")
        if fits:
            applied.append(rule)
    effects = [_effect(asking, effect, decided_on) for rule in applied for effect in rule.effects]
    effects.sort(key=lambda effect: effect["bar"])
    return {"effects": effects, "articles": in_order(article for rule in applied for article in rule.articles)}


def _effect(asking: Asking, effect: Effect, decided_on: date) -> Answer:
    shown: Answer = {"bar": effect.bar}
    if effect.year:
        return {**shown, "year": decided_on.year}
    if effect.to:
        return {**shown, "to": list(effect.to)}
    if not (effect.year_end or effect.years or effect.months):
        return shown
    start = decided_on
    if asking.choose("bar_start") == "next_day":
        start += timedelta(days=1)
    return {**shown, "from": start.isoformat(), "through": _through(asking, effect, decided_on).isoformat()}


def _through(asking: Asking, effect: Effect, decided_on: date) -> date:
    if effect.year_end:
        return date(decided_on.year, 12, 31)
    last = add_months(decided_on, 12 * (effect.years or 0) + (effect.months or 0))
    return last - timedelta(days=1) if asking.choose("period_end") == "day_before" else last


def removal_procedure(asking: Asking) -> Answer:
    """Steps from the first request to the act that ends the posting, and the time for a successor."""
    disposition = asking.facts["disposition"]
    ground = _checked_ground(asking)
    fitting = []
    for rule in asking.rules(Procedure):
        fits = disposition in rule.dispositions and (not rule.grounds or ground is None or ground in rule.grounds)
        if rule.purpose in ("removal", "replacement"):
            asking.look(rule, fits, "适用于这种处理" if fits else "不适用于这种处理")
        if fits:
            fitting.append(rule)
    steps = next((rule for rule in fitting if rule.purpose == "removal"), None)
    deadline = next((rule for rule in fitting if rule.deadline), None)
    within = deadline.deadline if deadline else None
    answer: Answer = {
        "steps": _ordered(steps) if steps else [],
        "replace_within": {"amount": within.amount, "unit": within.unit} if within else None,
        "articles": in_order(article for rule in (steps, deadline) if rule for article in rule.articles),
    }
    return answer if steps else {"outcome": "silent", **answer}


def _ordered(rule: Procedure) -> list[Answer]:
    steps = sorted(rule.steps, key=lambda step: (step.stage, step.actor))
    return [{"stage": step.stage, "body": step.actor, "act": step.act} for step in steps]
