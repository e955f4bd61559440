"""Pages of the register: months by place, the grid, closing, corrections, and the import of attendance sheets."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import fetch, reach_of
from accounts.models import User
from attendance.models import Correction, RegisterUpload
from attendance.register.actions import (
    ChangedMeanwhile,
    NotAllowed,
    close_month,
    decide_correction,
    may_correct,
    may_note,
    note_month,
    propose_correction,
)
from attendance.register.forms import CorrectionForm, MonthForm, SheetForm, month_of
from attendance.register.grid import SUM_LABELS, days_of_month, grid_row
from attendance.register.queries import (
    closed_months,
    evidence_of,
    first_of,
    keeping_places,
    lines_of,
    pending_leaves,
    postings_of,
    waiting_corrections,
)
from attendance.register.upload import confirm_sheet, receive_sheet, sheet_places
from cadres.models import Posting
from policies.periods import add_months, month_end
from villages.choices import DivisionLevel
from villages.clock import today
from villages.models import Division

PAGE = 60


@require_GET
def register_home(request: HttpRequest) -> HttpResponse:
    """The places within reach with how far a month's register is."""
    asked = request.GET.get("month")
    try:
        month = month_of(asked) if asked else first_of(today())
    except ValueError:
        raise Http404 from None
    user = _user(request)
    places = keeping_places(user, month)
    if len(places) == 1 and not asked:
        return redirect("register_month", code=places[0]["code"], month=f"{month:%Y-%m}")
    context = {
        "form": MonthForm(initial={"month": month}),
        "month": month,
        "places": places,
        "waiting": waiting_corrections(user).count(),
        "may_import": bool(sheet_places(user)),
    }
    return render(request, "attendance/register_home.html", context)


def _user(request: HttpRequest) -> User:
    return reach_of(request.user).user


def _month(text: str) -> date:
    try:
        return month_of(text)
    except ValueError:
        raise Http404 from None


def _rows(postings: list[Posting], month: date) -> list[dict[str, Any]]:
    days = days_of_month(month)
    lines, resting, pending = lines_of(postings, month), evidence_of(postings, month), pending_leaves(postings, month)
    return [
        grid_row(
            posting,
            days,
            line=lines.get(posting.pk),
            evidence=resting.get(posting.pk, []),
            pending=pending.get(posting.pk, []),
        )
        for posting in postings
    ]


