"""Builders of administrators and of logins that go through the form."""

import base64
import time

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.choices import Office
from accounts.models import User
from tests.factories import PASSWORD


def administrator(office: Office) -> User:
    """The administrator of an office; logs in as `admin-{office}`."""
    found = User.objects.filter(username=f"admin-{office}").first()
    return found or User.objects.create_user(f"admin-{office}", name=office.label, password=PASSWORD, office=office)


def sign_in(username: str, password: str = PASSWORD) -> Client:
    """A browser that has sent the login form."""
    client = Client()
    client.post("/login/", {"username": username, "password": password})
    return client


def telephone_code(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the telephone shows now, or so many half minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def telephone(user: User) -> TOTPDevice:
    """A telephone the user has bound."""
    return TOTPDevice.objects.create(user=user, name="手机", confirmed=True)


def secret_of(page: str) -> str:
    """The secret as the page of the second factor shows it, without blanks."""
    text = page.split('font-monospace">')[1].split("<")[0]
    return text.replace(" ", "")


def code_of_secret(secret: str) -> str:
    totp = TOTP(base64.b32decode(secret + "=" * (-len(secret) % 8)))
    totp.time = time.time()
    return f"{totp.token():06d}"
