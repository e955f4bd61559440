"""Where a cadre is at home: where they serve today, else where they served last. Not where their row was first entered."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.access import inside
from accounts.models import User
from accounts.queries import Homes
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


HOMES = Homes("cadre", _at, _of)
