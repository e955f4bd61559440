"""The workbench, and the pages of teams that need all houses."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import reach_of, within
from accounts.record import history_of
from attendance.models import CoverTally
from cadres.models import Posting
from cadres.pages.views import shown
from config.teams import TeamDay, lacking, team_days, teams_within
from config.workbench import bench_of
from policies.periods import month_end
from villages.clock import today
from villages.models import Team

PAGE, HISTORY = 40, 60


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """The first page after the login."""
    return render(request, "config/workbench.html", bench_of(reach_of(request.user).user))


@require_GET
def team_list(request: HttpRequest) -> HttpResponse:
    """Teams within reach with who is in place today; `lack` shows those below strength, `q` a part of the name."""
    user, on = reach_of(request.user).user, today()
    text, lack = request.GET.get("q", "").strip(), bool(request.GET.get("lack"))
    rows = lacking(user, on=on) if lack else teams_within(user, on=on)
    if text:
        rows = rows.filter(place__name__contains=text)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    days = team_days(list(page), on=on)
    return render(
        request, "cadres/team_list.html", {"page_obj": page, "days": days, "q": text, "lack": lack, "today": on}
    )


@require_GET
def team_page(request: HttpRequest, place: str, kind: str) -> HttpResponse:
    """A team: who is on post and where today, its cover this month, who was there before."""
    user, on = reach_of(request.user).user, today()
    postings = within(Posting.objects.filter(team__place_id=place, team__kind=kind), user=user)
    team = teams_within(user, on=on).filter(place_id=place, kind=kind).order_by("-batch").first()
    if team is None:
        known = Team.objects.filter(pk__in=postings.values("team_id")).select_related("place__parent")
        team = known.order_by("-batch").first()
    if team is None:
        raise Http404
    [day] = team_days([team], on=on)
    earlier = postings.filter(end__lt=on).select_related("cadre", "unit", "team").order_by("-end", "pk")
    members = _visible(day, set(postings.values_list("pk", flat=True)))
    context = {
        "team": team,
        "day": day,
        "members": members,
        "hidden": len(day.members) - len(members),
        "earlier": [{"posting": posting, **shown(posting)} for posting in earlier[:30]],
        "cover": [_cover(row) for row in CoverTally.objects.filter(team=team, month__lte=on).order_by("-month")[:3]],
        "today": on,
        "events": history_of(
            team,
            *([day.village] if day.village else []),
            *postings.select_related("cadre", "team__place"),
            limit=HISTORY,
        ),
    }
    return render(request, "cadres/team.html", context)


def _visible(day: TeamDay, within_reach: set[int]) -> list[dict[str, Any]]:
    return [
        {"posting": posting, "presence": presence, **shown(posting)}
        for posting, presence in day.members
        if posting.pk in within_reach
    ]


def _cover(row: CoverTally) -> dict[str, Any]:
    """A month's cover with the days on which nobody was there."""
    days = [number for number, letter in enumerate(row.days, 1) if letter == "0"]
    last = month_end(row.month.year, row.month.month).day
    return {"month": row.month, "days": days, "uncovered": row.uncovered, "asked": last, "articles": row.articles}
