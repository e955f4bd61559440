"""Whether a regulation's file is whole and free of contradiction. Complaints are Chinese: file, rule, what to write instead."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from policies.collection import Library, build, load_library, parse
from policies.errors import PolicyFileError
from policies.facts import FACTS
from policies.kinds.assessment import GradeLimit, GradeQuota, GradeScale, ScoreSheet
from policies.kinds.base import Condition, Rule
from policies.kinds.duties import Support
from policies.kinds.leave import Band, LeaveRoute
from policies.kinds.presence import AbsenceLimit, PresenceMinimum
from policies.kinds.procedure import Procedure
from policies.kinds.reference import Scope
from policies.kinds.removal import RemovalEffect, RemovalGround
from policies.kinds.selection import TeamShape, Term
from policies.local import lay_over
from policies.policy import Policy
from policies.words import BODIES, GRADES, LEAVE_TYPES, LEVELS, ROLES, article_name, label

HALF_DAYS = [Decimal(halves) / 2 for halves in range(1, 121)]
ASKED = ("removal_grounds", "grade_limits", "team")


def check_text(text: str, *, name: str, bases: Sequence[Policy] = ()) -> list[str]:
    """Every complaint about the file's text; empty if it can be used. A local file is looked at over its base."""
    try:
        file = parse(text, name=name)
        policy = lay_over(file, text, bases) if file.base else build(file, text)
    except PolicyFileError as error:
        return str(error).splitlines()
    strange = [f"{name}：{complaint}" for complaint in _base_only(policy)] if not file.base else []
    return strange + [f"{name}：{complaint}" for complaint in check_policy(policy)]


def _base_only(policy: Policy) -> Iterator[str]:
    for rule in policy.rules:
        if rule.replaces or rule.authority:
            yield f"{rule_name(rule)}写了 replaces 或 authority，只有地方规则才能写；请先用 base 写明要改动的办法。"


def check_file(path: Path) -> list[str]:
    return check_text(path.read_text(encoding="utf-8"), name=path.name, bases=load_library().policies)


def check_policy(policy: Policy) -> list[str]:
    checks = (
        _heading,
        _articles,
        _readings,
        _doubles,
        _routes,
        _presence,
        _own_facts,
        _grades,
        _conditions,
        _removal,
        _scores,
    )
    return [complaint for check in checks for complaint in check(policy)]


def check_library(library: Library) -> list[str]:
    """Complaints about regulations beside each other: no two versions of a code, nor two of a place, on one day."""
    complaints = []
    for code, versions in library.versions.items():
        for earlier, later in pairwise(versions):
            until = earlier.heading.until
            if until is None or until >= later.heading.effective:
                complaints.append(
                    f"{code}：前一版没有写明 until，与{later.heading.effective}起的一版重叠，请写明前一版的终止日。"
                )
    return complaints


def rule_name(rule: Rule) -> str:
    return f"{article_name(rule.article)}的 {rule.kind}（{rule.id}）"


def _heading(policy: Policy) -> Iterator[str]:
    heading = policy.heading
    if heading.until and heading.until < heading.effective:
        yield f"until（{heading.until}）早于 effective（{heading.effective}），请核对施行和终止日期。"
    for place in heading.places:
        if not (place.isdecimal() and len(place) in (2, 4, 6, 9, 12)):
            yield f"places 中的“{place}”不是区划代码前缀，请写2、4、6、9或12位数字。"
    if not heading.places:
        yield 'places 是空的，请写明适用地区的区划代码前缀，例如 ["15"]。'


def _articles(policy: Policy) -> Iterator[str]:
    """Every article and annex encoded or declared empty; none that the text does not have."""
    present = {rule.article.split(".")[0] for rule in policy.rules}
    whole = [str(number) for number in range(1, policy.heading.articles + 1)]
    whole += [f"annex{number}" for number in range(1, policy.heading.annexes + 1)]
    for article in whole:
        if article not in present:
            yield (
                f"缺少{article_name(article)}：请写出它的规则；如果没有可执行的内容，"
                f'写一条 kind = "principle"、article = "{article}"。'
            )
    for article in sorted(present - set(whole)):
        yield f"写了{article_name(article)}，但 articles、annexes 写明没有这一条，请改正条款号或条数。"


def _readings(policy: Policy) -> Iterator[str]:
    for rule in policy.rules:
        for name in rule.reading:
            if name not in policy.readings:
                known = "、".join(policy.readings)
                yield f"{rule_name(rule)}的 reading 写了“{name}”，没有这个理解口径，可用：{known}；新的口径请写成 [[reading]]。"
    for reading in policy.readings.values():
        if not reading.admits(reading.default):
            yield f"理解口径“{reading.name}”的 default 是“{reading.default}”，不在 choices 中，请改正。"


