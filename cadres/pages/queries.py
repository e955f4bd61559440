"""The ledger's rows within a user's reach, searched by name, sound, initials or ID number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

from accounts.access import Reach, Seat, inside, reach_of, within
from accounts.acting import free_seats
from accounts.models import Body, User
from accounts.personal_data import open_vault
from cadres.models import Cadre, Posting
from cadres.names import gram_sought
from villages.choices import DivisionLevel
from villages.clock import today
from villages.models import Division

ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
COUNTY = ("county_org", "county_office")
ON_POST, LEFT, ALL = "on", "left", "all"


@dataclass(frozen=True)
class Wanted:
    """What a list is filtered by; empty where it is not."""

    text: str = ""
    township: str = ""
    village: str = ""
    unit: str = ""
    level: str = ""
    role: str = ""
    state: str = ON_POST
    barred: bool = False


def in_force(on: date) -> Q:
    """Postings that have not ended; those still to come are among them."""
    return Q(end__isnull=True) | Q(end__gte=on)


def ledger(user: User, *, wanted: Wanted, on: date) -> QuerySet[Posting]:
    """A row a posting, in the order of places; with `barred`, whether a bar is in force for the person on the day."""
    rows = _by_state(within(Posting.objects.all(), user=user), wanted.state, on=on)
    if wanted.text:
        rows = rows.filter(named(wanted.text))
    if wanted.township:
        rows = rows.filter(inside("team__place_id", wanted.township[:9]))
    asked: Mapping[str, Any] = {
        "team__place__name__contains": wanted.village,
        "unit__name__contains": wanted.unit,
        "dispatch_level": wanted.level,
        "roles__contains": [wanted.role] if wanted.role else None,
        "barred": wanted.barred or None,
    }
    chosen = rows.annotate(barred=_barred(on)).filter(**{path: value for path, value in asked.items() if value})
    return chosen.select_related("cadre", "team__place__parent", "unit").order_by("team__place_id", "pk")


def _by_state(rows: QuerySet[Posting], state: str, *, on: date) -> QuerySet[Posting]:
    if state == ON_POST:
        return rows.filter(in_force(on))
    if state == LEFT:
        again = Posting.objects.filter(in_force(on), cadre=OuterRef("cadre"))
        return rows.filter(~Exists(again), end__lt=on)
    return rows


def _barred(on: date) -> ExpressionWrapper:
    """Whether a bar in force is told with a posting: with one that is not over any, with a past one those it led to.

    Bars lie to the right of this house; the person's own relation to them is all it knows.
    """
    held = {"pk": OuterRef("cadre_id"), "bars__since__lte": on, "bars__through__gte": on}
    own = Cadre.objects.filter(**held, bars__case__posting=OuterRef("pk"))
    told = Q(Exists(Cadre.objects.filter(**held))) & in_force(on) | Q(Exists(own))
    return ExpressionWrapper(told, output_field=BooleanField())


def named(text: str) -> Q:
    """Whose name, sound or initials hold what was typed, or whose ID number it is exactly."""
    typed = "".join(text.split())
    if ID_NUMBER.fullmatch(typed):
        return Q(cadre__id_hash=open_vault().keyed_hash(typed.upper()))
    found = Q(cadre__grams__contains=[gram_sought(typed)])
    if not typed.isascii():
        return found & Q(cadre__name__contains=typed)
    return (found if len(typed) <= 4 else Q(pk__in=[])) | _sounding(text)


def _sounding(text: str) -> Q:
    """By the beginning of the pinyin: “zhang jian”, or the family name alone."""
    return Q(cadre__pinyin__startswith=" ".join(text.lower().split()))


def townships(user: User) -> QuerySet[Division]:
    """Townships in which somebody within reach is or was posted."""
    codes = within(Posting.objects.all(), user=user).annotate(town=Concat(Substr("team__place_id", 1, 9), Value("000")))
    return Division.objects.filter(level=DivisionLevel.TOWNSHIP, code__in=codes.values("town")).order_by("code")


def one_cadre(user: User) -> QuerySet[Cadre]:
    """Cadres the user may look at, each once."""
    return within(Cadre.objects.select_related("county", "user"), user=user).distinct()


def without_login(user: User, *, on: date) -> QuerySet[Cadre]:
    """Cadres on post in a county the user works for who cannot log in yet."""
    seats = (seat for seat in reach_of(user).seats if seat.works and seat.words.intersection(COUNTY))
    places = reduce(or_, (inside("team__place_id", seat.prefix) for seat in seats), Q(pk__in=[]))
    on_post = _by_state(Posting.objects.filter(places), ON_POST, on=on)
    return Cadre.objects.filter(user=None, pk__in=on_post.values("cadre")).order_by("pk")


def postings_of(cadre: Cadre) -> QuerySet[Posting]:
    """A person's years, the newest first."""
    return cadre.postings.select_related("team__place__parent", "unit").order_by("-start", "-pk")


def present(postings: list[Posting]) -> list[Posting]:
    """Of all a person's postings those that say whose they are today: what is not over, else the last."""
    going = [posting for posting in postings if posting.end is None or posting.end >= today()]
    return going or sorted(postings, key=lambda posting: (posting.start, posting.pk))[-1:]


def kept_at(reach: Reach, postings: list[Posting]) -> str:
    """Where the user keeps the ledger of a person with these postings: a present post's place (12 digits), or nothing."""
    places = (posting.team.place_id for posting in present(postings))
    return next((place for place in places if reach.holds(*COUNTY, place=place)), "")


def may_edit(user: User, cadre: Cadre, postings: list[Posting]) -> bool:
    """The county keeps the ledger of who serves there, or served there last; nobody their own line."""
    return cadre.user_id != user.pk and bool(kept_at(reach_of(user), postings))


def may_reveal(user: User, cadre: Cadre, postings: list[Posting], *, field: str) -> bool:
    """The cadre themselves, and who has a seat for it; not who stands in (代) for the cadre."""
    seats = seats_to_reveal(user, postings, field=field)
    return cadre.user_id == user.pk or bool(free_seats(seats, by=user, about=cadre.user_id))


def seats_to_reveal(user: User, postings: list[Posting], *, field: str) -> list[Seat]:
    """Of its present people the county looks at everything, the township, which must call them, at the phone."""
    words = (*COUNTY, "township") if field == "phone" else COUNTY
    places = {posting.team.place_id for posting in present(postings)}
    return [seat for place in places for seat in reach_of(user).seats_over(*words, place=place)]


def dispatching_units(user: User, *, on: date) -> QuerySet[Body]:
    """Units with people within reach: how many are on post, in how many places, how many have left."""
    rows = within(Posting.objects.all(), user=user)
    now = Q(dispatched__end__isnull=True) | Q(dispatched__end__gte=on)
    mine = Q(dispatched__in=rows.values("pk"))
    units = Body.objects.filter(pk__in=rows.values("unit_id")).select_related("division")
    return units.annotate(
        on_post=Count("dispatched", filter=mine & now, distinct=True),
        places=Count("dispatched__team__place", filter=mine & now, distinct=True),
        left=Count("dispatched", filter=mine & ~now, distinct=True),
    ).order_by("level", "name")
