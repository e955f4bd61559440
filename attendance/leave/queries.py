"""Leaves a user may see, where each stands, and for whom a user may file."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from accounts.access import Reach, Seat, inside, reach_of, within
from accounts.models import User
from attendance.choices import Half, LeaveState
from attendance.leave.days import half_day, slot
from attendance.models import Leave
from cadres.models import Posting
from decisions.choices import State, StepState
from decisions.models import Proceeding
from decisions.queries import serves_here, visible_keys, with_steps
from villages.choices import TeamKind
from villages.clock import today
from villages.naming import village_name


def with_state(rows: QuerySet[Leave], *, on: date) -> QuerySet[Leave]:
    """Each leave with `state` (LeaveState) as of a day."""
    granted = Q(proceeding__state=State.GRANTED)
    state = Case(
        When(cancelled_at__isnull=False, then=Value(LeaveState.CANCELLED)),
        When(proceeding__state=State.OPEN, then=Value(LeaveState.WAITING)),
        When(proceeding__state=State.REFUSED, then=Value(LeaveState.REFUSED)),
        When(proceeding__state=State.WITHDRAWN, then=Value(LeaveState.WITHDRAWN)),
        When(closed_at__isnull=False, then=Value(LeaveState.CLOSED)),
        When(granted & Q(start__gt=on), then=Value(LeaveState.APPROVED)),
        When(granted & Q(end__gte=on), then=Value(LeaveState.AWAY)),
        default=Value(LeaveState.DUE),
        output_field=CharField(),
    )
    return rows.annotate(state=state)


def state_of(leave: Leave) -> LeaveState:
    """The state that `with_state` gave a leave."""
    return LeaveState(getattr(leave, "state"))  # noqa: B009 (an annotation, which the model does not declare)


def leaves(user: User) -> QuerySet[Leave]:
    """Leaves the user may look at: within reach, or whose proceeding they may look at."""
    reached = within(Leave.objects.all(), user=user).values("pk")
    mine = Q(pk__in=reached) | Q(proceeding__in=visible_keys(reach_of(user)))
    rows = Leave.objects.filter(mine).select_related(
        "posting__cadre",
        "posting__team__place__parent",
        "posting__unit",
        "filed_by",
        "closed_by",
        "cancelled_by",
        "proceeding",
    )
    return with_state(rows, on=today())


def one_leave(user: User) -> QuerySet[Leave]:
    """As `leaves`, with what its page shows of the proceeding."""
    return leaves(user).select_related("ruling")


def proceeding_of(leave: Leave) -> Proceeding:
    """The leave's proceeding with what its page shows."""
    return with_steps(Proceeding.objects.all()).get(pk=leave.proceeding_id)


def fileable(user: User) -> QuerySet[Posting]:
    """Posts in force for which the user may file a leave: their own, a team mate's, those their bodies work for."""
    on, reach = today(), reach_of(user)
    in_force = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    own = Posting.objects.filter(in_force, cadre__user=user)
    may = Q(pk__in=own.values("pk")) | Q(team__in=own.values("team_id")) | _worked_for(reach)
    rows = Posting.objects.filter(in_force, may).select_related("cadre__user", "team__place__parent", "unit__division")
    return rows.order_by("team__place_id", "cadre__pinyin", "pk")


def post_name(posting: Posting) -> str:
    """Where a posting is, as people say it: the village in its township, a general team's county."""
    place = posting.team.place
    if posting.team.kind == TeamKind.GENERAL or place.parent is None:
        return place.name
    return f"{place.parent.name}{village_name(place.name)}"


def may_handle(user: User, leave: Leave) -> bool:
    """Whether the user may cancel or close the leave: the cadre, a body that works for the post, a team mate who filed it."""
    if user.pk == leave.posting.cadre.user_id or seats_for(user, leave.posting):
        return True
    return leave.filed_by_id == user.pk and _serves_with(user, leave)


def seats_for(user: User, posting: Posting) -> list[Seat]:
    """Seats in which the user works (not only reads) for the post."""
    return seats_at(user, place=posting.team.place_id, unit=posting.unit_id)


def seats_at(user: User, *, place: str, unit: int | None) -> list[Seat]:
    """Working seats of the territory of a post's place (12 digits) and of its dispatching unit (an id)."""
    return [
        seat
        for seat in reach_of(user).seats
        if seat.works and (seat.territorial and place.startswith(seat.prefix) or seat.body.pk == unit)
    ]


def _serves_with(user: User, leave: Leave) -> bool:
    """Whether the user is posted today where the leave's post is."""
    return Posting.objects.filter(serves_here(user, "team__place_id"), pk=leave.posting_id).exists()


def _worked_for(reach: Reach) -> Q:
    """Posts in the territory, or dispatched by the unit, of a body the user works for (not only reads for)."""
    ways = Q(unit__in=reach.bodies(working=True))
    for seat in reach.seats:
        if seat.works and seat.territorial:
            ways |= inside("team__place_id", seat.prefix)
    return ways


def may_read_health(user: User, leave: Leave) -> bool:
    """Health details are for the cadre, for who decides, and for who filed as long as they work for the post or serve there."""
    if user.pk == leave.posting.cadre.user_id:
        return True
    serves = _serves_with(user, leave)
    if leave.filed_by_id == user.pk and (serves or seats_for(user, leave.posting)):
        return True
    asked = Q(person=user) if serves else Q(person=user, state__in=[StepState.OPEN, StepState.WAITING])
    return leave.proceeding.steps.filter(asked | Q(body__in=reach_of(user).bodies(deciding=True))).exists()


def unapproved(leave: Leave, *, on: date) -> list[date]:
    """The days of one leave as `unapproved_days` gives them."""
    return unapproved_days([leave], on=on)[leave.pk]


def unapproved_days(rows: Sequence[Leave], *, on: date) -> dict[int, list[date]]:
    """For each leave the days after its end on which the cadre was still away, no other granted leave covering them.

    Before the return is recorded these run to the day before `on`. One query for all.
    """
    granted = Leave.objects.filter(live=True, proceeding__state=State.GRANTED)
    covered: dict[int, list[Leave]] = defaultdict(list)
    for other in granted.filter(posting__in={leave.posting_id for leave in rows}):
        covered[other.posting_id].append(other)
    return {leave.pk: _beyond(leave, covered[leave.posting_id], on=on) for leave in rows}


def _beyond(leave: Leave, granted: list[Leave], *, on: date) -> list[date]:
    if leave not in granted:
        return []
    until = slot(leave.returned_on, leave.returned_half) if leave.returned_on else slot(on, Half.AM)
    late = set(range(leave.last + 1, until))
    for other in granted:
        if other.pk != leave.pk:
            late -= set(range(other.first, other.last + 1))
    return sorted({half_day(number)[0] for number in late})
