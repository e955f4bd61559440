"""Whose personal data a county has kept for longer than it set."""

from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from accounts.access import Reach
from accounts.models import KeepingPeriod
from cadres.models import Cadre, Posting
from villages.choices import DivisionLevel
from villages.models import Division

KEEPERS = ("county_org",)


def counties(reach: Reach) -> QuerySet[Division]:
    """Counties whose organization department the user works for, with their period if one is set."""
    places = {seat.prefix.ljust(12, "0") for seat in reach.seats if seat.works and seat.words.intersection(KEEPERS)}
    return Division.objects.filter(pk__in=places, level=DivisionLevel.COUNTY).select_related("keeping_period")


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the month's last day where it has none of that number."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def leavers(period: KeepingPeriod, *, on: date) -> QuerySet[Cadre]:
    """Cadres of the county whose last day at any post lies more than the period back, with something left to remove."""
    limit = months_before(on, period.months)
    still = Posting.objects.filter(Q(end__isnull=True) | Q(end__gte=limit), cadre=OuterRef("pk"))
    kept = Q(data_key__isnull=False) | ~Q(id_mask="") | ~Q(phone_mask="") | Q(id_hash__isnull=False)
    return (
        Cadre.objects.filter(kept, ~Exists(still), county=period.county_id, postings__isnull=False)
        .annotate(left=Max("postings__end"))
        .order_by("left", "pk")
    )
