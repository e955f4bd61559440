"""Pages of organization staff: the users they keep, their appointments, passwords, and lists from a workbook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.access import in_force, reach_of
from accounts.actions import NotPermitted
from accounts.choices import Standing
from accounts.forms import (
    AccountForm,
    AppointForm,
    EndForm,
    FindForm,
    PersonForm,
    RosterForm,
    SubstituteForm,
    shown_form,
)
from accounts.kinds_of_user import kinds, told_of
from accounts.models import Appointment, User
from accounts.queries import (
    entirely_kept,
    is_locked,
    keeps_users,
    kept_users,
    long_unused,
    substitutions_of,
    with_appointments,
)
from accounts.record import history_of
from accounts.roster import NotRead, open_accounts, template
from villages.clock import today

PAGE, HISTORY = 50, 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _staff(request: HttpRequest) -> User:
    """Who asks, if they keep users at all; 403 otherwise."""
    assert isinstance(request.user, User)
    if not keeps_users(reach_of(request.user)):
        raise PermissionDenied("用户由组织部门管理。")
    return request.user


def _target(request: HttpRequest, key: str) -> tuple[User, User]:
    """Who asks and whom it is about: 404 for whoever is not kept by them."""
    staff = _staff(request)
    return staff, get_object_or_404(with_appointments(kept_users(staff)), key=key)


@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    """Users within the staff's reach."""
    form = FindForm(request.GET)
    rows = kept_users(_staff(request)).select_related("division")
    asked = form.cleaned_data if form.is_valid() else {}
    rows = _of_kind(rows, asked.get("who", "") or ("all" if asked.get("q") else ""))
    rows = _found(rows, asked.get("q", "").strip(), asked.get("state", ""))
    page = Paginator(with_appointments(rows.order_by("division_id", "name", "pk")), PAGE).get_page(
        request.GET.get("page")
    )
    told = told_of(page)
    listed = [(one, told.get(one.pk)) for one in page]
    return render(
        request, "accounts/user_list.html", {"form": form, "page_obj": page, "rows": listed, "today": today()}
    )


def _of_kind(rows: QuerySet[User], word: str) -> QuerySet[User]:
    """Staff; those whom another house tells of; or all. A cadre who also acts for a body is staff too."""
    held = Exists(Appointment.objects.filter(in_force(today()), user=OuterRef("pk")))
    for kind in kinds():
        if word == kind.word:
            return rows.filter(**{f"{kind.lookup}__isnull": False})
        if not word:
            rows = rows.filter(Q(held) | Q(**{f"{kind.lookup}__isnull": True}))
    return rows


def _found(rows: QuerySet[User], asked: str, state: str) -> QuerySet[User]:
    held = Appointment.objects.filter(in_force(today()), user=OuterRef("pk"))
    if asked:
        bodies = held.filter(body__name__contains=asked)
        rows = rows.filter(Q(name__contains=asked) | Q(username__icontains=asked) | Q(Exists(bodies)))
    if state == "idle":
        return rows.filter(~Q(Exists(held)))
    if state == "unused":
        return long_unused(rows)
    return rows.filter(is_active=state == "on") if state in ("on", "off") else rows


@require_http_methods(["GET", "POST"])
@never_cache
def user_new(request: HttpRequest) -> HttpResponse:
    """A new user; the answer shows the one-time password, this once."""
    staff = _staff(request)
    form = AccountForm(request.POST or None, by=staff)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            user, password = actions.open_and_appoint(**asked, by=staff)
        except NotPermitted as trouble:
            form.add_error(None, str(trouble))
        else:
            return _passwords(request, [{"user": user, "body": asked["body"], "password": password}])
    return shown_form(request, "accounts/user_new.html", form)


@require_http_methods(["GET", "POST"])
@never_cache
def user_roster(request: HttpRequest) -> HttpResponse:
    """Users from a workbook, all or none; the answer shows the one-time passwords, this once."""
    staff = _staff(request)
    form = RosterForm(request.POST or None, request.FILES or None)
    troubles: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_accounts(form.cleaned_data["file"].read(), by=staff)
        except NotRead as trouble:
            troubles = [str(one) for one in trouble.troubles]
        else:
            return _passwords(request, [vars(one) for one in opened])
    status = 422 if form.errors or troubles else 200
    return render(request, "accounts/user_roster.html", {"form": form, "troubles": troubles}, status=status)


@require_GET
def user_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    answer = HttpResponse(template(_staff(request)), content_type=XLSX)
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E7%94%A8%E6%88%B7%E5%90%8D%E5%8D%95.xlsx"
    return answer


@require_GET
def user_page(request: HttpRequest, key: str) -> HttpResponse:
    """One user: what they may do, and what can be done about it."""
    staff, target = _target(request, key)
    rights = target.appointments.select_related("user", "body", "substitutes", "made_by").order_by("-since", "-pk")
    context = {
        "target": target,
        "rights": rights,
        "substitutions": substitutions_of(target),
        "told": told_of([target]).get(target.pk),
        "whole": entirely_kept(target, by=staff),
        "own": target.pk == staff.pk,
        "locked": is_locked(target),
        "today": today(),
        "events": history_of(target, *rights, limit=HISTORY),
    }
    return render(request, "accounts/user.html", context)


