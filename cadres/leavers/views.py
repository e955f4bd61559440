"""The page of a county's leavers: the period, who is beyond it, the removal."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import reach_of
from accounts.models import KeepingPeriod
from accounts.record import history_of
from cadres.leavers.actions import remove_personal_data, set_period
from cadres.leavers.forms import PeriodForm
from cadres.leavers.queries import counties, leavers, months_before
from decisions.actions import NotAllowed
from villages.clock import today
from villages.models import Division

PAGE = 50


@require_http_methods(["GET", "POST"])
def leaver_list(request: HttpRequest) -> HttpResponse:
    """Leavers beyond the period of the county chosen (`county`), or of the first one the user works for."""
    county = _county(request)
    period = KeepingPeriod.objects.filter(county=county).first()
    form = PeriodForm(request.POST or None, instance=period)
    if request.method == "POST" and form.is_valid():
        set_period(county, by=reach_of(request.user).user, **form.cleaned_data)
        messages.success(request, "保留期限已保存。")
        return redirect(_back(county))
    page = Paginator(leavers(period, on=today()), PAGE).get_page(request.GET.get("page")) if period else None
    given = {
        "county": county,
        "counties": counties(reach_of(request.user)),
        "period": period,
        "form": form,
        "page_obj": page,
        "events": history_of(*([period] if period else [])),
        "limit": months_before(today(), period.months) if period else None,
    }
    return render(request, "leavers/list.html", given, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the personal data of those ticked."""
    county = _county(request)
    keys = request.POST.getlist("cadre")
    try:
        if not keys:
            raise NotAllowed("没有选择人员。请先勾选要去除个人信息的人员。")
        count = remove_personal_data(county, keys, by=reach_of(request.user).user)
        messages.success(request, f"已去除 {count} 人的身份证号和电话，任职、请假、考核和依据都保留。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(county))


def _county(request: HttpRequest) -> Division:
    """The county asked for. Raises Http404 where it is not the user's to keep."""
    own = counties(reach_of(request.user)).order_by("pk")
    if code := request.GET.get("county"):
        return get_object_or_404(own, pk=code)
    if (first := own.first()) is None:
        raise Http404
    return first


def _back(county: Division) -> str:
    return f"{reverse('leavers')}?county={county.pk}"
