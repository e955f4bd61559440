"""The doors of every address. What no page should have to look at is turned away before it; who is not signed in sees the
login page and nothing else; a first password and a second factor come before all else."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control

from accounts.login.passwords import must_change
from accounts.login.sessions import is_superseded, needs_code
from accounts.models import User

SIGN_ON = "accounts.login.oidc.OfficeSignOn"
OPEN = {"login", "logout", "healthz", "oidc_authentication_init", "oidc_authentication_callback"}
CODE = OPEN | {"two_factor", "two_factor_check"}
PASSWORD = CODE | {"password_change", "password_change_done"}


METHODS = ("GET", "HEAD", "POST")
NUL = "\x00"


class DoorMiddleware:
    """Methods that no page knows answer 405 and NUL characters 400, each as a page; no answer is kept by browser or proxy.

    Static files are served before this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return _not_allowed(", ".join(METHODS))
        _refuse_nul([request.path_info, *request.COOKIES.values()], request.GET)
        response = self.get_response(request)
        blank = response.status_code == 405 and not response.content
        return _not_allowed(response.get("Allow", "")) if blank else response

    def process_view(self, request: HttpRequest, view: Any, given: Any, named: Any) -> None:
        """Only here, behind the login, is what was sent looked into."""
        _refuse_nul((), request.POST)


def _refuse_nul(texts: Iterable[str], fields: QueryDict) -> None:
    """The database knows no NUL character, and no person types one. Raises SuspiciousOperation."""
    sent = (text for name, values in fields.lists() for text in (name, *values))
    if any(NUL in text for text in (*texts, *sent)):
        raise SuspiciousOperation("a NUL character was sent")


def _not_allowed(allowed: str) -> HttpResponse:
    return HttpResponse(render_to_string("405.html"), status=405, headers={"Allow": allowed})


class SignedInMiddleware:
    """Every address asks for a login unless it is named open here, so that a new page cannot forget to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _name(request.path_info)
        if is_superseded(request):
            logout(request)
            messages.warning(request, "您的账户已在别处登录，这里已退出。如不是您本人，请立即修改密码。")
        if gate := _gate(request, name):
            return _sent_to(request, gate)
        request.user.acting_in = request.session.get("acting_in")  # type: ignore[union-attr]
        return self.get_response(request)


def _gate(request: HttpRequest, name: str) -> str:
    """The page that comes before the one asked for: login, the code of the telephone, a new password; or none."""
    if not isinstance(request.user, User):
        return "" if name in OPEN else settings.LOGIN_URL
    if name not in CODE and needs_code(request):
        return "two_factor_check"
    by_password = request.session.get(BACKEND_SESSION_KEY) != SIGN_ON  # who comes by single sign-on has none here
    return "password_change" if name not in PASSWORD and by_password and must_change(request.user) else ""


def _sent_to(request: HttpRequest, gate: str) -> HttpResponse:
    """To the gate and back afterwards; a fragment takes the whole page there."""
    fragment = bool(request.headers.get("HX-Request"))
    back = "" if fragment or request.method != "GET" else request.get_full_path()
    address = reverse(gate) + (f"?{urlencode({'next': back})}" if back else "")
    if fragment:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