@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The name."""
    staff, target = _target(request, key)
    form = PersonForm(request.POST or None, instance=target)
    if request.method == "POST" and form.is_valid():
        if _done(request, lambda: actions.edit_account(target, **form.cleaned_data, by=staff)):
            messages.success(request, "已保存。")
        return redirect("user", key=key)
    return shown_form(request, "accounts/user_edit.html", form, target=target)


@require_http_methods(["GET", "POST"])
def user_appoint(request: HttpRequest, key: str) -> HttpResponse:
    """A further appointment."""
    staff, target = _target(request, key)
    form = AppointForm(request.POST or None, by=staff)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.appoint(target, by=staff, **form.cleaned_data)
        except NotPermitted as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(
                request, f"已任用：{made.body}，{made.get_duty_display()}，{made.get_standing_display()}。"
            )
            return redirect("user", key=key)
    return shown_form(request, "accounts/user_appoint.html", form, target=target)


@require_http_methods(["GET", "POST"])
def user_end(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The last day of one of the user's appointments."""
    staff, target = _target(request, key)
    held = get_object_or_404(target.appointments.select_related("body"), pk=number)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = actions.end_appointment(held, until=form.cleaned_data["until"], by=staff)
        except NotPermitted as trouble:
            form.add_error(None, str(trouble))
        else:
            act = "撤销" if ended.standing == Standing.WITHDRAWN else "结束"
            messages.success(request, f"已{act}在{held.body}的任用。")
            return redirect("user", key=key)
    return shown_form(request, "accounts/user_end.html", form, target=target, held=held)


@require_http_methods(["GET", "POST"])
def user_substitute(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody acts for the user for a time."""
    staff, target = _target(request, key)
    form = SubstituteForm(request.POST or None, absent=target, by=staff)
    if request.method == "POST" and form.is_valid() and _substituted(request, form, target, by=staff):
        return redirect("user", key=key)
    return shown_form(request, "accounts/substitute.html", form, target=target)


@require_http_methods(["GET", "POST"])
def my_substitution(request: HttpRequest) -> HttpResponse:
    """Who acts for me while I am away."""
    user = request.user
    assert isinstance(user, User)
    if not reach_of(user).seats:
        raise PermissionDenied("您没有在任何机构任职，无须安排代办。")
    form = SubstituteForm(request.POST or None, absent=user, by=user)
    if request.method == "POST" and form.is_valid() and _substituted(request, form, user, by=user):
        return redirect("my_substitution")
    return shown_form(
        request, "accounts/my_substitution.html", form, substitutions=substitutions_of(user), today=today()
    )


def _substituted(request: HttpRequest, form: SubstituteForm, absent: User, *, by: User) -> bool:
    try:
        made = actions.substitute(absent, by=by, **form.cleaned_data)
    except NotPermitted as trouble:
        form.add_error(None, str(trouble))
        return False
    waits = "，待安全管理员核准后生效" if any(one.standing == Standing.WAITING for one in made) else ""
    last = max(one.until for one in made if one.until)
    messages.success(request, f"已安排{made[0].user}代{absent}办理，到{last}为止{waits}。")
    return True


@require_POST
def end_my_substitution(request: HttpRequest, number: int) -> HttpResponse:
    """I am back: the substitution ends today, one of the future is withdrawn."""
    user = request.user
    assert isinstance(user, User)
    held = get_object_or_404(substitutions_of(user), pk=number)
    if _done(request, lambda: actions.end_appointment(held, until=today(), by=user)):
        messages.success(request, "已安排结束，代办人从明天起不再代您办理。")
    return redirect("my_substitution")


@require_POST
def user_disable(request: HttpRequest, key: str) -> HttpResponse:
    staff, target = _target(request, key)
    if _done(request, lambda: actions.disable_account(target, by=staff)):
        messages.success(request, f"已停用{target}的账户，正在使用的会话立即失效。")
    return redirect("user", key=key)


@require_POST
def user_enable(request: HttpRequest, key: str) -> HttpResponse:
    staff, target = _target(request, key)
    if _done(request, lambda: actions.enable_account(target, by=staff)):
        messages.success(request, f"已启用{target}的账户。")
    return redirect("user", key=key)


@require_POST
def user_unlock(request: HttpRequest, key: str) -> HttpResponse:
    staff, target = _target(request, key)
    if _done(request, lambda: actions.unlock(target.username, by=staff)):
        messages.success(request, f"已解除{target}的登录锁定。")
    return redirect("user", key=key)


@require_POST
@never_cache
def user_reset(request: HttpRequest, key: str) -> HttpResponse:
    """A new one-time password, shown this once."""
    staff, target = _target(request, key)
    try:
        password = actions.reset_password(target, by=staff)
    except NotPermitted as trouble:
        messages.error(request, str(trouble))
        return redirect("user", key=key)
    return _passwords(request, [{"user": target, "body": "", "password": password}])


def _passwords(request: HttpRequest, opened: list[dict[str, Any]]) -> HttpResponse:
    return render(request, "accounts/passwords.html", {"opened": opened})


def _done(request: HttpRequest, act: Any) -> bool:
    try:
        act()
    except NotPermitted as trouble:
        messages.error(request, str(trouble))
        return False
    return True
