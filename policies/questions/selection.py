"""Selection: whether a person may be sent, whether a team is as it must be, how long the term is, who is reached."""

from collections.abc import Callable, Mapping
from datetime import date
from math import ceil
from typing import Any

from policies.kinds.reference import Reach, Scope
from policies.kinds.selection import Criterion, Eligibility, TeamCheck, TeamShape, Term
from policies.periods import add_months, full_years
from policies.questions.asking import Answer, Asking, in_order
from policies.questions.conditions import Truth, holds
from policies.words import EDUCATION, criterion_label

Tested = bool | None


def eligibility(asking: Asking) -> Answer:
    """`failed` names the criteria that do not hold; one the text lets relax goes to a person."""
    rules = [rule for rule in asking.rules(Eligibility) if rule.criteria]
    if not rules:
        return {"outcome": "silent", "failed": [], "articles": []}
    tested = [
        (rule, criterion, _tested(asking, criterion))
        for rule in rules
        for criterion in rule.criteria
        if _concerns(asking, criterion)
    ]
    failed = [criterion for _, criterion, held in tested if held is False]
    open_ones = [criterion for _, criterion, held in tested if held is None]
    for rule, criterion, held in tested:
        asking.look(rule, held is False, f"{criterion_label(criterion.name)}{WHY[held]}")
    answer: Answer = {
        "outcome": "ineligible" if failed else "needs_determination" if open_ones else "eligible",
        "failed": sorted({criterion.name for criterion in failed}),
        "articles": in_order(article for rule in rules for article in rule.articles),
    }
    if open_ones:
        answer["pending"] = sorted({criterion.name for criterion in open_ones})
    if failed:
        answer["firm"] = any(criterion.firm for criterion in failed)
        if not answer["firm"]:
            asking.choose("soft_criteria")
    return answer


WHY = {True: "符合", False: "不符合", None: "可适当放宽，文件没有写明尺度，由人认定"}


def _concerns(asking: Asking, criterion: Criterion) -> bool:
    return not criterion.ranks or asking.need("rank") in criterion.ranks


def _tested(asking: Asking, criterion: Criterion) -> Tested:
    held = TESTS[criterion.name](asking, criterion)
    if not held and criterion.relaxed_for and asking.get(criterion.relaxed_for):
        return None
    return held


def _selected_on(asking: Asking) -> date:
    return asking.get("selected_on") or asking.on


def _work_years(asking: Asking, criterion: Criterion) -> bool:
    return full_years(asking.need("started_work"), _selected_on(asking)) >= (criterion.at_least or 0)


def _educated(asking: Asking, criterion: Criterion) -> bool:
    order = list(EDUCATION)
    return order.index(asking.need("education")) >= order.index(criterion.lowest or order[0])


def _young_enough(asking: Asking, criterion: Criterion) -> bool:
    """By birth month up to the day the text's own months are good for, by full years of age after that."""
    born, selected = asking.need("birth"), _selected_on(asking)
    basis = asking.choose("age_basis")
    by_month = criterion.born_since and (
        basis == "birth_month"
        or (basis == "birth_month_first" and criterion.born_until and selected <= criterion.born_until)
    )
    if by_month:
        return bool(born >= criterion.born_since)
    months = (selected.year - int(born[:4])) * 12 + selected.month - int(born[5:])
    return criterion.upto is None or months // 12 <= criterion.upto


TESTS: Mapping[str, Callable[[Asking, Criterion], bool]] = {
    "work_years": _work_years,
    "education": _educated,
    "age": _young_enough,
    "health": lambda asking, criterion: bool(asking.need("healthy")),
}


