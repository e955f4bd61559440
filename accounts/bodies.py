"""Bodies: entering them, what they act as, merging two. Lock, check, change, in one transaction; the record writes itself.

Who keeps the users of a place keeps its bodies. Nobody widens what they may do themselves: a capacity of one's own body is
given by the level above, or by the command that set the place up.
"""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import inside, reach_of, seats_of
from accounts.actions import NotPermitted
from accounts.choices import Level
from accounts.grants import settle_grants
from accounts.models import Body, Capacity, User
from accounts.queries import kept_bodies, kept_prefixes
from policies.words import BODIES
from villages.choices import DivisionLevel
from villages.models import Division

LEVELS = {
    DivisionLevel.PROVINCE: Level.PROVINCE,
    DivisionLevel.CITY: Level.CITY,
    DivisionLevel.COUNTY: Level.COUNTY,
    DivisionLevel.TOWNSHIP: Level.TOWNSHIP,
}
# The words of the policies a body may act in, by the level of its division. Units and persons need none.
WORDS = {
    DivisionLevel.PROVINCE: ("unit_level_org", "unit_level_office", "region_office", "region_liaison"),
    DivisionLevel.CITY: ("city_org", "city_office"),
    DivisionLevel.COUNTY: ("county_org", "county_office", "county_poverty", "county_secretary"),
    DivisionLevel.TOWNSHIP: ("township",),
}


def words_at(division: Division) -> dict[str, str]:
    """The capacities a body of the division may have, with their names."""
    return {word: BODIES[word] for word in WORDS.get(DivisionLevel(division.level), ())}


def divisions_kept(user: User) -> QuerySet[Division]:
    """Divisions in which the user may enter bodies: those they keep and the next level below, down to townships."""
    own = [prefix.ljust(12, "0") for prefix in kept_prefixes(reach_of(user))]
    return Division.objects.filter(
        Q(pk__in=own) | Q(parent__in=own), level__lte=DivisionLevel.TOWNSHIP, retired_on__isnull=True
    ).order_by("pk")


def townships_without(user: User) -> QuerySet[Division]:
    """Townships of the counties the user keeps for which no body acts."""
    acting = Capacity.objects.filter(word="township", place=OuterRef("pk"))
    towns = divisions_kept(user).filter(~Exists(acting), level=DivisionLevel.TOWNSHIP)
    return towns.filter(parent__in=[prefix.ljust(12, "0") for prefix in kept_prefixes(reach_of(user))])


@transaction.atomic
def enter_body(*, name: str, aliases: list[str], division: Division, word: str = "", by: User) -> Body:
    """A new body of the division, acting in a word of the policies or, without one, a dispatching unit.

    Raises NotPermitted.
    """
    if not divisions_kept(by).filter(pk=division.pk).exists():
        raise NotPermitted("只能在您管理的区划内登记机构。")
    body = Body(name=name, aliases=aliases, division=division, level=LEVELS[DivisionLevel(division.level)])
    _save(body)
    if word:
        give_capacity(body, word, by=by)
    return body


@transaction.atomic
def correct_body(body: Body, *, name: str, aliases: list[str], by: User) -> Body:
    """Another name, or other names it is known by. Raises NotPermitted."""
    held = _locked(body, by=by)
    held.name, held.aliases = name, aliases
    _save(held)
    return held


def _save(body: Body) -> None:
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as trouble:
        raise NotPermitted(f"{body.division}已有名为“{body.name}”的机构，请核对名称。") from trouble


def _locked(body: Body, *, by: User) -> Body:
    held = kept_bodies(by).select_for_update(of=("self",)).filter(pk=body.pk).first()
    if held is None:
        raise NotPermitted("该机构不在您管理的范围内，或已并入其他机构。")
    return held


