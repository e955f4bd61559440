"""TOTP as a second factor: a telephone is bound by a QR code and proves itself by a code of six digits."""

import base64
import io

import django_otp
import qrcode
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage

from accounts.models import User
from accounts.sessions import BOUND


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
def bind(request: HttpRequest, code: str) -> bool:
    """Bind the pending telephone if the code is right; this session is verified then. False: it was wrong."""
    user = request.user
    assert isinstance(user, User)
    device = pending_device(user)
    if device_of(user) is not None or not device.verify_token(code):
        return False
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    _verified(request, device)
    return True


def check(request: HttpRequest, code: str) -> bool:
    """Whether the code is that of the bound telephone, now; wrong ones in a row have to wait longer and longer."""
    assert isinstance(request.user, User)
    device = device_of(request.user)
    if device is None or not device.verify_token(code):
        return False
    _verified(request, device)
    return True


def _verified(request: HttpRequest, device: TOTPDevice) -> None:
    django_otp.login(request, device)
    request.session[BOUND] = True