def _doubles(policy: Policy) -> Iterator[str]:
    for identity, times in Counter(rule.id for rule in policy.rules).items():
        if times > 1:
            yield f"规则编号 {identity} 用了{times}次，请给每条规则不同的 id。"
    seen: dict[str, Rule] = {}
    for rule in policy.rules:
        content = rule.model_dump_json(exclude={"id", "gist"})
        if rule.kind != "principle" and content in seen:
            yield f"{rule_name(rule)}与{seen[content].id}完全相同，请删去其中一条。"
        seen.setdefault(content, rule)


def _routes(policy: Policy) -> Iterator[str]:
    """For each role, level and type exactly one band a length, or a gap or reading that says why not."""
    on = policy.heading.effective
    said: set[str] = set()
    for rule in policy.of_kind(LeaveRoute, on):
        stages = sorted({step.stage for band in rule.bands for step in band.steps})
        if stages != list(range(1, len(stages) + 1)):
            yield f"{rule_name(rule)}的环节号 {stages} 不连续，请从1起依次写 stage。"
        for bound in sorted(rule.terms()):
            if bound not in policy.readings:
                yield f"{rule_name(rule)}的天数写了“{bound}”，请写数字，或先用 [[reading]] 说明它等于几天。"
                return
    for role in _roles(policy):
        for leave_type in LEAVE_TYPES:
            if policy.entered_in_rota(leave_type, on):
                continue
            route = policy.route(role, leave_type, on)
            if route is None:
                if policy.of_kind(LeaveRoute, on):
                    yield (
                        f"{label('role', role)}的{label('leave_type', leave_type)}没有审批规定，"
                        "请在 leave_route 的 roles 中写上，或用 scope 写明不适用。"
                    )
                continue
            for level in LEVELS:
                said.update(_band_complaints(policy, route, level))
    yield from sorted(said)


def _roles(policy: Policy) -> list[str]:
    """The roles the regulation reaches."""
    reaches = [
        reach
        for scope in policy.of_kind(Scope, policy.heading.effective)
        for reach in (*scope.applies, *scope.by_reference)
    ]
    if not reaches or any(not reach.roles for reach in reaches):
        return list(ROLES)
    return sorted({role for reach in reaches for role in reach.roles})


def _band_complaints(policy: Policy, route: LeaveRoute, level: str) -> Iterator[str]:
    bands = [band for band in route.bands if not band.levels or level in band.levels]
    whose = f"{rule_name(route)}，{label('level', level)}选派的"
    if not bands and not route.gap:
        yield f"{whose}没有任何一档，请补一档，或用 gap 写明没有规定。"
        return
    overlaps, missing = [], []
    for days in HALF_DAYS:
        hits = [band for band in bands if _holds(policy, band, days)]
        if len(hits) > 1 and not ("band_boundary" in route.reading and _touching(policy, hits, days)):
            overlaps.append(days)
        if not hits and not route.gap and not ("between_bands" in route.reading and _between(policy, bands, days)):
            missing.append(days)
    if overlaps:
        yield f"{whose}{overlaps[0]}天落在两档里，请改用 over 或 below 分开；文件两档都写到的，请在 reading 加上 band_boundary。"
    if missing:
        yield (
            f"{whose}{missing[0]}天没有落在任何一档里，请补一档；"
            "文件确实没有写的，在两档之间的用 reading 写 between_bands，在最高一档之上的用 gap 写明。"
        )


def _holds(policy: Policy, band: Band, days: Decimal) -> bool:
    at_least, over, upto, below = (
        _number(policy, bound) for bound in (band.at_least, band.over, band.upto, band.below)
    )
    return (
        (at_least is None or days >= at_least)
        and (over is None or days > over)
        and (upto is None or days <= upto)
        and (below is None or days < below)
    )


def _number(policy: Policy, bound: Decimal | str | None) -> Decimal | None:
    return Decimal(policy.readings[bound].default) if isinstance(bound, str) else bound


def _touching(policy: Policy, hits: list[Band], days: Decimal) -> bool:
    """Two bands that name the number as upper and as lower end."""
    return len(hits) == 2 and _number(policy, hits[0].upto) == days and _number(policy, hits[1].at_least) == days


def _between(policy: Policy, bands: list[Band], days: Decimal) -> bool:
    lower = [_number(policy, band.at_least if band.at_least is not None else band.over) for band in bands]
    upper = [_number(policy, band.upto if band.upto is not None else band.below) for band in bands]
    return any(bound is not None and bound >= days for bound in lower) and any(
        bound is not None and bound <= days for bound in upper
    )