@transaction.atomic
def give_capacity(body: Body, word: str, *, by: User) -> Capacity:
    """From now on the body acts in the word for its division, taking it over from the body that did.

    Raises NotPermitted: also where the user acts for the body and so would give themselves a right.
    """
    held = _locked(body, by=by)
    if held.division is None or word not in words_at(held.division):
        raise NotPermitted("这一级的机构没有这项职能，请重新选择。")
    if held.pk in _own(by):
        raise NotPermitted("不能给自己任职的机构增加职能，请由上级组织部门办理。")
    capacity = Capacity.objects.select_for_update().filter(word=word, place=held.division).first()
    if capacity is None:
        return Capacity.objects.create(body=held, word=word, place=held.division)
    if word == "county_org" and capacity.body_id in _own(by):
        raise NotPermitted("组织部的职能由上级组织部门调整。")
    capacity.body = held
    capacity.save(update_fields=["body"])
    return capacity


def _own(user: User) -> set[int]:
    """Bodies the user acts for today, in whichever appointment they chose to act now."""
    return {seat.body.pk for seat in seats_of(user)}


@transaction.atomic
def enter_townships(*, by: User) -> int:
    """A Party committee for each township that has no body yet; how many were entered. One after the other is none."""
    Division.objects.select_for_update().filter(
        pk__in=[prefix.ljust(12, "0") for prefix in kept_prefixes(reach_of(by))]
    ).first()
    towns = list(townships_without(by))
    names = {town.pk: f"中共{town.name}委员会" for town in towns}
    known = {
        (body.division_id, body.name): body
        for body in Body.objects.filter(division__in=towns, name__in=names.values(), merged_into__isnull=True)
    }
    made = Body.objects.bulk_create(
        Body(name=names[town.pk], division=town, level=Level.TOWNSHIP)
        for town in towns
        if (town.pk, names[town.pk]) not in known
    )
    bodies = {body.division_id: body for body in (*known.values(), *made)}
    Capacity.objects.bulk_create(Capacity(body=bodies[town.pk], word="township", place=town) for town in towns)
    return len(towns)


@transaction.atomic
def merge_bodies(body: Body, *, into: Body, by: User) -> Body:
    """One body turns out to be another: whatever names it names the other from now on, its names become the other's aliases.

    Raises NotPermitted.
    """
    for pk in sorted((body.pk, into.pk)):
        Body.objects.select_for_update(of=("self",)).get(pk=pk)
    gone, kept = _locked(body, by=by), _locked(into, by=by)
    if gone.pk == kept.pk:
        raise NotPermitted("不能并入自己，请选择另一个机构。")
    if gone.level != kept.level:
        raise NotPermitted("两个机构的级别不同，不能合并。")
    own = _own(by)
    if gone.capacities.exists() and kept.pk in own or kept.capacities.exists() and gone.pk in own:
        raise NotPermitted("合并会给自己任职的机构增加职能，请由上级组织部门办理。")
    users = list(User.objects.filter(appointments__body=gone).distinct())
    for relation in Body._meta.related_objects:
        name = relation.field.name
        if relation.related_model is not Body:
            relation.related_model._base_manager.filter(**{name: gone}).update(**{name: kept})
    Body.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.aliases = list(
        dict.fromkeys(alias for alias in (*kept.aliases, gone.name, *gone.aliases) if alias != kept.name)
    )
    kept.save(update_fields=["aliases"])
    settle_grants(users)
    return kept


def bodies_listed(user: User, *, asked: str = "", acting: bool = False) -> QuerySet[Body]:
    """Bodies the user keeps, by part of a name; only those that act in a word of the policies, if so asked."""
    rows = kept_bodies(user).prefetch_related("capacities").order_by("division_id", "name")
    if asked:
        rows = rows.filter(Q(name__contains=asked) | Q(division__name__contains=asked) | Q(aliases__contains=[asked]))
    return rows.filter(Exists(Capacity.objects.filter(body=OuterRef("pk")))) if acting else rows


def mergeable(body: Body, *, user: User) -> QuerySet[Body]:
    """Bodies of the same level and division (county) the body may turn out to be."""
    place = body.division.prefix if body.division else ""
    return (
        kept_bodies(user)
        .filter(inside("division_id", place[:6]), level=body.level)
        .exclude(pk=body.pk)
        .order_by("name")
    )
