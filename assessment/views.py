"""The year's list with its quota desk, and the page of one cadre's grades."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import fetch, reach_of
from accounts.record import history_of
from assessment import actions, queries
from assessment.forms import QuarterForm, YearForm
from assessment.models import Assessment
from cadres.models import Posting
from decisions.actions import NotAllowed
from decisions.law import AskedWrongly, NoPolicy
from villages.clock import today

PAGE, HISTORY = 50, 40


def year_list(request: HttpRequest) -> HttpResponse:
    """Postings of a year within reach, their grades, and the seats left."""
    year = _year(request)
    user = reach_of(request.user).user
    page = Paginator(queries.assessed(year, user=user), PAGE).get_page(request.GET.get("page"))
    rows = [(posting, _by_quarter(posting)) for posting in page]
    years = range(today().year, today().year - 4, -1)
    context = {"year": year, "years": years, "page_obj": page, "rows": rows, "desk": queries.desk(year, user=user)}
    return render(request, "assessment/year_list.html", context)


def grade(request: HttpRequest, key: str) -> HttpResponse:
    """A cadre's grades of a year: what is open, why, and the forms."""
    year = _year(request)
    posting = fetch(Posting.objects.select_related("cadre", "team__place", "unit"), user=request.user, key=key)
    shown: dict[str, Any] = {"posting": posting, "year": year, "limits": None, "sentence": "", "seats": None}
    try:
        shown["limits"] = queries.limits(posting, year=year, facts={})
        shown["seats"] = queries.seats(posting, year=year)
    except (NoPolicy, AskedWrongly) as refusal:
        shown["sentence"] = str(refusal)
    scale = shown["limits"]["allowed"] if shown["limits"] else []
    quarter = QuarterForm(_posted(request, "quarter"), grades=scale)
    annual = YearForm(_posted(request, "annual"), grades=scale)
    if quarter.is_bound and quarter.is_valid():
        values = quarter.cleaned_data
        if _done(
            request, quarter, lambda: actions.set_quarter(posting, year=year, by=reach_of(request.user).user, **values)
        ):
            return redirect(request.get_full_path())
    if annual.is_bound and annual.is_valid():
        values = {"grade": annual.cleaned_data["grade"], "reason": annual.cleaned_data["reason"], "facts": annual.facts}
        if _done(
            request, annual, lambda: actions.set_year(posting, year=year, by=reach_of(request.user).user, **values)
        ):
            return redirect(request.get_full_path())
    grades = (
        Assessment.objects.filter(posting=posting, year=year).select_related("set_by", "ruling").order_by("quarter")
    )
    reach, place = reach_of(request.user), posting.team.place_id
    may = {
        "may_quarter": reach.holds("township", *actions.COUNTY, place=place),
        "may_year": reach.holds(*actions.COUNTY, place=place),
    }
    forms = {"quarter": quarter, "annual": annual, "grades": grades, "events": history_of(*grades, limit=HISTORY)}
    return render(request, "assessment/grade.html", shown | may | forms)


def _posted(request: HttpRequest, name: str) -> Any:
    return request.POST if request.POST.get("form") == name else None


def _done(request: HttpRequest, form: Any, act: Callable[[], Assessment]) -> bool:
    """Whether the act went through; its refusal stands on the form."""
    try:
        messages.success(request, f"已登记：{act().get_grade_display()}。")
        return True
    except (NotAllowed, NoPolicy, AskedWrongly) as refusal:
        form.add_error(None, str(refusal))
        return False


def _by_quarter(posting: Posting) -> list[Assessment | None]:
    found = {item.quarter: item for item in posting.grades}  # type: ignore[attr-defined]
    return [found.get(quarter) for quarter in (1, 2, 3, 4, None)]


def _year(request: HttpRequest) -> int:
    try:
        return min(max(int(request.GET.get("year", "")), 2000), today().year)
    except ValueError:
        return today().year
