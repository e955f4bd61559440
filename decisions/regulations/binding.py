"""Binding an office's own copy of a regulation to its rules: split by article, kept, compared with what they rest on."""

from dataclasses import dataclass

from django.db import transaction

from accounts.access import Reach
from accounts.models import User
from decisions.actions import NotAllowed
from decisions.law import library
from decisions.models import BoundArticle, BoundText
from decisions.regulations.catalogue import changed_articles
from policies.articles import OfficialText, split_text
from policies.facade import Policy
from policies.words import article_name
from villages.clock import now

OFFICES = ("county_org", "county_office", "city_office", "city_org", "region_office", "unit_level_org")


@dataclass(frozen=True)
class Bound:
    """What came of binding: the text kept, articles that are not as the rules were written from, numbers passed over."""

    text: BoundText
    articles: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        said = [f"共{self.articles}条，已与规则并列显示。"]
        if self.changed:
            names = "、".join(article_name(number) for number in self.changed)
            said.append(f"与编写规则时的文本不同：{names}。请核对这些条款的规则。")
        else:
            said.append("每一条都与编写规则时的文本一致。")
        return said


def may_bind(reach: Reach, policy: Policy) -> bool:
    """An organization department or office of a place the regulation covers, working or deciding for it."""
    return any(seat.works and seat.words.intersection(OFFICES) and _covers(policy, seat.prefix) for seat in reach.seats)


def _covers(policy: Policy, prefix: str) -> bool:
    return any(prefix.startswith(place) or place.startswith(prefix) for place in policy.heading.places)


def bind_text(code: str, content: str, *, by: User | None) -> Bound:
    """Keep a text beside the rules of a regulation. Raises NotAllowed where it is not that regulation's text."""
    versions = library().versions.get(code, ())
    if not versions or versions[-1].base:
        known = "、".join(sorted(code for code, found in library().versions.items() if not found[-1].base))
        raise NotAllowed(f"没有“{code}”这个办法，可用：{known}。")
    official = split_text(content)
    _check(official, versions[-1])
    with transaction.atomic():
        text = BoundText.objects.create(
            policy=code, title=official.title[:200], content=content, bound_by=by, bound_at=now()
        )
        rows = BoundArticle.objects.bulk_create(
            BoundArticle(
                bound=text, number=part.number, chapter=part.chapter[:100], content=part.text, digest=part.digest
            )
            for part in official.articles
        )
    return Bound(text, len(rows), tuple(changed_articles(code, rows)), official.missing)


def _check(official: OfficialText, policy: Policy) -> None:
    """As many articles and annexes as the regulation has, or the copy is another text or lacks pages."""
    heading = policy.heading
    whole = [str(number) for number in range(1, heading.articles + 1)]
    whole += [f"annex{number}" for number in range(1, heading.annexes + 1)]
    found = [part.number for part in official.articles]
    lost = [article_name(number) for number in whole if number not in found]
    more = [article_name(number) for number in found if number not in whole]
    if not found:
        raise NotAllowed("没有找到条文：请确认是办法全文，条文以“第X条”或“一、”开头。")
    if lost:
        raise NotAllowed(f"《{heading.title}》共{heading.articles}条，这份文本缺少{'、'.join(lost)}，请换完整的文本。")
    if more:
        raise NotAllowed(f"《{heading.title}》没有{'、'.join(more)}，请确认上传的是这个办法的文本。")