@require_GET
def register_month(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """A place's month, people × days; written in where the user may and the month is open."""
    user, first = _user(request), _month(month)
    place = get_object_or_404(Division, code=code)
    postings = postings_of(user, place=place, month=first)
    if not postings.exists() and not may_note(user, code):
        raise Http404
    page = Paginator(postings, PAGE).get_page(request.GET.get("page"))
    listed = list(page)
    closed = bool(listed) and bool(closed_months(listed[0], [first]))
    context = {
        "place": place,
        "month": first,
        "before": add_months(first, -1),
        "after": add_months(first, 1) if add_months(first, 1) <= today() else None,
        "page_obj": page,
        "days": days_of_month(first),
        "rows": _rows(listed, first),
        "sum_labels": SUM_LABELS,
        "closed": closed,
        "editable": may_note(user, code) and not closed,
        "may_close": may_note(user, code) and not closed and month_end(first.year, first.month) <= today(),
        "may_propose": may_note(user, code) and closed,
    }
    return render(request, "attendance/register_month.html", context)


@require_POST
def register_row(request: HttpRequest, key: str, month: str) -> HttpResponse:
    """Save a row; answers the row as it then stands, with a sentence (422) where it was not saved."""
    user, first = _user(request), _month(month)
    posting = fetch(Posting.objects.select_related("cadre", "team__place"), user=user, key=key)
    trouble = ""
    try:
        note_month(
            posting,
            month=first,
            am=request.POST.get("am", ""),
            pm=request.POST.get("pm", ""),
            nights=request.POST.get("nights", ""),
            version=_version(request.POST.get("version", "0")),
            by=user,
        )
    except (NotAllowed, ChangedMeanwhile, ValueError) as refusal:
        trouble = str(refusal)
    context = {"row": _rows([posting], first)[0], "editable": True, "trouble": trouble, "saved": not trouble}
    return render(request, "attendance/register_row.html", context, status=422 if trouble else 200)


def _version(text: str) -> int:
    """The version of the line that was on the page; none that any line has where it is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


@require_POST
def register_close(request: HttpRequest, code: str, month: str) -> HttpResponse:
    user, first = _user(request), _month(month)
    place = get_object_or_404(Division, code=code)
    if not may_note(user, code):
        raise Http404
    try:
        close_month(place, month=first, by=user)
        messages.success(request, f"{place.name}{first:%Y年%-m月}考勤已关账，以后的改动由县级审核。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("register_month", code=code, month=month)


@require_http_methods(["GET", "POST"])
def register_correct(request: HttpRequest, key: str, month: str) -> HttpResponse:
    """Ask for a correction of one person's closed month."""
    user, first = _user(request), _month(month)
    posting = fetch(Posting.objects.select_related("cadre", "team__place"), user=user, key=key)
    if not may_note(user, posting.team.place_id):
        raise PermissionDenied("只有所在乡镇的经办人和县级经办人可以申请更正。")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        strings = {name: request.POST.get(name, "") for name in ("am", "pm", "nights")}
        try:
            done = propose_correction(posting, month=first, reason=form.cleaned_data["reason"], by=user, **strings)
        except (NotAllowed, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            done.refresh_from_db()
            messages.success(request, f"{posting.cadre.name}{first:%Y年%-m月}考勤：{done.get_state_display()}。")
            return redirect("register_month", code=_keeper(posting), month=month)
    context = {
        "posting": posting,
        "month": first,
        "form": form,
        "days": days_of_month(first),
        "row": _rows([posting], first)[0],
        "sum_labels": SUM_LABELS,
        "back": _keeper(posting),
        "direct": may_correct(user, posting.team.place_id),
    }
    return render(request, "attendance/register_correct.html", context)


def _keeper(posting: Posting) -> str:
    digits = 6 if posting.team.place.level <= DivisionLevel.COUNTY else 9
    return posting.team.place_id[:digits].ljust(12, "0")


@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits to be changed in closed months."""
    user = _user(request)
    page = Paginator(waiting_corrections(user), PAGE).get_page(request.GET.get("page"))
    rows = [_compared(item, _decides(user, item.posting)) for item in page]
    return render(request, "attendance/register_corrections.html", {"page_obj": page, "rows": rows})


def _decides(user: User, posting: Posting) -> bool:
    return posting.cadre.user_id != user.pk and may_correct(user, posting.team.place_id)


def _compared(item: Correction, decides: bool) -> dict[str, Any]:
    """A correction with what stands beside what is asked for, day by day where they differ."""
    line = lines_of([item.posting], item.month).get(item.posting_id)
    changes = []
    if line and item.evidence is None:
        pairs = zip(line.noted_am, line.noted_pm, item.noted_am, item.noted_pm, strict=True)
        changes = [
            {"day": day, "before": was if was == also else f"{was}/{also}", "after": am if am == pm else f"{am}/{pm}"}
            for day, (was, also, am, pm) in enumerate(pairs, 1)
            if (was, also) != (am, pm)
        ]
    return {"item": item, "changes": changes, "decides": decides, "keeper": _keeper(item.posting)}


@require_POST
def correction_decide(request: HttpRequest, key: str) -> HttpResponse:
    user = _user(request)
    rows = Correction.objects.select_related("posting__team__place", "posting__cadre", "evidence")
    item = fetch(rows, user=user, key=key)
    accept = request.POST.get("decision") == "accept"
    try:
        decide_correction(item, accept=accept, opinion=request.POST.get("opinion", ""), by=user)
        messages.success(request, "已更正。" if accept else "未采纳，登记保持不变。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("corrections")


@require_http_methods(["GET", "POST"])
def register_import(request: HttpRequest) -> HttpResponse:
    """Choose an attendance workbook."""
    user = _user(request)
    places = [(place.code, place.name) for place in sheet_places(user)]
    if not places:
        raise PermissionDenied("只有乡镇和县级的经办人可以导入考勤表。")
    form = SheetForm(request.POST or None, request.FILES or None, places=places)
    if request.method == "POST" and form.is_valid():
        place = Division.objects.get(code=form.cleaned_data["place"])
        file = form.cleaned_data["file"]
        upload = receive_sheet(file.read(), file_name=file.name, place=place, by=user)
        return redirect("register_upload", key=upload.key)
    recent = RegisterUpload.objects.filter(uploaded_by=user)[:10]
    return render(request, "attendance/register_import.html", {"form": form, "recent": recent})


@require_http_methods(["GET", "POST"])
def register_upload(request: HttpRequest, key: str) -> HttpResponse:
    """What a sheet would change, or what it changed; a post writes it."""
    user = _user(request)
    upload = get_object_or_404(RegisterUpload, key=key, uploaded_by=user)
    if request.method == "POST":
        try:
            confirm_sheet(upload, by=user)
            messages.success(request, "考勤表已写入登记。")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("register_upload", key=key)
    page = Paginator(upload.problems, PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/register_upload.html", {"upload": upload, "page_obj": page})
