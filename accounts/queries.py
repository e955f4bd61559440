"""Users and bodies that organization staff keep, and who may be appointed."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.access import Reach, in_force, inside, reach_of
from accounts.choices import ORGANIZATION, Office, Standing
from accounts.models import Appointment, Body, User
from villages.clock import today

# Lookups from a user to a division's code, by which a house says whose users are a place's own.
_HOMES: list[str] = ["division_id"]


def lives_at(lookup: str) -> None:
    """A house tells by which lookup a user belongs to a division, such as a cadre to their county."""
    if lookup not in _HOMES:
        _HOMES.append(lookup)


def kept_prefixes(reach: Reach) -> tuple[str, ...]:
    """Significant digits of the divisions whose users the reach keeps: those its organization departments answer for."""
    return tuple(sorted({seat.prefix for seat in reach.seats if seat.works and seat.words.intersection(ORGANIZATION)}))


def keeps_users(reach: Reach) -> bool:
    return bool(kept_prefixes(reach))


def _any(path: str, prefixes: Iterable[str]) -> Q:
    return reduce(or_, (inside(path, prefix) for prefix in prefixes), Q(pk__in=[]))


def kept_bodies(user: User) -> QuerySet[Body]:
    """Bodies the user may appoint people to: those of the divisions they keep."""
    prefixes = kept_prefixes(reach_of(user))
    return Body.objects.filter(_any("division_id", prefixes), merged_into__isnull=True).select_related("division")


def kept_users(user: User) -> QuerySet[User]:
    """Users whom the user keeps: at home in a division they keep, or acting for a body there. Never an administrator."""
    prefixes = kept_prefixes(reach_of(user))
    if not prefixes:
        return User.objects.none()
    acting = Appointment.objects.filter(_any("body__division_id", prefixes), user=OuterRef("pk"))
    homes = reduce(or_, (_any(home, prefixes) for home in _HOMES))
    return User.objects.filter(homes | Q(Exists(acting)), office="")


def with_appointments(users: QuerySet[User]) -> QuerySet[User]:
    """Users with what they hold today, the newest first."""
    held = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today()))
    chosen = held.select_related("body", "substitutes").order_by("-since", "-pk")
    return users.prefetch_related(Prefetch("appointments", queryset=chosen, to_attr="held"))


def entirely_kept(target: User, *, by: User) -> bool:
    """Whether all that the target may do lies within what `by` keeps, so that a new password gives nobody more."""
    elsewhere = Appointment.objects.filter(~Q(body__in=kept_bodies(by)), in_force(today()), user=target)
    return not elsewhere.exists()


def waiting_appointments() -> QuerySet[Appointment]:
    """Appointments the security administrator has not yet looked at, the oldest first."""
    waiting = Appointment.objects.filter(standing=Standing.WAITING)
    return waiting.select_related("user", "body", "made_by", "substitutes").order_by("made_at", "pk")


def substitutions_of(user: User) -> QuerySet[Appointment]:
    """Who acts for the user, now or later."""
    ours = Appointment.objects.filter(Q(until__gte=today()), substitutes=user)
    return ours.select_related("user", "body").order_by("since", "pk")


def possible_stand_ins(user: User) -> QuerySet[User]:
    """Colleagues who act, in their own right, for a body the user acts for."""
    bodies = Appointment.objects.filter(in_force(today()), user=user, substitutes__isnull=True).values("body")
    colleagues = Appointment.objects.filter(in_force(today()), body__in=bodies, substitutes__isnull=True)
    return User.objects.filter(pk__in=colleagues.values("user"), is_active=True, office="").exclude(pk=user.pk)


def locked_logins() -> QuerySet[AccessAttempt]:
    """Login names locked out now, with the address the failures came from; known to the program or not."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    failed = AccessAttempt.objects.filter(
        attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    return failed.order_by("-attempt_time")


def is_locked(user: User) -> bool:
    return locked_logins().filter(username=user.username).exists()


def administrators() -> QuerySet[User]:
    return User.objects.exclude(office="").order_by("office", "username")


def may_reset_administrator(target: User, *, by: User) -> bool:
    """The security administrator gives the other two a new password; nobody gives it to themselves."""
    return by.office == Office.SECURITY and target.pk != by.pk and bool(target.office)


def right_needs_judging(body: Body) -> bool:
    """Whether an appointment waits for the security administrator (a setting); only where there is one."""
    if not settings.RIGHTS_NEED_APPROVAL:
        return False
    return User.objects.filter(office=Office.SECURITY, is_active=True).exists()


def running_out(days: int) -> QuerySet[Appointment]:
    """Appointments in force that end within so many days."""
    ending = Appointment.objects.filter(in_force(today()), until__lte=today() + timedelta(days=days))
    return ending.select_related("user", "body").order_by(F("until"))
