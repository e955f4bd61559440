"""What waits for a user, what they are told, and a proceeding with its steps."""

from django.db.models import Prefetch, Q, QuerySet

from accounts.access import Reach, within
from accounts.models import User
from decisions.choices import State, StepState
from decisions.models import Notice, Proceeding, Step

COUNTY = ("county_office", "county_org")


def in_my_hands(reach: Reach) -> Q:
    """Steps the user may decide: their own as a person, their bodies', and those nobody is entered for in their county."""
    mine = Q(person=reach.user) | Q(body__in=reach.bodies(deciding=True))
    for seat in reach.seats:
        if seat.decides and seat.words.intersection(COUNTY):
            mine |= Q(body__isnull=True, person__isnull=True, proceeding__place_id__startswith=seat.prefix)
    return mine


def inbox(reach: Reach) -> QuerySet[Step]:
    """Open steps that wait for the user, the longest waiting first. Never one in the user's own matter."""
    waiting = Step.objects.filter(in_my_hands(reach), state=StepState.OPEN)
    own = Q(proceeding__person=reach.user)
    return waiting.exclude(own).select_related("proceeding__place", "body").order_by("opened_at", "pk")


def recordable(reach: Reach) -> QuerySet[Step]:
    """Open steps of bodies nobody logs in for, which the county may record with the paper in hand."""
    places = Q(pk__in=[])
    for seat in reach.seats:
        if seat.decides and seat.words.intersection(COUNTY):
            places |= Q(proceeding__place_id__startswith=seat.prefix)
    silent = Q(body__isnull=False, body__appointments__isnull=True)
    open_steps = Step.objects.filter(places, silent, state=StepState.OPEN).exclude(proceeding__person=reach.user)
    return open_steps.select_related("proceeding__place", "body").order_by("opened_at", "pk")


def notices(reach: Reach) -> QuerySet[Notice]:
    """What the user, or a body they act for, was told; unread first."""
    told = Notice.objects.filter(Q(person=reach.user) | Q(body__in=reach.bodies()))
    return told.select_related("proceeding", "body").order_by("read_at", "-sent_at")


def with_steps(rows: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    steps = Step.objects.select_related("body", "person", "decided_by")
    return rows.select_related("place", "unit", "person", "ruling").prefetch_related(Prefetch("steps", queryset=steps))


def visible(user: User) -> QuerySet[Proceeding]:
    """Proceedings the user may look at: within reach, or with a step of their own or their body's."""
    from accounts.access import reach_of

    reach = reach_of(user)
    involved = Step.objects.filter(Q(person=user) | Q(body__in=reach.bodies())).values("proceeding_id")
    reached = within(Proceeding.objects.all(), user=user).values("pk")
    return with_steps(Proceeding.objects.filter(Q(pk__in=involved) | Q(pk__in=reached)))


def open_count(reach: Reach) -> int:
    return inbox(reach).filter(proceeding__state=State.OPEN).count()
