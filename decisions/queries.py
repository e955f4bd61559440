"""What waits for a user, what they are told, and a proceeding with its steps."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.access import Reach, Seat, in_force, inside, reach_of, reached
from accounts.acting import free_seats
from accounts.choices import DECIDES
from accounts.models import Appointment, User
from decisions.choices import State, StepState
from decisions.kinds import kind_of
from decisions.models import Notice, Proceeding, Step
from villages.clock import today

COUNTY = ("county_office", "county_org")
PERSONS = ("team_leader", "cadre")
NOBODY = Q(body__isnull=True, person__isnull=True)

Places = Callable[[User], QuerySet[Any]]
_POSTS: list[Places] = []


def posted_at(places: Places) -> None:
    """A house tells at which places (codes) a person serves today, as a cadre does in the village of their team."""
    if places not in _POSTS:
        _POSTS.append(places)


def serves_here(user: User, path: str = "place") -> Q:
    """Rows whose place is one where the user serves today."""
    return reduce(or_, (Q(**{f"{path}__in": places(user)}) for places in _POSTS), Q(pk__in=[]))


def in_my_hands(reach: Reach) -> Q:
    """Steps the user may decide: their own as a person, their bodies', and in their county those left to a person."""
    bodies = _each(reach, (seat for seat in reach.seats if seat.decides), lambda seat: Q(body=seat.body))
    counties = _in_my_counties(reach, deciding=True)
    return Q(person=reach.user) | bodies | (counties & NOBODY & Q(proceeding__manual=True))


def _each(reach: Reach, seats: Iterable[Seat], rows: Callable[[Seat], Q]) -> Q:
    """The rows of each seat; of one held for somebody absent (代) not those in the absent person's own matter."""
    ways = [rows(seat) & (~_matter_of(seat.absent) if seat.absent else Q()) for seat in seats]
    return reduce(or_, ways, Q(pk__in=[]))


def _matter_of(user: User) -> Q:
    return Q(proceeding__person__isnull=False, proceeding__person=user)


def inbox(reach: Reach) -> QuerySet[Step]:
    """Open steps that wait for the user, the longest waiting first. Never one in the user's own matter."""
    return _open_steps(reach).filter(in_my_hands(reach))


def unnamed(reach: Reach) -> QuerySet[Step]:
    """Open steps of bodies that are not entered, which the user's county has to name."""
    return _open_steps(reach).filter(_in_my_counties(reach), NOBODY, proceeding__manual=False)


def recordable(reach: Reach) -> QuerySet[Step]:
    """Open steps of bodies (or persons) nobody decides for, which the county may record with the paper in hand, and so
    may the body's own clerk.
    """
    others = Appointment.objects.filter(
        in_force(today()),
        ~Q(user=Coalesce(OuterRef("proceeding__person"), Value(0))),
        body=OuterRef("body"),
        duty__in=DECIDES,
        user__is_active=True,
    )
    silent = Q(body__isnull=False) & ~Q(Exists(others))
    clerks = _each(reach, (seat for seat in reach.seats if seat.works), lambda seat: Q(body=seat.body))
    counties = _in_my_counties(reach) & (silent | NOBODY & Q(word__in=PERSONS))
    return _open_steps(reach).filter(counties | clerks & silent)


def decided(reach: Reach) -> QuerySet[Step]:
    """What the user, or somebody for their bodies, has decided; the newest first. Of matters they may still look at."""
    own = Q(decided_by=reach.user) & Q(_still_visible(reach))
    ours = own | Q(body__in=reach.bodies())
    done = Step.objects.filter(ours, decided_at__isnull=False)
    return done.select_related("proceeding__place", "body", "person", "decided_by").order_by("-decided_at", "-pk")


def notices(reach: Reach) -> QuerySet[Notice]:
    """What the user, or a body they act for, was told; unread first."""
    own = Q(person=reach.user) & Q(_still_visible(reach))
    told = Notice.objects.filter(own | Q(body__in=reach.bodies()))
    return told.select_related("proceeding", "body", "read_by").order_by("read_at", "-sent_at")


def unread(reach: Reach) -> QuerySet[Notice]:
    return notices(reach).filter(read_at__isnull=True)


def with_steps(rows: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    steps = Step.objects.select_related("body", "person", "decided_by", "stood_in_for")
    return rows.select_related("place", "unit", "person", "ruling", "opened_by").prefetch_related(
        Prefetch("steps", queryset=steps)
    )


def visible(user: User) -> QuerySet[Proceeding]:
    """Proceedings the user may look at: within reach, with a step or a notice of their body's, or a step that waits for
    them. What a person opened, decided or was told counts only as long as they serve at its place.
    """
    return with_steps(_visible(reach_of(user)))


def visible_keys(reach: Reach) -> QuerySet[Any]:
    """Their ids, for other queries."""
    return _visible(reach).values("pk")


def _visible(reach: Reach) -> QuerySet[Proceeding]:
    user, bodies = reach.user, Q(body__in=reach.bodies())
    waits = Q(person=user, state__in=[StepState.OPEN, StepState.WAITING])
    involved = Step.objects.filter(bodies | waits).values("proceeding_id")
    told = Notice.objects.filter(bodies).values("proceeding_id")
    named = Step.objects.filter(person=user).values("proceeding_id")
    heard = Notice.objects.filter(person=user).values("proceeding_id")
    personal = Q(opened_by=user) | Q(pk__in=named) | Q(pk__in=heard)
    mine = reached(Proceeding, user=user) | Q(pk__in=involved) | Q(pk__in=told) | serves_here(user) & personal
    return Proceeding.objects.filter(mine)


def _still_visible(reach: Reach) -> Exists:
    """Of steps and notices: whether the user may still look at the matter. Asked row by row, as it stands behind few."""
    return Exists(_visible(reach).filter(pk=OuterRef("proceeding")))


def may_withdraw(user: User, proceeding: Proceeding) -> bool:
    """Whether the user may take the matter back: who asked for it, and who filed it while they could file it still."""
    asked_for = kind_of(proceeding).asked_for
    if asked_for and proceeding.person_id == user.pk:
        return True
    if proceeding.opened_by_id != user.pk:
        return False
    mates = Proceeding.objects.filter(serves_here(user), pk=proceeding.pk)
    return bool(seats_to_withdraw(user, proceeding)) or asked_for and mates.exists()


def seats_to_withdraw(user: User, proceeding: Proceeding) -> list[Seat]:
    """Seats in which who filed the matter may take it back; of one not asked for, nobody's own or absent person's (代)."""
    kind = kind_of(proceeding)
    about = None if kind.asked_for else proceeding.person_id
    return free_seats(kind.seats(user, proceeding), by=user, about=about)


def open_count(reach: Reach) -> int:
    """How many steps wait for the user: to decide, and to name a body for."""
    return inbox(reach).count() + unnamed(reach).count()


def _open_steps(reach: Reach) -> QuerySet[Step]:
    waiting = Step.objects.filter(state=StepState.OPEN, proceeding__state=State.OPEN)
    others = waiting.filter(~Q(proceeding__person=reach.user) | Q(proceeding__person__isnull=True))
    return others.select_related("proceeding__place", "proceeding__unit", "body", "person").order_by("opened_at", "pk")


def _in_my_counties(reach: Reach, *, deciding: bool = False) -> Q:
    seats = [seat for seat in reach.seats if seat.words.intersection(COUNTY)]
    acting = (seat for seat in seats if (seat.decides if deciding else seat.works))
    return _each(reach, acting, lambda seat: inside("proceeding__place_id", seat.prefix))
