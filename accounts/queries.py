"""Users and bodies that organization staff keep, and who may be appointed."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import and_, or_

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.access import Reach, Seat, in_force, inside, reach_of
from accounts.choices import NEVER_COUNTED, ORGANIZATION, RANKS, Duty, Office, Standing
from accounts.kinds_of_user import kinds
from accounts.models import Appointment, Body, User
from villages.clock import today

UNUSED = 90  # days after which an account nobody logs in with is looked at


def _at_home(prefixes: tuple[str, ...]) -> Q:
    """Users at home in these divisions."""
    plain = reduce(and_, (Q(**{f"{kind.lookup}__isnull": True}) for kind in kinds()), Q())
    return reduce(or_, (kind.at(prefixes) for kind in kinds()), plain & _any("division_id", prefixes))


def _homes_of(user: User) -> list[str]:
    told = [home for kind in kinds() for home in kind.of(user)]
    return told or [user.division_id or ""]


def _keeping(reach: Reach) -> tuple[Seat, ...]:
    """Seats in which users and bodies are kept: an organization department's, and never on somebody's behalf (代)."""
    return tuple(
        seat for seat in reach.seats if seat.works and seat.absent is None and seat.words.intersection(ORGANIZATION)
    )


def kept_prefixes(reach: Reach) -> tuple[str, ...]:
    """Significant digits of the divisions whose users the reach keeps: those its organization departments answer for."""
    return tuple(sorted({seat.prefix for seat in _keeping(reach)}))


def may_give(user: User, *, duty: str, body: Body) -> bool:
    """Whether the user may let others do so much for a body: below their own department all, at its level no more than
    they may do themselves.
    """
    place = body.division_id or ""
    return any(
        place.startswith(seat.prefix)
        and (place != seat.body.division_id or RANKS.index(Duty(duty)) <= RANKS.index(Duty(seat.duty)))
        for seat in _keeping(reach_of(user))
    )


def owes_rights_to(user: User, other: User) -> bool:
    """Whether any right of the user was given by the other, or by somebody whose right came from the other."""
    known: set[int] = set()
    asked = {user.pk}
    while asked:
        given = Appointment.objects.filter(user__in=asked, substitutes=None, made_by__isnull=False)
        known |= asked
        asked = set(given.exclude(standing__in=NEVER_COUNTED).values_list("made_by_id", flat=True)) - known
        if other.pk in asked:
            return True
    return False


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
    acting = held_or_to_come().filter(_any("body__division_id", prefixes), user=OuterRef("pk"))
    return User.objects.filter(_at_home(prefixes) | Q(Exists(acting)), office="")


def held_or_to_come() -> QuerySet[Appointment]:
    """Appointments that are not over: in force, to begin, or waiting for the security administrator."""
    lasting = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today()))
    return lasting.exclude(standing__in=NEVER_COUNTED)


def with_appointments(users: QuerySet[User]) -> QuerySet[User]:
    """Users with what they hold today or will hold, the newest first."""
    held = held_or_to_come()
    chosen = held.select_related("body", "substitutes").order_by("-since", "-pk")
    return users.prefetch_related(Prefetch("appointments", queryset=chosen, to_attr="held"))


def entirely_kept(target: User, *, by: User) -> bool:
    """Whether the target is at home where `by` keeps users, and all they may do, now or later, `by` could have given.

    A new password then gives nobody more than they have.
    """
    prefixes = kept_prefixes(reach_of(by))
    if not all(home.startswith(prefixes) for home in _homes_of(target) if home):
        return False
    rights = held_or_to_come().filter(user=target).select_related("body")
    return all(may_give(by, duty=right.duty, body=right.body) for right in rights)


def waiting_appointments() -> QuerySet[Appointment]:
    """Appointments the security administrator has not yet looked at, the oldest first."""
    waiting = Appointment.objects.filter(standing=Standing.WAITING)
    return waiting.select_related("user", "body", "made_by", "substitutes").order_by("made_at", "pk")


def substitutions_of(user: User) -> QuerySet[Appointment]:
    """Who acts for the user, now or later."""
    ours = held_or_to_come().filter(substitutes=user)
    return ours.select_related("user", "body").order_by("since", "pk")


def possible_stand_ins(user: User, *, by: User) -> QuerySet[User]:
    """Colleagues who act, in their own right, for a body the user acts for; never who asks (`by`).

    Staff that arranges it for somebody does so in the bodies they keep alone.
    """
    rights = Appointment.objects.filter(in_force(today()), substitutes=None)
    bodies = rights.filter(user=user).values("body")
    colleagues = rights.filter(body__in=bodies)
    if by.pk != user.pk:
        colleagues = colleagues.filter(body__in=kept_bodies(by))
    found = User.objects.filter(pk__in=colleagues.values("user"), is_active=True, office="")
    return found.exclude(pk__in=[user.pk, by.pk])


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


def long_unused(users: QuerySet[User]) -> QuerySet[User]:
    """Accounts that could log in and have not for UNUSED days: GB/T 22239-2019 8.1.4.2 wants them looked at."""
    since = timezone.now() - timedelta(days=UNUSED)
    never = Q(last_login__isnull=True, created_at__lt=since)
    return users.filter(Q(last_login__lt=since) | never, is_active=True)


def running_out(days: int) -> QuerySet[Appointment]:
    """Appointments in force that end within so many days."""
    ending = Appointment.objects.filter(in_force(today()), until__lte=today() + timedelta(days=days))
    return ending.select_related("user", "body").order_by(F("until"))
