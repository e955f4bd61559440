"""Logging in, passwords, the second factor, and the body one acts for."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash, views
from django.contrib.auth.forms import PasswordChangeForm
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import seats_of
from accounts.actions import change_password
from accounts.choices import Act
from accounts.forms import ChangePasswordForm, CodeForm, SignInForm
from accounts.login.passwords import must_change
from accounts.login.second_factor import bind, check, device_of, pending_device, picture, typed_secret
from accounts.login.sessions import keep_only, needs_code
from accounts.models import User
from accounts.record.notes import note


class SignIn(views.LoginView):
    """The login page."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.OIDC_RP_CLIENT_ID:
            context["oidc_url"] = reverse("oidc_authentication_init")
            context["oidc_failed"] = "sign_on" in self.request.GET
        return context


class ChangePassword(views.PasswordChangeView):
    """One's own password. The session goes on, all others end. Where it has to be changed, nothing else is shown.

    Guesses at the old one count like those of a login, and end the session with the last.
    """

    form_class = ChangePasswordForm

    def get_template_names(self) -> list[str]:
        forced = must_change(_user(self.request))
        return ["accounts/first_password.html"] if forced else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"first": _user(self.request).must_change_password}

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        user, credentials = _user(self.request), {"username": _user(self.request).username}
        if not form.has_error("old_password", code="password_incorrect"):
            return super().form_invalid(form)
        note(Act.PASSWORD_FAILED, request=self.request, about=user)
        AxesProxyHandler.user_login_failed(ChangePassword, credentials, self.request)
        if AxesProxyHandler.is_allowed(self.request, credentials):
            return super().form_invalid(form)
        logout(self.request)
        return redirect("login")

    def form_valid(self, form: Form) -> HttpResponse:
        user = _user(self.request)
        forced = must_change(user)
        change_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        keep_only(self.request, user)
        if forced:
            messages.success(self.request, "新密码已生效，请记牢。")
            return HttpResponseRedirect(safe_address(self.request, self.request.GET.get("next", "/")))
        return HttpResponseRedirect(self.get_success_url())


@never_cache
@require_http_methods(["GET", "POST"])
def two_factor(request: HttpRequest) -> HttpResponse:
    """Bind a telephone, or see that one is bound."""
    user = _user(request)
    if device_of(user) is not None:
        if needs_code(request):
            return redirect("two_factor_check")
        return render(request, "accounts/two_factor.html", {"bound": True})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        trouble = bind(request, form.cleaned_data["code"])
        if not trouble:
            messages.success(request, "已绑定手机，以后登录时须填写动态口令。您在别处的登录已退出。")
            return redirect("workbench")
        form.add_error("code", trouble)
    device = pending_device(user)
    context = {"form": form, "picture": picture(device), "secret": typed_secret(device), "required": bool(user.office)}
    return render(request, "accounts/two_factor.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def two_factor_check(request: HttpRequest) -> HttpResponse:
    """The code of the telephone after the password."""
    user = _user(request)
    if device_of(user) is None:
        return redirect("two_factor")
    following = safe_address(request, request.POST.get("next", request.GET.get("next", "")))
    if not needs_code(request):
        return HttpResponseRedirect(following)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        trouble = check(request, form.cleaned_data["code"])
        if not trouble:
            return HttpResponseRedirect(following)
        form.add_error("code", trouble)
    context = {"form": form, "next": following}
    return render(request, "accounts/two_factor_check.html", context, status=422 if form.errors else 200)


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Keep one appointment of the user's own as the one to act in, or all of them."""
    chosen = request.POST.get("appointment", "")
    own = {str(seat.appointment.pk): seat.appointment.pk for seat in seats_of(_user(request))}
    request.session["acting_in"] = own.get(chosen)
    return HttpResponseRedirect(safe_address(request, request.POST.get("next", "/")))


def safe_address(request: HttpRequest, address: str) -> str:
    """An address of this program, or its first page: never another site's."""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else "/"


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
