"""TOTP as a second factor: a telephone is bound by a QR code and proves itself by a code of six digits."""

import base64
import io
import math

import django_otp
import qrcode
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage

from accounts.choices import Act
from accounts.login.sessions import BOUND, end_others, needs_code
from accounts.models import User
from accounts.record.notes import note

WRONG = "动态口令不对或已用过。请核对手机时间是否准确，稍等片刻用新的口令再试。"
ALREADY = "您已绑定过手机。更换手机请联系安全管理员解除后重新绑定。"


def device_of(user: User) -> TOTPDevice | None:
    """The telephone the user has bound."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def pending_device(user: User) -> TOTPDevice:
    """The telephone the user is about to bind; the same one until it has proved itself."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "手机"})
    return device


def picture(device: TOTPDevice) -> str:
    """The QR code as a data: address, which the content policy allows for pictures."""
    drawn = io.BytesIO()
    qrcode.make(device.config_url, image_factory=SvgPathFillImage, box_size=12).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def typed_secret(device: TOTPDevice) -> str:
    """The secret in groups of four, for a telephone without a camera."""
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@transaction.atomic
def bind(request: HttpRequest, code: str) -> str:
    """Bind the pending telephone if the code is right; this session is verified then, the user's others end.

    What was wrong, as a sentence; empty where it is bound.
    """
    user = request.user
    assert isinstance(user, User)
    device = _locked(user, pending_device(user).pk)
    if device.confirmed:
        return ALREADY
    if trouble := _trouble(request, device, code):
        return trouble
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    note(Act.FACTOR_BOUND, request=request, about=user)
    _verified(request, device)
    end_others(request, user)
    return ""


@transaction.atomic
def check(request: HttpRequest, code: str) -> str:
    """Let the session in if the code is that of the bound telephone, now. What was wrong, as a sentence, or nothing."""
    assert isinstance(request.user, User)
    device = device_of(request.user)
    if device is None:
        return WRONG
    if trouble := _trouble(request, _locked(request.user, device.pk), code):
        return trouble
    _verified(request, device)
    return ""


def _locked(user: User, device: int) -> TOTPDevice:
    """One guess at a time, so that none escapes the count."""
    return TOTPDevice.objects.select_for_update().get(user=user, pk=device)


def _trouble(request: HttpRequest, device: TOTPDevice, code: str) -> str:
    """Why a code is not taken: wrong ones in a row have to wait longer and longer, and are in the record."""
    allowed, told = device.verify_is_allowed()
    if not allowed:
        seconds = math.ceil((told["locked_until"] - timezone.now()).total_seconds())
        return f"错误次数过多，请{max(seconds, 1)}秒后再试。"
    if device.verify_token(code):
        return ""
    note(Act.CODE_FAILED, request=request, about=device.user)
    return WRONG


def _verified(request: HttpRequest, device: TOTPDevice) -> None:
    """The session has shown the telephone; who owed it to log in has logged in now."""
    owed = needs_code(request)
    django_otp.login(request, device)
    request.session[BOUND] = True
    if owed:
        note(Act.LOGGED_IN, request=request, about=device.user)
