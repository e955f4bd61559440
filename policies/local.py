"""Local rules: a county's file of the same form, laid over the regulation it names, rule by rule.

A local rule is accepted where the base delegates the matter, where its kind can tell that it is stricter, or where it
names the document that allows it. Everything else of the base stays.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.errors import PolicyFileError
from policies.kinds.base import Rule
from policies.kinds.reference import Delegation
from policies.policy import Policy, PolicyFile, named
from policies.words import article_name

WHY = {"delegated": "原办法授权", "stricter": "比原办法更严", "authority": "另有文件依据"}


@dataclass(frozen=True)
class Change:
    """A local rule, the base's rule it takes the place of (none where it fills a delegated matter), and why it may."""

    rule: Rule
    replaced: Rule | None
    why: str


def lay_over(file: PolicyFile, text: str, policies: Sequence[Policy]) -> Policy:
    """The base with the local rules in their places. Raises `PolicyFileError` where one may not stand."""
    complaints = list(refusals(file, policies))
    if complaints:
        raise PolicyFileError("\n".join(complaints))
    base = _base(file, policies)
    assert base is not None
    changes = [_change(rule, base) for rule in _local(file)]
    taken = {change.replaced.id: change.rule for change in changes if change.replaced}
    kept = [taken.get(rule.id, rule) for rule in base.rules]
    added = [change.rule for change in changes if change.replaced is None]
    heading = file.model_copy(update={"articles": base.heading.articles, "annexes": base.heading.annexes})
    return Policy(
        heading=heading,
        rules=(*kept, *added),
        readings={**base.readings, **{reading.name: reading for reading in file.reading}},
        digest=hashlib.sha256(f"{base.digest}\n{text}".encode()).hexdigest(),
        text=text,
        facts={**base.facts, **file.facts},
        local=tuple(_note(change, file, base) for change in changes),
    )


def refusals(file: PolicyFile, policies: Sequence[Policy]) -> Iterator[str]:
    """Why the file may not be laid over its base, a sentence each."""
    base = _base(file, policies)
    if base is None:
        known = "、".join(sorted({policy.code for policy in policies}))
        yield f"{file.code}：base 写了“{file.base}”，{file.effective} 时没有这个有效的办法，可用：{known}。"
        return
    if file.code in {policy.code for policy in policies}:
        yield f"{file.code}：code 与已有的办法相同，请另取一个代号。"
    for place in file.places:
        if not any(place.startswith(whole) for whole in base.heading.places):
            yield f"{file.code}：places 的“{place}”不在原办法适用的地区（{'、'.join(base.heading.places)}）之内。"
    for rule in _local(file):
        yield from _refusals(rule, base, file.code)


def _refusals(rule: Rule, base: Policy, code: str) -> Iterator[str]:
    where = f"{code}：{article_name(rule.article)}的 {rule.kind}"
    replaced = base.rule(rule.replaces) if rule.replaces else None
    if rule.replaces and replaced is None:
        near = "、".join(other.id for other in base.rules if other.kind == rule.kind) or "没有同类规则"
        yield f"{where}的 replaces 写了“{rule.replaces}”，原办法没有这条规则，同类的有：{near}。"
    elif replaced is not None and replaced.kind != rule.kind:
        yield f"{where}要替换的“{rule.replaces}”是 {replaced.kind}，类型不同，不能替换。"
    elif replaced is not None and replaced.article != rule.article:
        yield f"{where}要替换的是{article_name(replaced.article)}的规则，请把 article 写成“{replaced.article}”。"
    elif not _change(rule, base).why:
        yield (
            f"{where}不能采用：原办法没有授权这一事项，也看不出比原办法更严。"
            "请删去这条，或用 authority 写明允许这样规定的文件名称和文号。"
        )


def _base(file: PolicyFile, policies: Sequence[Policy]) -> Policy | None:
    return next((policy for policy in policies if policy.code == file.base and policy.in_force(file.effective)), None)


def _local(file: PolicyFile) -> Iterator[Rule]:
    for rule in named(file.rule):
        yield rule.model_copy(update={"id": f"{rule.id}@{file.code}"})


def _change(rule: Rule, base: Policy) -> Change:
    replaced = base.rule(rule.replaces) if rule.replaces else None
    if rule.authority:
        why = "authority"
    elif any(rule.kind in delegation.kinds for delegation in base.of_kind(Delegation, base.heading.effective)):
        why = "delegated"
    elif replaced is not None and type(replaced) is type(rule) and rule.stricter_than(replaced):
        why = "stricter"
    else:
        why = ""
    return Change(rule, replaced, why)


def _note(change: Change, file: PolicyFile, base: Policy) -> Mapping[str, object]:
    """What an answer shows of a local rule: both sentences, the ground it stands on, and the document."""
    return {
        "rule": change.rule.id,
        "articles": list(change.rule.articles),
        "title": file.title,
        "sentence": change.rule.sentence(),
        "base": base.code,
        "replaces": change.replaced.id if change.replaced else None,
        "base_sentence": change.replaced.sentence() if change.replaced else None,
        "why": WHY[change.why],
        "authority": change.rule.authority,
    }
