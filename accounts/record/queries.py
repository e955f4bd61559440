"""Looking through the record."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Entry
from accounts.record.auditing import numbered

ONE_DAY = timedelta(days=1)


def entries(
    *, who: str = "", act: str = "", kind: str = "", object_id: str = "", first: date | None = None,
    last: date | None = None, county: str = "", request: str = "",
) -> QuerySet[Entry]:  # fmt: skip
    """Entries, newest first; every condition that is given must hold. `who` is a part of a name or login name,
    `object_id` a row's number or that of the person it is about."""
    wanted = Q()
    exact: dict[str, Any] = {"act": act, "kind": kind, "request": request}
    for name, value in exact.items():
        if value:
            wanted &= Q(**{name: value})
    if object_id:
        wanted &= numbered(object_id, kind=kind)
    if who:
        wanted &= Q(who__icontains=who)
    if county:
        wanted &= Q(county__startswith=county[:6].rstrip("0") or county[:6])
    if first:
        wanted &= Q(at__gte=_midnight(first))
    if last:
        wanted &= Q(at__lt=_midnight(last + ONE_DAY))
    return Entry.objects.filter(wanted).order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
