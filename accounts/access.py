"""The one place that answers what a user may see and do.

A user's `Reach` follows from the appointments in force today: a territorial body reaches its division, a dispatching
unit its own people; a cadre's user reaches their own records. Models say how they are reached (`reach = Paths(…)`),
and this module filters them without importing their house.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.choices import DECIDES, WORKS, Standing
from accounts.models import Appointment, Body, Capacity, User
from villages.clock import today

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Paths:
    """How a model is reached: lookups to a division code, a unit's id, a person's user id. Empty: not that way."""

    division: str = ""
    unit: str = ""
    person: str = ""


@dataclass(frozen=True)
class Seat:
    """An appointment in force, with what its body is in the words of the policies."""

    appointment: Appointment
    body: Body
    duty: str
    words: frozenset[str]
    prefix: str

    @property
    def territorial(self) -> bool:
        return bool(self.words)

    @property
    def works(self) -> bool:
        return self.duty in WORKS

    @property
    def decides(self) -> bool:
        return self.duty in DECIDES

    @property
    def absent(self) -> User | None:
        """Whom the user stands in for (代) in this seat; None: it is their own."""
        return self.appointment.substitutes


@dataclass(frozen=True)
class Reach:
    """What a user reaches today."""

    user: User
    seats: tuple[Seat, ...] = field(default_factory=tuple)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Significant digits of the divisions the user's territorial bodies answer for."""
        return tuple(sorted({seat.prefix for seat in self.seats if seat.territorial}))

    @property
    def units(self) -> tuple[int, ...]:
        """Ids of the bodies whose dispatched people the user may see."""
        return tuple(seat.body.pk for seat in self.seats)

    def bodies(self, *, deciding: bool = False, working: bool = False) -> tuple[int, ...]:
        """Ids of the bodies the user may act for."""
        return tuple(
            seat.body.pk for seat in self.seats if (not deciding or seat.decides) and (not working or seat.works)
        )

    def seats_over(self, *words: str, place: str, working: bool = True, deciding: bool = False) -> tuple[Seat, ...]:
        """Seats in bodies that act in one of these words over the place (a division code)."""
        return tuple(
            seat
            for seat in self.seats
            if seat.words.intersection(words)
            and place.startswith(seat.prefix)
            and (seat.works or not working)
            and (seat.decides or not deciding)
        )

    def holds(self, *words: str, place: str, working: bool = True, deciding: bool = False) -> bool:
        """Whether the user works (decides) for a body that acts in one of these words over the place."""
        return bool(self.seats_over(*words, place=place, working=working, deciding=deciding))


def reach_of(user: User | AnonymousUser) -> Reach:
    """The user's reach today: that of the appointment they chose to act in, or of all. Kept for the request."""
    if not isinstance(user, User) or not user.is_active:
        raise PermissionDenied("请先登录。")
    held = seats_of(user)
    chosen = tuple(seat for seat in held if seat.appointment.pk == getattr(user, "acting_in", None))
    return Reach(user, chosen or held)


def seats_of(user: User) -> tuple[Seat, ...]:
    """All appointments of the user in force today; two queries, kept on the user for the request."""
    kept: tuple[Seat, ...] | None = getattr(user, "_seats", None)
    if kept is None:
        kept = tuple(_seats(user))
        user._seats = kept  # type: ignore[attr-defined]
    return kept


def _seats(user: User) -> Iterable[Seat]:
    day = today()
    appointments = Appointment.objects.filter(in_force(day), user=user)
    found = list(appointments.select_related("body__division", "substitutes").order_by("pk"))
    words: dict[int, set[str]] = {}
    for capacity in Capacity.objects.filter(body__in=[item.body_id for item in found]):
        words.setdefault(capacity.body_id, set()).add(capacity.word)
    for item in found:
        prefix = item.body.division.prefix if item.body.division else ""
        held = frozenset(words.get(item.body_id, ())) if prefix else frozenset()
        yield Seat(item, item.body, item.duty, held, prefix)


def in_force(on: date) -> Q:
    """Appointments that count on a day; one on somebody's behalf (代) only while their account is in use."""
    lent_by_nobody_gone = Q(substitutes__isnull=True) | Q(substitutes__is_active=True)
    return Q(lent_by_nobody_gone, Q(until__isnull=True) | Q(until__gte=on), since__lte=on, standing=Standing.COUNTS)


def inside(path: str, prefix: str) -> Q:
    """Rows whose division (a lookup to its 12-digit code or foreign key) lies in the division of the prefix.

    A range, which a plain index serves and a foreign key allows.
    """
    return Q(**{f"{path}__gte": prefix.ljust(12, "0"), f"{path}__lte": prefix.ljust(12, "9")})


def within(rows: QuerySet[Row], *, user: User | AnonymousUser) -> QuerySet[Row]:
    """The rows of a model that declares `reach` which the user may see. Never more; nothing for a stranger."""
    return rows.filter(reached(rows.model, user=user))


def reached(model: type[Model], *, user: User | AnonymousUser) -> Q:
    """The same as a condition, to be joined with others."""
    reach, paths = reach_of(user), _paths(model)
    ways = [inside(paths.division, prefix) for prefix in reach.prefixes if paths.division]
    if paths.unit and reach.units:
        ways.append(Q(**{f"{paths.unit}__in": reach.units}))
    if paths.person:
        ways.append(Q(**{paths.person: reach.user.pk}))
    return reduce(or_, ways, Q(pk__in=[]))


def _paths(model: type[Model]) -> Paths:
    paths: Any = getattr(model, "reach", None)
    if not isinstance(paths, Paths):
        raise TypeError(f"{model.__name__} does not say how it is reached")
    return paths


def fetch(rows: QuerySet[Row], *, user: User | AnonymousUser, **lookup: Any) -> Row:
    """One row within reach. Raises Http404 for one that is not there and one that is not the user's, alike."""
    return get_object_or_404(within(rows, user=user), **lookup)