def _presence(policy: Policy) -> Iterator[str]:
    for rule in policy.of_kind(PresenceMinimum, policy.heading.effective):
        for measure in rule.measures:
            if (measure.days is None) == (not measure.share):
                yield f"{rule_name(rule)}的 measures 每一项请写 days 或 share 其中一个。"
            if measure.share and not _is_share(measure.share):
                yield f'{rule_name(rule)}的 share“{measure.share}”请写成分数，例如 "2/3"。'
        if not rule.measures:
            yield f"{rule_name(rule)}的 measures 是空的，请写明天数。"
    for limit in policy.of_kind(AbsenceLimit, policy.heading.effective):
        if limit.longest_allowed is None and limit.total_allowed is None:
            yield (
                f"{rule_name(limit)}没有写天数，请写 consecutive_over、total_over（超过），"
                "或 consecutive_at_least、total_at_least（以上，含本数）。"
            )


def _is_share(share: str) -> bool:
    top, slash, bottom = share.partition("/")
    return bool(slash) and top.isdecimal() and bottom.isdecimal() and 0 < int(top) <= int(bottom)


OWN_FACTS = {
    "nights": ("住村夜数", "number"),
    "reported": ("已报备的公出日", "dates"),
    "village_class": ("村类别", "text"),
    "altitude": ("海拔（米）", "number"),
    "taken": ("本年已准假天数", "number"),
    "parts": ("各部分得分", "numbers"),
    "role": ("身份", "text"),
}


def _own_facts(policy: Policy) -> Iterator[str]:
    """What a rule needs to be told and no question asks for by itself stands in the file's own facts."""
    for rule in policy.rules:
        for name in _told(rule):
            title, kind = OWN_FACTS[name]
            if name not in policy.facts:
                yield (
                    f"{rule_name(rule)}要用到事实“{title}”，请在文件开头的 [facts] 里写明："
                    f'{name} = {{ title = "{title}", type = "{kind}" }}。'
                )


def _told(rule: Rule) -> Iterator[str]:
    if isinstance(rule, PresenceMinimum):
        yield from ["nights"] if any(measure.unit == "night" for measure in rule.measures) else []
        yield from ["reported"] if rule.reported_only else []
        yield from ["role"] if rule.roles else []
    if isinstance(rule, LeaveRoute) and rule.cap:
        yield "taken"
    if isinstance(rule, ScoreSheet) and rule.parts:
        yield "parts"
    if isinstance(rule, Support) and any(rate.altitude_at_least is not None for rate in rule.rates):
        yield "altitude"
    if _by_class(rule):
        yield "village_class"


def _by_class(rule: Rule) -> bool:
    if isinstance(rule, PresenceMinimum | Term):
        return bool(rule.classes)
    if isinstance(rule, TeamShape):
        return any(check.classes for check in rule.checks)
    return isinstance(rule, Support) and any(rate.village_class for rate in rule.rates)


def _grades(policy: Policy) -> Iterator[str]:
    """Every grade a rule names is one of its object's scale."""
    on = policy.heading.effective
    scales = {scale.object: scale.grades for scale in policy.of_kind(GradeScale, on)}
    for quota in policy.of_kind(GradeQuota, on):
        yield from _unknown_grades(quota, quota.object, (quota.grade,), scales)
        if not 0 < quota.percent <= 100:
            yield f"{rule_name(quota)}的 percent 是{quota.percent}，请写1到100之间的数。"
    for limit in policy.of_kind(GradeLimit, on):
        for condition in limit.conditions:
            if condition.any_upto and not any(condition.any_upto in grades for grades in scales.values()):
                yield f"{rule_name(limit)}的 any_upto 写了“{condition.any_upto}”，哪个等次表里都没有，请改用等次表里的词。"
        if limit.object in scales:
            yield from _unknown_grades(
                limit, limit.object, (*limit.forbid, *([limit.force] if limit.force else [])), scales
            )


