"""django-guardian's grants on bodies, derived from the appointments in force and gone with them."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from guardian.models import UserObjectPermission

from accounts.access import in_force
from accounts.choices import DECIDES, WORKS
from accounts.models import Appointment, Body, User
from villages.clock import today

READ, WORK, DECIDE = "read_for", "work_for", "decide_for"
Grant = tuple[int, str, int]  # user, a body's id as guardian writes it, permission


def permissions_of(duty: str) -> set[str]:
    """What a duty lets a person do for the body."""
    return {READ} | ({WORK} if duty in WORKS else set()) | ({DECIDE} if duty in DECIDES else set())


@transaction.atomic
def settle_grants(users: Iterable[User] | None = None) -> tuple[int, int]:
    """Make the grants what the appointments say, for these users or for all; how many were given and taken."""
    kind = ContentType.objects.get_for_model(Body)
    permissions = dict(Permission.objects.filter(content_type=kind).values_list("codename", "pk"))
    appointments = Appointment.objects.filter(in_force(today()), user__is_active=True)
    standing = UserObjectPermission.objects.filter(content_type=kind)
    if users is not None:
        chosen = [user.pk for user in users]
        appointments, standing = appointments.filter(user__in=chosen), standing.filter(user__in=chosen)
    wanted: set[Grant] = {
        (user, str(body), permissions[codename])
        for user, body, duty in appointments.values_list("user_id", "body_id", "duty")
        for codename in permissions_of(duty)
    }
    found = {(user, body, permission): pk for user, body, permission, pk in standing.values_list(
        "user_id", "object_pk", "permission_id", "pk"
    )}  # fmt: skip
    gone = [pk for grant, pk in found.items() if grant not in wanted]
    standing.filter(pk__in=gone).delete()
    missing = wanted - found.keys()
    UserObjectPermission.objects.bulk_create(
        [
            UserObjectPermission(user_id=user, object_pk=body, permission_id=permission, content_type=kind)
            for user, body, permission in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    return len(missing), len(gone)
