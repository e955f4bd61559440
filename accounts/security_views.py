"""The security administrator's page: rights that wait, locked logins, the other administrators, the rules of passwords."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import actions
from accounts.actions import NotPermitted
from accounts.choices import Office
from accounts.login.second_factor import device_of
from accounts.models import User
from accounts.offices import only_office
from accounts.queries import administrators, locked_logins, long_unused, running_out, waiting_appointments

MOST = 200
SOON = 30  # days


@require_GET
@only_office(Office.SECURITY)
def security(request: HttpRequest) -> HttpResponse:
    """What waits for the security administrator."""
    context = {
        "waiting": waiting_appointments()[:MOST],
        "locked": locked_logins()[:MOST],
        "administrators": administrators(),
        "ending": running_out(SOON)[:MOST],
        "unused": long_unused(User.objects.all()).count(),
        "rules": _rules(),
    }
    return render(request, "accounts/security.html", context)


def _rules() -> list[tuple[str, str]]:
    minutes, days = settings.SESSION_COOKIE_AGE // 60, settings.PASSWORD_DAYS
    return [
        ("密码长度", "至少10位，含大写、小写、数字、符号中的三种"),
        ("密码有效期", f"{days}天" if days else "不限"),
        ("登录失败锁定", f"连续{settings.AXES_FAILURE_LIMIT}次，锁定{int(settings.AXES_COOLOFF_TIME * 60)}分钟"),
        ("无操作自动退出", f"{minutes}分钟"),
        ("同时登录", "只允许一处" if settings.ONE_SESSION else "不限"),
        ("新任用核准", "须经安全管理员核准" if settings.RIGHTS_NEED_APPROVAL else "组织部门任用后即生效"),
        ("单位统一身份登录", "已启用" if settings.OIDC_RP_CLIENT_ID else "未启用"),
    ]


@require_POST
@only_office(Office.SECURITY)
def judge_rights(request: HttpRequest) -> HttpResponse:
    """Agree with, or refuse, the appointments chosen."""
    agree = request.POST.get("answer") == "agree"
    chosen = {value for value in request.POST.getlist("appointment") if value.isdigit()}
    judged = 0
    for held in waiting_appointments().filter(pk__in=chosen):
        judged += _done(
            request, lambda held=held: actions.judge_appointment(held, agree=agree, by=_administrator(request))
        )
    if judged:
        messages.success(request, f"已{'核准' if agree else '退回'}{judged}项任用。")
    elif not chosen:
        messages.warning(request, "没有选中任何任用，请先勾选。")
    return redirect("security")


@require_POST
@only_office(Office.SECURITY)
def unlock_login(request: HttpRequest) -> HttpResponse:
    """Let a locked login name try again."""
    if _done(request, lambda: actions.unlock(request.POST.get("username", ""), by=_administrator(request))):
        messages.success(request, "已解除锁定。")
    return redirect("security")


@require_POST
@only_office(Office.SECURITY)
@never_cache
def reset_administrator(request: HttpRequest, key: str) -> HttpResponse:
    """A one-time password for another administrator, shown this once."""
    target = get_object_or_404(administrators(), key=key)
    try:
        password = actions.reset_password(target, by=_administrator(request))
    except NotPermitted as trouble:
        messages.error(request, str(trouble))
        return redirect("security")
    return render(request, "accounts/passwords.html", {"opened": [{"user": target, "body": "", "password": password}]})


@require_POST
@only_office(Office.SECURITY)
def drop_factor(request: HttpRequest) -> HttpResponse:
    """Unbind the telephone of whoever lost it, by login name."""
    target = User.objects.filter(username=request.POST.get("username", "").strip()).first()
    if target is None:
        messages.error(request, "没有这个登录名，请核对。")
    elif device_of(target) is None:
        messages.error(request, f"{target}没有绑定手机，不用解除。")
    elif _done(request, lambda: actions.drop_second_factor(target, by=_administrator(request))):
        messages.success(request, f"已解除{target}绑定的手机，下次登录可以重新绑定。")
    return redirect("security")


def _administrator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _done(request: HttpRequest, act: object) -> bool:
    try:
        act()  # type: ignore[operator]
    except NotPermitted as trouble:
        messages.error(request, str(trouble))
        return False
    return True
