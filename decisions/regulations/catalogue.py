"""The reading room's reads: the list of regulations, one regulation article by article, where it was used last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.access import within
from accounts.models import User
from decisions.law import library
from decisions.models import BoundArticle, BoundText, ChosenReading, Proceeding
from decisions.shelf import house
from policies.articles import read_digests
from policies.collection import RULES
from policies.facade import Policy, describe
from policies.kinds.base import Rule
from policies.readings import Reading
from policies.words import TEAM_KINDS, article_order
from villages.models import Division

MOST_RECENT = 300
USES_SHOWN = 3


@dataclass(frozen=True)
class Version:
    """A regulation as the list shows it."""

    policy: Policy
    state: str
    tone: str
    places: str
    team_kind: str
    articles: int
    rules: int
    bound: bool


@dataclass
class Article:
    """One article with everything the office knows of it. `number` is the article's own, without its items."""

    number: str
    rules: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    chapter: str = ""
    changed: bool = False
    uses: list[dict[str, Any]] = field(default_factory=list)


def catalogue(on: date) -> list[Version]:
    """Every version of every regulation, those in force first; local rules after the regulation they lie over."""
    policies = library().policies
    names = _place_names(place for policy in policies for place in policy.heading.places)
    bound = set(BoundText.objects.values_list("policy", flat=True).distinct())
    ordered = sorted(policies, key=lambda policy: (policy.base or policy.code, bool(policy.base), _newest(policy)))
    return [_version(policy, on, names, bound) for policy in ordered]


def _newest(policy: Policy) -> int:
    return -policy.heading.effective.toordinal()


def _version(policy: Policy, on: date, names: Mapping[str, str], bound: set[str]) -> Version:
    state, tone = standing(policy, on)
    places = "、".join(names.get(place, place) for place in policy.heading.places)
    kind = TEAM_KINDS[policy.heading.team_kind]
    held = policy.code in bound or policy.base in bound
    return Version(policy, state, tone, places, kind, policy.heading.articles, len(policy.rules), held)


def standing(policy: Policy, on: date) -> tuple[str, str]:
    """Whether a version is in force on a day, in words and a tone."""
    if on < policy.heading.effective:
        return "未施行", "blue"
    return ("施行中", "green") if policy.in_force(on) else ("已停止施行", "grey")


def _place_names(prefixes: Iterable[str]) -> dict[str, str]:
    codes = {prefix: prefix.ljust(12, "0") for prefix in prefixes}
    known = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "name"))
    return {prefix: known.get(code, PROVINCES.get(prefix, prefix)) for prefix, code in codes.items()}


# The names of provinces, for a program in which no division has been entered yet.
PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省",
    "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省",
    "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省",
    "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
}  # fmt: skip


def version_on(code: str, on: date) -> Policy | None:
    """The version in force on the day, else the newest; None where nobody knows the code."""
    versions = library().versions.get(code, ())
    return library().find(code, on) or (versions[-1] if versions else None)


def places_of(policy: Policy) -> str:
    names = _place_names(policy.heading.places)
    return "、".join(names[place] for place in policy.heading.places)


def bound_text(policy: Policy) -> BoundText | None:
    """The office's newest copy of a regulation; of local rules that of the regulation they lie over."""
    return (
        BoundText.objects.filter(policy=policy.base or policy.code).select_related("bound_by").order_by("-pk").first()
    )


def digests_of(code: str) -> dict[str, str]:
    """The digests a regulation's rules were written from; empty where none were kept."""
    path = RULES / f"{code}.digests"
    known = code in house().versions and path.is_file()
    return read_digests(path.read_text(encoding="utf-8")) if known else {}


def articles_of(policy: Policy, *, bound: BoundText | None, user: User) -> list[Article]:
    """All articles in the order of the text: rules, readings, bound text, and who it was applied to last."""
    articles: dict[str, Article] = {}
    notes = {str(note["rule"]): note for note in policy.local}
    for rule in policy.rules:
        number = rule.article.partition(".")[0]
        shown = articles.setdefault(number, Article(number))
        shown.rules.append(_rule(rule, policy, notes))
    _add_text(articles, policy, bound)
    _add_uses(articles, policy, user)
    for shown in articles.values():
        shown.rules.sort(key=lambda rule: article_order(rule["article"]))
        _name_places(shown)
    return sorted(articles.values(), key=lambda shown: article_order(shown.number))


