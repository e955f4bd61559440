"""Who is not signed in sees the login page and nothing else; who must change the password does that first."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

OPEN = {"login", "logout", "healthz", "oidc_authentication_init", "oidc_authentication_callback"}
ALWAYS = OPEN | {"password_change", "password_change_done"}


class SignedInMiddleware:
    """Every address asks for a login unless it is named open here, so that a new page cannot forget to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _name(request.path_info)
        if name not in OPEN and not request.user.is_authenticated:
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
        if name not in ALWAYS and getattr(request.user, "must_change_password", False):
            return redirect("password_change")
        request.user.acting_in = request.session.get("acting_in")  # type: ignore[union-attr]
        return self.get_response(request)


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
