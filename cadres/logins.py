"""Logins of cadres: where they are at home (where they serve today, else served last), and how a list tells namesakes apart."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.access import inside
from accounts.kinds_of_user import KindOfUser, Told
from accounts.models import User
from cadres.models import Posting
from villages.clock import today


def present() -> QuerySet[Posting]:
    """Postings that are not over, and of those who have none the last."""
    going = Q(end__isnull=True) | Q(end__gte=today())
    own = Posting.objects.filter(cadre=OuterRef("cadre"))
    last = own.order_by("-start", "-pk").values("pk")[:1]
    return Posting.objects.filter(going | Q(pk=Subquery(last)) & ~Exists(own.filter(going)))


def _at(prefixes: Iterable[str]) -> Q:
    places = reduce(or_, (inside("team__place_id", prefix) for prefix in prefixes), Q(pk__in=[]))
    return Q(cadre__in=present().filter(places).values("cadre"))


def _of(user: User) -> list[str]:
    return list(present().filter(cadre__user=user).values_list("team__place_id", flat=True))


def _tell(users: Iterable[User]) -> dict[int, Told]:
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


KIND = KindOfUser("cadre", "驻村干部", "cadre", _tell, _at, _of)