def team(asking: Asking) -> Answer:
    """What the team lacks; `minimum` the head-count this regulation names for such a village."""
    checks = [(rule, check) for rule in asking.rules(TeamShape) for check in rule.checks if _applies(asking, check)]
    found = []
    for rule, check in checks:
        truth = _check(asking, check)
        asking.look(
            rule, truth is Truth.NO, f"{criterion_label(check.kind)}：{'不符合' if truth is Truth.NO else '没有发现'}"
        )
        if truth is Truth.NO:
            found.append((rule, check))
    sizes = [(rule, check) for rule, check in checks if check.kind == "too_few"]
    minimum = max((_size(asking, check) for _, check in sizes), default=None)
    findings = sorted(
        ({"kind": check.kind, "firm": check.firm} for _, check in found), key=lambda item: str(item["kind"])
    )
    articles = in_order(article for rule, _ in (*found, *sizes) for article in rule.articles)
    return {"findings": findings, "minimum": minimum, "articles": articles}


def _applies(asking: Asking, check: TeamCheck) -> bool:
    if check.village_status and asking.need("village_status") not in check.village_status:
        return False
    if check.classes and asking.need("village_class") not in check.classes:
        return False
    return not check.when or bool(asking.get(check.when))


def _size(asking: Asking, check: TeamCheck) -> int:
    """The least head-count: a number, or one person for every `step` of another fact of the village."""
    if check.step is None or not check.fact:
        return int(check.at_least or 0)
    return max(ceil(asking.need(check.fact) / check.step), int(check.at_least or 0))


def _check(asking: Asking, check: TeamCheck) -> Truth:
    if check.kind != "too_few":
        return _absent_pair(asking, check) if check.kind == "forbidden_pair" else holds(asking, check)
    members = asking.get("members")
    return Truth.UNKNOWN if members is None else Truth.YES if members >= _size(asking, check) else Truth.NO


def _absent_pair(asking: Asking, check: TeamCheck) -> Truth:
    pairs = asking.get(check.fact)
    return Truth.UNKNOWN if pairs is None else Truth.NO if check.equals in pairs else Truth.YES


def term(asking: Asking) -> Answer:
    """The last day of the term, null where the text names none for this cadre."""
    start: date = asking.facts["from"]
    for rule in sorted(asking.rules(Term), key=lambda rule: not rule.roles):
        fits = _serves(asking, rule, start)
        asking.look(rule, fits, "规定了任期" if fits else "没有规定这类人员的任期")
        if fits:
            until = rule.through or add_months(start, rule.length)
            return {"until": until.isoformat(), "firm": rule.firm, "articles": in_order(rule.articles)}
    return {"outcome": "silent", "until": None, "firm": None, "articles": []}


def _serves(asking: Asking, rule: Term, start: date) -> bool:
    return (
        (rule.length > 0 or rule.through is not None)
        and rule.covers_role(asking.facts["role"])
        and (rule.selected_in is None or start.year == rule.selected_in)
        and (rule.through is None or start <= rule.through)
        and (not rule.classes or asking.get("village_class") in rule.classes)
    )


def scope(asking: Asking) -> Answer:
    """Directly, by reference, or outside; a regulation without a word on it reaches everybody of its place."""
    rules = [rule for rule in asking.rules(Scope) if rule.applies or rule.by_reference]
    if not rules:
        return {"outcome": "applies", "articles": []}
    for outcome, reaches in (("applies", lambda rule: rule.applies), ("by_reference", lambda rule: rule.by_reference)):
        for rule in rules:
            fits = any(_reaches(reach, asking.facts) for reach in reaches(rule))
            if fits:
                asking.look(rule, True, "在所列范围之内")
                return {"outcome": outcome, "articles": in_order(rule.articles)}
    for rule in rules:
        asking.look(rule, False, "不在所列范围之内")
    return {"outcome": "outside", "articles": in_order(article for rule in rules for article in rule.articles)}


def _reaches(reach: Reach, facts: Mapping[str, Any]) -> bool:
    return (
        (not reach.levels or facts["dispatch_level"] in reach.levels)
        and (not reach.roles or facts["role"] in reach.roles)
        and (not reach.village_status or facts["village_status"] in reach.village_status)
    )
