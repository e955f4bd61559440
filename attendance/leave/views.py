"""Pages of leave: lists, filing with a look ahead, one leave, cancelling, 销假, the sheet to print."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import reach_of
from accounts.choices import Act
from accounts.models import User
from accounts.record.notes import note
from attendance.choices import Half, LeaveState, LeaveType
from attendance.leave.actions import cancel_leave, check_days, close_leave, file_leave, health_note, shown_days
from attendance.leave.days import shown
from attendance.leave.forms import CancelForm, LeaveForm, PreviewForm, ReturnForm
from attendance.leave.planning import Draft, hints, preview
from attendance.leave.queries import (
    fileable,
    leaves,
    may_handle,
    may_read_health,
    one_leave,
    post_name,
    proceeding_of,
    state_of,
    unapproved,
    unapproved_days,
)
from attendance.models import Correction, Leave
from cadres.models import Posting
from decisions.actions import NotAllowed
from decisions.choices import State
from decisions.views import matter_context
from villages.choices import TeamKind
from villages.clock import today

PAGE = 50
COLOURS = {
    LeaveState.WAITING: "blue",
    LeaveState.APPROVED: "green",
    LeaveState.AWAY: "purple",
    LeaveState.DUE: "yellow",
    LeaveState.CLOSED: "grey",
    LeaveState.REFUSED: "red",
    LeaveState.WITHDRAWN: "grey",
    LeaveState.CANCELLED: "grey",
}


@require_GET
def leave_list(request: HttpRequest) -> HttpResponse:
    """Leaves within the user's reach, with filters by state, kind and name."""
    user = _user(request)
    rows = leaves(user)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))  # type: ignore[misc]
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "type", "q")}
    page = Paginator(_filtered(rows, asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": listed(page),
        "states": [{"code": state.value, "label": state.label, "count": counts.get(state, 0)} for state in LeaveState],
        "types": LeaveType.choices,
        "asked": asked,
        "own": False,
    }
    return render(request, "attendance/leave_list.html", context)


@require_GET
def my_leaves(request: HttpRequest) -> HttpResponse:
    """The cadre's own leaves, and those they may file for."""
    user = _user(request)
    rows = leaves(user).filter(Q(posting__cadre__user=user) | Q(filed_by=user)).order_by("-start", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    posts = list(fileable(user).filter(cadre__user=user))
    mates = fileable(user).filter(team__in=[post.team_id for post in posts]).exclude(cadre__user=user)
    context = {"page_obj": page, "rows": listed(page), "posts": posts, "mates": mates, "own": True}
    return render(request, "attendance/my_leaves.html", context)


def _filtered(rows: QuerySet[Leave], asked: dict[str, str]) -> QuerySet[Leave]:
    if asked["state"] in LeaveState.values:
        rows = rows.filter(state=asked["state"])  # type: ignore[misc]
    if asked["type"] in LeaveType.values:
        rows = rows.filter(leave_type=asked["type"])
    if asked["q"]:
        name = asked["q"]
        found = Q(posting__cadre__name__contains=name) | Q(posting__cadre__pinyin__startswith=name.lower())
        rows = rows.filter(found | Q(posting__team__place__name__contains=name))
    return rows.order_by("-start", "-pk")


def listed(page: Iterable[Leave]) -> list[dict[str, Any]]:
    """Leaves as lines of a list."""
    found = list(page)
    late = unapproved_days(found, on=today())
    return [row(leave, late=late[leave.pk]) for leave in found]


def row(leave: Leave, *, late: list[date]) -> dict[str, Any]:
    state = state_of(leave)
    return {
        "leave": leave,
        "where": post_name(leave.posting),
        "span": shown(leave.first, leave.last),
        "state": state.label,
        "colour": COLOURS[state],
        "late": len(late),
    }


@require_GET
def choose_person(request: HttpRequest) -> HttpResponse:
    """For whom to file: search by name, initials or village among the posts one may file for."""
    user, asked = _user(request), request.GET.get("q", "").strip()
    posts = fileable(user)
    own = posts.filter(cadre__user=user)
    if not reach_of(user).seats and posts.count() == 1:
        return redirect("leave_file", key=own.get().key)
    if asked:
        found = Q(cadre__name__contains=asked) | Q(cadre__pinyin__startswith=asked.lower())
        posts = posts.filter(found | Q(team__place__name__contains=asked))
    page = Paginator(posts, PAGE).get_page(request.GET.get("page"))
    rows = [{"post": post, "where": post_name(post)} for post in page]
    return render(request, "attendance/leave_person.html", {"page_obj": page, "rows": rows, "q": asked})


@require_http_methods(["GET", "POST"])
def leave_file(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a leave; sending it opens the proceeding."""
    user, posting = _user(request), _posting(request, key)
    form = LeaveForm(request.POST or None, **_manner(user, posting))
    if request.method == "POST" and form.is_valid():
        try:
            leave = file_leave(form.draft(), by=user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提交，办理环节见下。")
            return redirect("leave", key=leave.key)
    context = {"form": form, "posting": posting, "where": post_name(posting), "own": posting.cadre.user_id == user.pk}
    return render(request, "attendance/leave_form.html", context, status=422 if form.errors else 200)


@require_POST
def leave_preview(request: HttpRequest, key: str) -> HttpResponse:
    """What will come of the leave as it is filled in: days, register, route, who is told. A fragment."""
    user, posting = _user(request), _posting(request, key)
    form = PreviewForm(request.POST, **_manner(user, posting))
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            check_days(form.draft())
            context = preview(form.draft())
        except NotAllowed as refusal:
            context = {"refusal": str(refusal)}
    return render(request, "attendance/leave_preview.html", context)


@require_GET
def leave_page(request: HttpRequest, key: str) -> HttpResponse:
    """One leave: where it stands, what the user may do, what was asked for, its course."""
    return render(request, "attendance/leave.html", _page(request, _leave(request, key)))


def _page(request: HttpRequest, leave: Leave, **forms: Any) -> dict[str, Any]:
    user = _user(request)
    state = state_of(leave)
    handle = may_handle(user, leave)
    proceeding = proceeding_of(leave)
    open_now = proceeding.state == State.OPEN
    late = unapproved(leave, on=today())
    context = matter_context(proceeding, user) | row(leave, late=late)
    return context | {
        "state_code": state.value,
        "late_days": late,
        "late_text": shown_days(late),
        "hints": hints(_draft(leave)) if open_now else [],
        "health": health_note(leave) if may_read_health(user, leave) else None,
        "has_health": leave.health_cipher is not None,
        "return_form": ReturnForm(initial={"returned_on": today()})
        if handle and state in (LeaveState.AWAY, LeaveState.DUE)
        else None,
        "cancel_form": CancelForm() if handle and state == LeaveState.APPROVED else None,
        "corrections": _corrections(leave),
        "events": [*_afterwards(leave), *context["events"]],
    } | forms  # fmt: skip


def _afterwards(leave: Leave) -> Iterator[dict[str, Any]]:
    """What happened after the decision, newest first, in the form of templates/ui/timeline.html."""
    if leave.closed_at:
        half = Half(leave.returned_half).label
        what = f"销假：{leave.returned_on}{half}返岗"
        yield {"when": leave.closed_at, "who": leave.closed_by, "what": what, "note": leave.return_note}
    if leave.cancelled_at:
        yield {"when": leave.cancelled_at, "who": leave.cancelled_by, "what": "取消请假", "note": leave.cancel_reason}


def _corrections(leave: Leave) -> QuerySet[Any]:
    return Correction.objects.filter(evidence__basis=leave.key, state="waiting").order_by("month")


def _draft(leave: Leave) -> Draft:
    return Draft(
        posting=leave.posting, leave_type=leave.leave_type, start=leave.start, start_half=leave.start_half,
        end=leave.end, end_half=leave.end_half, reason=leave.reason, destination=leave.destination,
    )  # fmt: skip


@require_POST
def leave_return(request: HttpRequest, key: str) -> HttpResponse:
    """销假."""
    leave, form = _leave(request, key), ReturnForm(request.POST)
    if not form.is_valid():
        return render(request, "attendance/leave.html", _page(request, leave, return_form=form), status=422)
    said = form.cleaned_data
    try:
        closed = close_leave(leave, by=_user(request), **said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        late = unapproved(closed, on=today())
        messages.success(request, "已销假。")
        if late:
            messages.warning(request, f"超假{len(late)}天（{shown_days(late)}）未经批准，已告知有关机构核实认定。")
    return redirect("leave", key=key)


@require_POST
def leave_cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Give back a granted leave before it begins."""
    leave, form = _leave(request, key), CancelForm(request.POST)
    if not form.is_valid():
        return render(request, "attendance/leave.html", _page(request, leave, cancel_form=form), status=422)
    try:
        cancel_leave(leave, reason=form.cleaned_data["reason"], by=_user(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已取消这次请假，考勤登记已恢复。")
    return redirect("leave", key=key)


@require_GET
def leave_print(request: HttpRequest, key: str) -> HttpResponse:
    """The leave's sheet for paper."""
    leave = _leave(request, key)
    context = _page(request, leave) | {"general": leave.posting.team.kind == TeamKind.GENERAL}
    note(Act.PRINTED, request=request, about=leave, county=leave.posting.team.place_id, detail={"内容": "请假单"})
    return render(request, "attendance/leave_print.html", context)


def _manner(user: User, posting: Posting) -> dict[str, Any]:
    """Who files: the cadre, a team mate without an office, or a clerk."""
    own = posting.cadre.user_id == user.pk
    return {"posting": posting, "own": own, "colleague": not own and not reach_of(user).seats}


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _posting(request: HttpRequest, key: str) -> Posting:
    return get_object_or_404(fileable(_user(request)), key=key)


def _leave(request: HttpRequest, key: str) -> Leave:
    return get_object_or_404(one_leave(_user(request)), key=key)
