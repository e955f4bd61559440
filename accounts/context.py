"""What every page's frame is given: menu, bodies the user acts for, unread notices, the day if it is fixed."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import Reach, reach_of, seats_of
from accounts.menu import entries_for
from accounts.models import User
from villages.clock import now

ALL = "all"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of templates/base.html; a stranger's frame has no menu."""
    clock = now() if settings.TODAY else None
    still = {"version": settings.VERSION, "clock": clock, "home_url": "/"}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": still}
    reach = reach_of(user)
    seats = _appointments(user, reach)
    return {
        "frame": still
        | {
            "nav": list(_menu(request.path, reach)),
            "appointments": seats,
            "acting": next((seat for seat in seats if seat["active"]), None),
            "notices_url": reverse("notices"),
            "switch_url": reverse("act_for"),
            "security_url": reverse("two_factor"),
            "unread": user.notices.filter(read_at__isnull=True).count(),
        }
    }


def _menu(path: str, reach: Reach) -> Iterator[dict[str, Any]]:
    group = ""
    for entry in entries_for(reach):
        if entry.group != group:
            group = entry.group
            yield {"heading": group}
        url = reverse(entry.url_name)
        active = path == url or (url != "/" and path.startswith(url))
        yield {"label": entry.label, "url": url, "icon": entry.icon, "active": active, "badge": entry.badge(reach)}


def _appointments(user: User, reach: Reach) -> list[dict[str, Any]]:
    """The bodies one may act for, and where there are several, all of them together."""
    held = seats_of(user)
    only = reach.seats[0].appointment.pk if len(reach.seats) == 1 else None
    seats: list[dict[str, Any]] = [
        {
            "id": seat.appointment.pk,
            "label": seat.body.name,
            "duty": seat.appointment.get_duty_display(),
            "active": seat.appointment.pk == only,
        }
        for seat in held
    ]
    if len(held) > 1:
        seats.insert(0, {"id": ALL, "label": "全部任职", "duty": "", "active": only is None})
    return seats
