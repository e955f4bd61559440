"""What waits for a user, what they are told, and a proceeding with its steps."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.access import Reach, inside, reach_of, within
from accounts.choices import WRITING
from accounts.models import Appointment, User
from decisions.choices import State, StepState
from decisions.models import Notice, Proceeding, Step
from villages.clock import today

COUNTY = ("county_office", "county_org")
PERSONS = ("team_leader", "cadre")
NOBODY = Q(body__isnull=True, person__isnull=True)


def in_my_hands(reach: Reach) -> Q:
    """Steps the user may decide: their own as a person, their bodies', and in their county those left to a person."""
    mine = Q(person=reach.user) | Q(body__in=reach.bodies(deciding=True))
    return mine | (_in_my_counties(reach) & NOBODY & Q(proceeding__manual=True))


def inbox(reach: Reach) -> QuerySet[Step]:
    """Open steps that wait for the user, the longest waiting first. Never one in the user's own matter."""
    return _open_steps(reach).filter(in_my_hands(reach))


def unnamed(reach: Reach) -> QuerySet[Step]:
    """Open steps of bodies that are not entered, which the user's county has to name."""
    return _open_steps(reach).filter(_in_my_counties(reach), NOBODY, proceeding__manual=False)


def recordable(reach: Reach) -> QuerySet[Step]:
    """Open steps of bodies (or persons) nobody logs in for, which the county may record with the paper in hand."""
    others = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today()),
        ~Q(user=Coalesce(OuterRef("proceeding__person"), Value(0))),
        body=OuterRef("body"),
        duty__in=WRITING,
        since__lte=today(),
        user__is_active=True,
    )
    silent = Q(body__isnull=False) & ~Q(Exists(others))
    return _open_steps(reach).filter(_in_my_counties(reach), silent | NOBODY & Q(word__in=PERSONS))


def decided(reach: Reach) -> QuerySet[Step]:
    """What the user, or somebody for their bodies, has decided; the newest first."""
    ours = Q(decided_by=reach.user) | Q(body__in=reach.bodies())
    done = Step.objects.filter(ours, decided_at__isnull=False)
    return done.select_related("proceeding__place", "body", "person", "decided_by").order_by("-decided_at", "-pk")


def notices(reach: Reach) -> QuerySet[Notice]:
    """What the user, or a body they act for, was told; unread first."""
    told = Notice.objects.filter(Q(person=reach.user) | Q(body__in=reach.bodies()))
    return told.select_related("proceeding", "body", "read_by").order_by("read_at", "-sent_at")


def unread(reach: Reach) -> QuerySet[Notice]:
    return notices(reach).filter(read_at__isnull=True)


def with_steps(rows: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    steps = Step.objects.select_related("body", "person", "decided_by", "stood_in_for")
    return rows.select_related("place", "unit", "person", "ruling", "opened_by").prefetch_related(
        Prefetch("steps", queryset=steps)
    )


def visible(user: User) -> QuerySet[Proceeding]:
    """Proceedings the user may look at: within reach, or with a step or a notice of their own or their body's."""
    reach = reach_of(user)
    ours = Q(person=user) | Q(body__in=reach.bodies())
    involved = Step.objects.filter(ours).values("proceeding_id")
    told = Notice.objects.filter(ours).values("proceeding_id")
    reached = within(Proceeding.objects.all(), user=user).values("pk")
    mine = Q(pk__in=involved) | Q(pk__in=told) | Q(pk__in=reached) | Q(opened_by=user)
    return with_steps(Proceeding.objects.filter(mine))


def open_count(reach: Reach) -> int:
    """How many steps wait for the user: to decide, and to name a body for."""
    return inbox(reach).count() + unnamed(reach).count()


def _open_steps(reach: Reach) -> QuerySet[Step]:
    waiting = Step.objects.filter(state=StepState.OPEN, proceeding__state=State.OPEN)
    others = waiting.filter(~Q(proceeding__person=reach.user) | Q(proceeding__person__isnull=True))
    return others.select_related("proceeding__place", "proceeding__unit", "body", "person").order_by("opened_at", "pk")


def _in_my_counties(reach: Reach) -> Q:
    prefixes = {seat.prefix for seat in reach.seats if seat.decides and seat.words.intersection(COUNTY)}
    return reduce(or_, (inside("proceeding__place_id", prefix) for prefix in prefixes), Q(pk__in=[]))
