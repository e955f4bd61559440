"""Bodies: entering them, what they act as, merging two. Lock, check, change, in one transaction; the record writes itself.

Who keeps the users of a place keeps its bodies. Nobody widens what they may do themselves: a capacity of one's own body is
given by the level above, or by the command that set the place up.
"""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import reach_of
from accounts.actions import NotPermitted
from accounts.choices import ORGANIZATION, Level, Standing
from accounts.grants import settle_grants
from accounts.models import Body, Capacity, User
from accounts.queries import held_or_to_come, kept_bodies, kept_prefixes, may_give, owes_rights_to, right_needs_judging
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

    What it lets the body's people do more is a right given to them: none the user could not give, never one of their own,
    and where the security administrator judges rights theirs wait anew. Raises NotPermitted.
    """
    held = _locked(body, by=by)
    if held.division is None or word not in words_at(held.division) or held.level != LEVELS[_level(held.division)]:
        raise NotPermitted("这一级的机构没有这项职能，请重新选择。")
    if held.pk in _own(by):
        raise NotPermitted("不能给自己任职的机构增加职能，请由上级组织部门办理。")
    _check_people(held, by=by)
    capacity = Capacity.objects.select_for_update().filter(word=word, place=held.division).first()
    if capacity is not None and word in ORGANIZATION and capacity.body_id in _own(by):
        raise NotPermitted("组织部的职能由上级组织部门调整。")
    if capacity is None:
        capacity = Capacity(word=word, place=held.division)
    capacity.body = held
    capacity.save()
    if right_needs_judging(held):
        rights = held_or_to_come().filter(body=held, standing=Standing.COUNTS)
        users = list(User.objects.filter(appointments__in=rights).distinct())
        rights.update(standing=Standing.WAITING)
        settle_grants(users)
    return capacity


def _level(division: Division) -> DivisionLevel:
    return DivisionLevel(division.level)


def _check_people(body: Body, *, by: User) -> None:
    """Whoever acts for the body now or later could have been appointed by the user. Raises NotPermitted."""
    for right in held_or_to_come().filter(body=body).select_related("user"):
        if not may_give(by, duty=right.duty, body=body) or owes_rights_to(by, right.user):
            raise NotPermitted(f"{right.user}在该机构的职责您不能授予，请由上级组织部门办理。")


def _own(user: User) -> set[int]:
    """Bodies the user acts for, today or later, in whichever appointment they chose to act now."""
    return set(held_or_to_come().filter(user=user).values_list("body_id", flat=True))


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

    It moves people dispatched, never rights: a body that acts in a word of the policies, or that somebody acts for, is not
    merged away. Raises NotPermitted.
    """
    for pk in sorted((body.pk, into.pk)):
        Body.objects.select_for_update(of=("self",)).get(pk=pk)
    gone, kept = _locked(body, by=by), _locked(into, by=by)
    if gone.pk == kept.pk:
        raise NotPermitted("不能并入自己，请选择另一个机构。")
    if (gone.level, gone.division_id) != (kept.level, kept.division_id):
        raise NotPermitted("两个机构的级别或所在区划不同，不能合并。")
    if gone.capacities.exists():
        raise NotPermitted(f"{gone}有审批职能，不能并入别的机构。请先把职能交给保留的机构。")
    if held_or_to_come().filter(body=gone).exists():
        raise NotPermitted(f"还有人代表{gone}办理，请先结束他们的任用，再到保留的机构任用。")
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
    return kept


def bodies_listed(user: User, *, asked: str = "", acting: bool = False) -> QuerySet[Body]:
    """Bodies the user keeps, by part of a name; only those that act in a word of the policies, if so asked."""
    rows = kept_bodies(user).prefetch_related("capacities").order_by("division_id", "name")
    if asked:
        rows = rows.filter(Q(name__contains=asked) | Q(division__name__contains=asked) | Q(aliases__contains=[asked]))
    return rows.filter(Exists(Capacity.objects.filter(body=OuterRef("pk")))) if acting else rows


def mergeable(body: Body, *, user: User) -> QuerySet[Body]:
    """Bodies of the same level and division the body may turn out to be."""
    return kept_bodies(user).filter(division=body.division, level=body.level).exclude(pk=body.pk).order_by("name")
