"""Sessions: one at a time where the county wants it, and whether the second factor is still to come."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User

BOUND = "two_factor_bound"
LENGTH = 40


def fingerprint(session_key: str) -> str:
    """What is kept of a session's key: enough to know it again, useless to whoever reads the table."""
    return salted_hmac("accounts.login.sessions", session_key).hexdigest()[:LENGTH]


def remember_login(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """At each login: which session is the user's newest, and whether they have bound a second factor."""
    if request is None:
        return
    request.session[BOUND] = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    keep_only(request, user)


def keep_only(request: HttpRequest, user: User) -> None:
    """This session is the user's newest from now on; called wherever its key changes."""
    if settings.ONE_SESSION:
        if not request.session.session_key:
            request.session.save()
        user.session_key = fingerprint(request.session.session_key or "")
        User.objects.filter(pk=user.pk).update(session_key=user.session_key)


def end_others(request: HttpRequest, user: User) -> None:
    """Every other session of the user ends; this one goes on."""
    standing = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=request.session.session_key)
    theirs = [one.pk for one in standing.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()


def is_superseded(request: HttpRequest) -> bool:
    """Whether the user has logged in elsewhere since, where only one session is allowed."""
    user = request.user
    if not settings.ONE_SESSION or not isinstance(user, User) or not user.session_key:
        return False
    return user.session_key != fingerprint(request.session.session_key or "")


def needs_code(request: HttpRequest) -> bool:
    """Whether the code of the telephone is missing: administrators need one, others where they have bound one."""
    user = request.user
    if not isinstance(user, User) or not (user.office or request.session.get(BOUND)):
        return False
    return not user.is_verified()  # type: ignore[attr-defined]