def _rule(rule: Rule, policy: Policy, notes: Mapping[str, Mapping[str, object]]) -> dict[str, Any]:
    sentence = describe(rule)
    gist = rule.gist.rstrip("。")
    return {
        "id": rule.id,
        "article": rule.article,
        "gist": gist,
        "sentence": "" if sentence.rstrip("。") == gist else sentence,
        "empty": rule.kind == "principle",
        "anchors": [f"{rule.article}.{item.item}" for item in getattr(rule, "items", ()) if hasattr(item, "item")],
        "readings": [policy.readings[name] for name in rule.reading if name in policy.readings],
        "since": rule.since,
        "until": rule.until,
        "local": notes.get(rule.id),
    }


def _name_places(article: Article) -> None:
    """Ids to link to, each once: the article's own is the section's; its items' are those of their first rule."""
    seen = {article.number}
    for rule in article.rules:
        fresh = [number for number in dict.fromkeys([rule["article"], *rule["anchors"]]) if number not in seen]
        seen.update(fresh)
        rule["anchors"] = fresh


def _add_text(articles: dict[str, Article], policy: Policy, bound: BoundText | None) -> None:
    if bound is None:
        return
    digests = digests_of(policy.base or policy.code)
    for part in bound.articles.all():
        shown = articles.setdefault(part.number, Article(part.number))
        shown.text, shown.chapter = part.content, part.chapter
        shown.changed = bool(digests) and digests.get(part.number) != part.digest


def _add_uses(articles: dict[str, Article], policy: Policy, user: User) -> None:
    """One query: the newest matters within the user's reach, by the articles their basis names."""
    rows = within(Proceeding.objects.filter(ruling__policy=policy.code), user=user).order_by("-opened_at", "-pk")
    for row in rows.values("key", "title", "opened_at", "ruling__articles")[:MOST_RECENT]:
        for number in dict.fromkeys(article.partition(".")[0] for article in row["ruling__articles"]):
            if number in articles and len(articles[number].uses) < USES_SHOWN:
                articles[number].uses.append(dict(row))


def readings_of(policy: Policy) -> list[tuple[Reading, list[str]]]:
    """The readings a regulation's rules name, each with its articles; those nobody can choose between come last."""
    found: dict[str, list[str]] = {}
    for rule in sorted(policy.rules, key=lambda rule: article_order(rule.article)):
        for name in rule.reading:
            articles = found.setdefault(name, [])
            if rule.article not in articles:
                articles.append(rule.article)
    rows = [(policy.readings[name], articles) for name, articles in found.items() if name in policy.readings]
    rest = [reading for name, reading in policy.readings.items() if name not in found]
    rows += [(reading, []) for reading in rest]
    return sorted(rows, key=lambda row: not open_choice(row[0]))


def open_choice(reading: Reading) -> bool:
    """Whether there is another choice to make."""
    return len(reading.choices) > 1 or bool(reading.pattern)


def choices_made(place: str, *, policy: Policy) -> list[ChosenReading]:
    """What a place and the divisions above it chose for a regulation, the newest first."""
    prefixes = [place[:2].ljust(12, "0"), place[:4].ljust(12, "0"), place[:6].ljust(12, "0")]
    rows = ChosenReading.objects.filter(place_id__in=prefixes, policy__in=[policy.code, policy.base])
    return list(rows.select_related("place", "chosen_by").order_by("-since", "-pk"))


def changed_articles(policy: str, rows: Iterable[BoundArticle]) -> list[str]:
    """Numbers of articles that are not as the rules were written from: changed, new or gone, in the order of the text."""
    known = digests_of(policy)
    now = {row.number: row.digest for row in rows}
    if not known:
        return []
    return sorted((number for number in {*known, *now} if known.get(number) != now.get(number)), key=article_order)
