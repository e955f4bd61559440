"""The working calendar: its years for everybody to look at, and for the system administrator to enter from a notice."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.choices import Office
from accounts.offices import office_of
from accounts.record import history_of
from decisions.holidays import NoticeRefused, YearNotice, enter_year, read_notice
from decisions.law import calendar
from decisions.models import CalendarYear
from policies.calendar import DayKind
from policies.periods import month_end
from villages.clock import today

WORDS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}


class YearForm(forms.Form):
    """A year's notice as the office types it."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    source = forms.CharField(label="依据", max_length=200, help_text="国务院办公厅通知的文号。")
    provisional = forms.BooleanField(
        label="暂定", required=False, help_text="通知发布前先按预计安排办理的，打勾；通知发布后重新录入。"
    )
    days = forms.CharField(
        label="放假和调休", max_length=5000, widget=forms.Textarea({"rows": 8}),
        help_text="每行一天或一段：“2027-01-01至2027-01-03,休”，调休上班的写“2027-01-04,班”。平常的周末不用写。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("year") and cleaned.get("days"):
            try:
                cleaned["notice"] = read_notice(cleaned["days"], year=cleaned["year"])
            except NoticeRefused as refusal:
                self.add_error("days", str(refusal))
        return cleaned


@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A year's days; a post by the system administrator enters a year, in the place of what was entered for it."""
    enters = office_of(request) == Office.SYSTEM
    if request.method == "POST" and not enters:
        raise PermissionDenied("工作日历由系统管理员录入。")
    form = YearForm(request.POST or None, initial={"year": max(calendar().years) + 1}) if enters else None
    if form is not None and request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        notice: YearNotice = asked["notice"]
        enter_year(notice, source=asked["source"], provisional=asked["provisional"])
        counts = f"放假{len(notice.holidays)}天，调休上班{len(notice.make_up)}天"
        messages.success(request, f"已录入{notice.year}年：{counts}。今后的期限和天数按它推算，以前的结论不变。")
        return redirect(f"{reverse('calendar')}?year={notice.year}")
    year = _year(request)
    entered = CalendarYear.objects.filter(year=year).first()
    context = {
        "year": year,
        "known": year in calendar().years,
        "provisional": year in calendar().provisional,
        "entered": entered,
        "months": [_month(year, month) for month in range(1, 13)] if year in calendar().years else [],
        "form": form,
        "events": history_of(*([entered] if entered else [])),
    }
    return render(request, "decisions/calendar.html", context, status=422 if form is not None and form.errors else 200)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return today().year
    if not (asked.isascii() and asked.isdecimal() and 2000 <= int(asked) <= 2100):
        raise Http404("没有这一年。")
    return int(asked)


def _month(year: int, month: int) -> dict[str, Any]:
    """Its days with their kind, and how many places come before the first in a week that begins on Monday."""
    first, last = date(year, month, 1), month_end(year, month)
    days = [first + timedelta(days=number) for number in range(last.day)]
    known = calendar()
    return {
        "first": first,
        "lead": range(first.weekday()),
        "days": [
            {"day": day, "rest": not known.is_workday(day), "mark": WORDS.get(known.kind(day), "")} for day in days
        ],
        "workdays": known.workdays(first, last),
    }
