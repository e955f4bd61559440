"""The page 系统体检."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import Reach, reach_of
from accounts.choices import Office
from config.recovery.health import Result, Tone, examine, examine_for_county

ORDER = {Tone.WRONG: 0, Tone.WARNING: 1, Tone.GOOD: 2}


def sees_health(reach: Reach) -> bool:
    """The system administrator sees everything, the county's organization department what is its to mend."""
    return reach.user.office == Office.SYSTEM or any("county_org" in seat.words for seat in reach.seats)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """What is wrong first. 403 for whoever can do nothing about it."""
    reach = reach_of(request.user)
    if not sees_health(reach):
        raise PermissionDenied("系统体检只供系统管理员和县委组织部查看。")
    everything = reach.user.office == Office.SYSTEM
    results = _seen_by(reach)
    wrong = sum(row.tone is Tone.WRONG for row in results)
    warned = sum(row.tone is Tone.WARNING for row in results)
    given = {"results": results, "wrong": wrong, "warned": warned, "at": timezone.localtime(), "everything": everything}
    return render(request, "health/health.html", given)


def _seen_by(reach: Reach) -> list[Result]:
    """What is wrong first; for the county, what it can mend itself before that."""
    if reach.user.office == Office.SYSTEM:
        return sorted(examine(), key=lambda row: ORDER[row.tone])
    results = examine_for_county([seat.prefix for seat in reach.seats if "county_org" in seat.words])
    return sorted(results, key=lambda row: (not row.theirs, ORDER[row.tone]))
