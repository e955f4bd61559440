"""What the list of users says of a cadre's login, so that namesakes are told apart."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.kinds_of_user import Told
from accounts.models import User
from cadres.models import Posting


def logins(users: Iterable[User]) -> dict[int, Told]:
    """By the user's id: 驻村干部, the place and unit of the last post. One query."""
    rows = Posting.objects.filter(cadre__user__in=[user.pk for user in users])
    newest = rows.order_by("cadre_id", "-start", "-pk").distinct("cadre_id")
    return {
        posting.cadre.user_id: Told(
            f"驻村干部·{posting.team.place}·{posting.unit}", reverse("cadre", args=[posting.cadre.key])
        )
        for posting in newest.select_related("cadre", "team__place", "unit")
        if posting.cadre.user_id is not None
    }