def _unknown_grades(
    rule: Rule, whom: str, grades: tuple[str, ...], scales: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    if whom not in scales:
        yield f"{rule_name(rule)}说的是{label('object', whom)}的等次，请先用 grade_scale 写明有哪些等次。"
        return
    for grade in grades:
        if grade not in scales[whom]:
            known = "、".join(f"{word}（{GRADES[word]}）" for word in scales[whom])
            yield f"{rule_name(rule)}写了等次“{grade}”，{label('object', whom)}只有：{known}。"


def _conditions(policy: Policy) -> Iterator[str]:
    """Each condition tests one known fact with one operator."""
    on = policy.heading.effective
    for ground in policy.of_kind(RemovalGround, on):
        if bool(ground.any) + bool(ground.every) + bool(ground.rungs) != 1:
            yield f"{rule_name(ground)}请在 any（具备其一）、every（同时具备）、rungs（按次数分级）中写一种。"
        if not ground.rungs and ground.disposition is None:
            yield f"{rule_name(ground)}缺少 disposition，请写明处理方式。"
        for condition in (*ground.any, *ground.every):
            yield from _condition(policy, ground, condition, "removal_grounds")
        if ground.rungs:
            yield from _fact(policy, ground, ground.fact, "removal_grounds")
    for limit in policy.of_kind(GradeLimit, on):
        for condition in limit.conditions:
            question = "grade_limits" if limit.object in ("team", "cadre", "unit") else ""
            yield from _condition(policy, limit, condition, question)
    for shape in policy.of_kind(TeamShape, on):
        for check in shape.checks:
            if check.kind != "too_few" or check.fact:
                yield from _fact(policy, shape, check.fact, "team")


def _condition(policy: Policy, rule: Rule, condition: Condition, question: str) -> Iterator[str]:
    if (condition.finding is None) == (not condition.fact):
        yield f"{rule_name(rule)}的条件请写 finding 或 fact 其中一个。"
        return
    bounds = (condition.at_least, condition.over, condition.upto, condition.below)
    operators = sum(bound is not None for bound in bounds) + bool(condition.within) + bool(condition.any_upto)
    operators += condition.equals is not None
    if condition.fact and operators != 1:
        yield f"{rule_name(rule)}的条件“{condition.fact}”请写一种比较：at_least、over、upto、below、in、is 或 any_upto。"
    if condition.fact and question:
        yield from _fact(policy, rule, condition.fact, question)


def _fact(policy: Policy, rule: Rule, fact: str, question: str) -> Iterator[str]:
    if fact not in FACTS[question] and fact not in policy.facts:
        known = "、".join(FACTS[question])
        yield f"{rule_name(rule)}用到事实“{fact}”，没有这个事实，可用：{known}；本办法特有的请写在 [facts] 中。"


def _removal(policy: Policy) -> Iterator[str]:
    """Effects and procedures are for dispositions and grounds that the regulation has."""
    on = policy.heading.effective
    grounds = [(rule.article, rule.disposition) for rule in policy.of_kind(RemovalGround, on)]
    grounds += [(rule.article, rung.disposition) for rule in policy.of_kind(RemovalGround, on) for rung in rule.rungs]
    grounds += [(limit.article, limit.disposition) for limit in policy.of_kind(AbsenceLimit, on)]
    words = {word for _, word in grounds} | ({"recall"} if "ladder" in {word for _, word in grounds} else set())
    articles = {article for article, _ in grounds}
    for effect in policy.of_kind(RemovalEffect, on):
        for disposition in effect.dispositions:
            if disposition not in words:
                yield f"{rule_name(effect)}写了“{label('disposition', disposition)}”的后果，但没有哪一条情形会这样处理，请核对 dispositions。"
        for article in (*effect.grounds, *effect.except_grounds):
            if article not in articles:
                yield f"{rule_name(effect)}的 grounds 写了 {article}，没有这一条情形，可用：{'、'.join(sorted(articles))}。"
    for procedure in policy.of_kind(Procedure, on):
        if procedure.purpose == "removal":
            yield from _bodies(procedure)


def _bodies(procedure: Procedure) -> Iterator[str]:
    for step in procedure.steps:
        if step.actor not in BODIES:
            known = "、".join(f"{word}（{text}）" for word, text in BODIES.items())
            yield f"{rule_name(procedure)}的 actor 写了“{step.actor}”，没有这个机构，可用：{known}。"
    if not procedure.dispositions:
        yield f"{rule_name(procedure)}没有写 dispositions，请写明是哪种处理的程序。"


def _scores(policy: Policy) -> Iterator[str]:
    for sheet in policy.of_kind(ScoreSheet, policy.heading.effective):
        for item, times in Counter(item.item for item in sheet.items).items():
            if times > 1:
                yield f"{rule_name(sheet)}的第{item}项写了{times}次，请删去重复的。"
        if sheet.parts and sum(part.percent for part in sheet.parts) != 100:
            yield f"{rule_name(sheet)}的 parts 比重相加是{sum(part.percent for part in sheet.parts)}，应为100。"
        needs = {
            "workdays": ("full_at", "deduct"),
            "absent_days": ("deduct",),
            "unfinished_tasks": ("deduct",),
            "raised_wan": ("steps",),
            "satisfaction": ("marks",),
        }
        for line in sheet.items:
            lacking = [key for key in needs.get(line.measure, ()) if getattr(line, key) is None]
            if line.measure in ("media", "articles_used", "suggestions_used", "endorsements") and not line.levels:
                lacking.append("levels")
            if lacking:
                yield f"{rule_name(sheet)}的第{line.item}项缺少 {'、'.join(lacking)}，请补上。"
