"""What would change: rulings already given, answered anew as if other rules or readings had held. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from itertools import chain, islice
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.access import Paths, inside, within
from accounts.models import User
from decisions.law import calendar, library, title_of
from decisions.models import Proceeding, Ruling
from decisions.regulations import answers
from policies.facade import QUESTION_NAMES, Library, Policy
from policies.replay import Difference, Recorded, replay

ALWAYS = date(1900, 1, 1)
CHUNK = 2000
MOST_SHOWN = 200


@dataclass(frozen=True)
class Supposition:
    """What is supposed to have held: another library, codes in the place of others, other readings; and where."""

    regulations: Library
    codes: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How many rulings were answered anew, how many differ, and the first of these as a page shows them."""

    asked: int
    differing: int
    rows: list[dict[str, Any]]
    more: bool


def suppose_policy(policy: Policy) -> Supposition:
    """As if a regulation, new or changed, or local rules had always held in its places."""
    held = library()
    heading = policy.heading.model_copy(update={"effective": ALWAYS, "until": None})
    others = tuple(other for other in held.policies if other.code != policy.code)
    shelf = Library((*others, replace(policy, heading=heading)))
    if policy.base:
        return Supposition(
            shelf, {policy.base: policy.code}, policies=(policy.base, policy.code), places=policy.heading.places
        )
    if policy.code in held.versions:
        return Supposition(shelf, policies=(policy.code,))
    taken = {other.code for other in others if other.heading.team_kind == policy.heading.team_kind}
    codes = dict.fromkeys(sorted(taken), policy.code)
    return Supposition(shelf, codes, policies=tuple(codes), places=policy.heading.places)


def suppose_readings(readings: Mapping[str, str], *, policy: str = "", places: Sequence[str] = ()) -> Supposition:
    """As if other readings had been chosen, for one regulation (and local rules over it) or for all that know them."""
    known = [other for other in library().policies if set(readings) <= set(other.readings)]
    codes = {other.code for other in known if not policy or policy in (other.code, other.base)}
    return Supposition(library(), readings=readings, policies=tuple(sorted(codes)), places=tuple(places))


def narrowed(supposition: Supposition, *, policy: str, places: Sequence[str]) -> Supposition:
    """Only the rulings of one regulation, or of places inside those it is about anyway."""
    policies = tuple(code for code in supposition.policies if not policy or code == policy)
    return replace(supposition, policies=policies, places=tuple(places) or supposition.places)


def rulings(supposition: Supposition, *, user: User | None = None) -> QuerySet[Ruling]:
    """The rulings concerned, the newest first; with a `user` those of subjects within their reach."""
    rows = Ruling.objects.order_by("-pk")
    if supposition.policies:
        rows = rows.filter(policy__in=supposition.policies)
    if user is None and not supposition.places:
        return rows
    carried = [_carried(model, name, user, supposition.places) for model, name in carriers()]
    return rows.filter(reduce(or_, carried, Q(pk__in=[])))


def carriers() -> list[tuple[type[Model], str]]:
    """The models whose rows hold the key to their ruling and say how they are reached, with the key's name."""
    found = []
    for relation in Ruling._meta.get_fields(include_hidden=True):
        model = getattr(relation, "related_model", None)
        if relation.auto_created and not relation.concrete and isinstance(getattr(model, "reach", None), Paths):
            found.append((model, relation.field.attname))  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def _carried(model: type[Model], name: str, user: User | None, places: Sequence[str]) -> Q:
    rows = model._default_manager.all()
    if user is not None:
        rows = within(rows, user=user)
    if places:
        division = model.reach.division  # type: ignore[attr-defined]
        rows = rows.filter(reduce(or_, (inside(division, place) for place in places))) if division else rows.none()
    return Q(pk__in=rows.values(name))


def recorded(rows: QuerySet[Ruling], *, also: Mapping[str, str] | None = None) -> Iterator[Recorded]:
    """Rulings as they were asked, streamed. `also`: readings that hold where the ruling did not need them."""
    columns = rows.values_list("pk", "policy", "question", "on", "facts", "readings")
    for key, policy, question, on, facts, readings in columns.iterator(chunk_size=CHUNK):
        asked = {"policy": policy, "question": question, "on": on.isoformat(), "facts": facts}
        yield Recorded(key, asked, {**(also or {}), **readings})


def differences(rows: Iterable[Recorded], supposition: Supposition) -> Iterator[Difference]:
    return replay(
        rows,
        library_before=library(),
        library_after=supposition.regulations,
        calendar=calendar(),
        readings_after=supposition.readings,
        codes=supposition.codes,
    )


def preview(supposition: Supposition, *, user: User, most: int) -> Outcome:
    """The newest `most` rulings within the user's reach, answered anew."""
    asked = 0

    def counted(rows: Iterable[Recorded]) -> Iterator[Recorded]:
        nonlocal asked
        for row in rows:
            asked += 1
            yield row

    stream = recorded(rulings(supposition, user=user)[: most + 1])
    found = list(differences(counted(islice(stream, most)), supposition))
    more = next(stream, None) is not None
    return Outcome(asked, len(found), described(found[:MOST_SHOWN]), more)


def described(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences with what they concern: two queries however many they are."""
    keys = [difference.key for difference in found]
    matters = {row.ruling_id: row for row in Proceeding.objects.filter(ruling__in=keys).only("key", "title", "ruling")}
    rulings_by_key = Ruling.objects.in_bulk(keys)
    return [_described(item, rulings_by_key[item.key], matters.get(item.key)) for item in found]


def _described(difference: Difference, ruling: Ruling, matter: Proceeding | None) -> dict[str, Any]:
    return {
        "matter": matter,
        "question": QUESTION_NAMES.get(ruling.question, ruling.question),
        "policy": title_of(ruling.policy),
        "on": ruling.on,
        "before": answers.line(difference.before),
        "after": answers.line(difference.after),
        "why": difference.why,
    }


def sentence(asked: int, differing: int) -> str:
    if not asked:
        return "没有可以重新回答的依据。"
    if not differing:
        return f"共重新回答{asked}件，没有一件会有不同。"
    return f"共重新回答{asked}件，其中{differing}件会有不同。已经作出的决定不会改变。"


def texts(found: Iterable[Difference]) -> Iterator[str]:
    """One line a difference, for the command; described in groups so that queries do not grow with them."""
    stream = iter(found)
    while group := list(islice(stream, MOST_SHOWN)):
        yield from chain.from_iterable(_lines(row) for row in described(group))


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    matter = f"《{row['matter'].title}》" if row["matter"] else ""
    yield f"{row['on']} {row['policy']}{row['question']}{matter}"
    yield f"  原：{row['before']}"
    yield f"  现：{row['after']}"
    yield f"  {row['why']}"
