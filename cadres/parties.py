"""Who a word of the policies is for a posting on a day: a body entered for the place, the dispatching unit, or a person.

Where nobody is entered the answer is nobody: the step then waits for the county to name a body, and is never lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.choices import Level
from accounts.models import Body, Capacity, User
from cadres.choices import Role
from cadres.models import Posting
from decisions.actions import Party
from decisions.choices import territory
from villages.clock import today
from villages.models import Division

# The word of the organization department, and of the cadre-support office, at each level of dispatch.
SAME_LEVEL: dict[str, dict[str, str]] = {
    "unit_level_org": {
        Level.TOWNSHIP: "county_org",
        Level.COUNTY: "county_org",
        Level.CITY: "city_org",
        Level.PROVINCE: "unit_level_org",
    },
    "unit_level_office": {
        Level.TOWNSHIP: "county_office",
        Level.COUNTY: "county_office",
        Level.CITY: "city_office",
        Level.PROVINCE: "unit_level_office",
    },
}


@dataclass(frozen=True)
class Acting:
    """The body or the person a word means; neither where nobody is entered. `name` is what a page calls them."""

    body: Body | None = None
    person: User | None = None
    name: str = ""


def acting(word: str, *, posting: Posting, on: date) -> Acting:
    """Whom the word means for the posting on the day."""
    if word == "cadre":
        return Acting(person=posting.cadre.user, name=posting.cadre.name)
    if word == "team_leader":
        leader = leader_of(posting, on=on)
        return Acting(person=leader.cadre.user, name=leader.cadre.name) if leader else Acting()
    found = posting.unit if word in ("unit", "unit_hr") else _of_place(word, posting)
    return Acting(body=found, name=found.name) if found else Acting()


def parties_for(steps: Iterable[Mapping[str, Any]], *, posting: Posting, on: date) -> list[Party]:
    """The parties of a policy's steps ({stage, body, act}), in their order."""
    return [
        Party(step["stage"], step["body"], step["act"], body=who.body, person=who.person)
        for step in steps
        for who in [acting(step["body"], posting=posting, on=on)]
    ]


def team_mates(posting: Posting, *, on: date) -> QuerySet[Posting]:
    """The others posted to the same team on the day."""
    in_force = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    others = Posting.objects.filter(in_force, team_id=posting.team_id).exclude(cadre_id=posting.cadre_id)
    return others.select_related("cadre__user").order_by("pk")


def places_served(user: User) -> QuerySet[Any]:
    """Codes of the places the user is posted to today, as a cadre."""
    on = today()
    in_force = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    return Posting.objects.filter(in_force, cadre__user=user).values("team__place_id")


def leader_of(posting: Posting, *, on: date) -> Posting | None:
    """The posting of the team's leader on the day; never the posting's own cadre."""
    return team_mates(posting, on=on).filter(roles__contains=[Role.LEADER]).first()


def _of_place(word: str, posting: Posting) -> Body | None:
    if word in SAME_LEVEL:
        own = SAME_LEVEL[word].get(posting.dispatch_level)
        code = _unit_place(posting)
        return _holder(own, territory(own, code) or territory("region", code)) if own else None
    return _holder(word, territory(word, posting.team.place_id))


def _holder(word: str, place: str) -> Body | None:
    """Who acts in the word for the division with this code."""
    found = Capacity.objects.filter(word=word, place_id=place).select_related("body__merged_into").first()
    return (found.body.merged_into or found.body) if found else None


def _unit_place(posting: Posting) -> str:
    """The code of the unit's own place; where none is entered, the post's."""
    division: Division | None = posting.unit.division
    return division.code if division else posting.team.place_id
