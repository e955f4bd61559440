"""Rules of passwords, one-time passwords, and when a password is too old."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without those a printed sheet confuses: i l o, 0 1
DIGITS = "23456789"
ROUNDS = 20_000  # enough for 60 random bits; a person's own password, set at the first login, takes the full number


class MixedValidator:
    """Three of: small letters, capitals, digits, signs (GB/T 22239-2019 8.1.4.1)."""

    def validate(self, password: str, user: User | None = None) -> None:
        kinds = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(kind(sign) for sign in password) for kind in kinds) < 3:
            raise ValidationError("密码应至少包含大写字母、小写字母、数字、符号中的三种。", code="password_not_mixed")

    def get_help_text(self) -> str:
        return "密码应至少包含大写字母、小写字母、数字、符号中的三种。"


class NewValidator:
    """Not the password one has."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能与原密码相同。", code="password_not_new")

    def get_help_text(self) -> str:
        return "新密码不能与原密码相同。"


def one_time_password() -> str:
    """Twelve random letters and digits in three groups, about 57 bits, such as `kd7m-x2pq-9twb`."""
    while True:
        signs = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(12))
        if any(sign.isdigit() for sign in signs) and any(sign.isalpha() for sign in signs):
            return "-".join((signs[:4], signs[4:8], signs[8:]))


def sealed(password: str) -> str:
    """The hash of a one-time password: random, so that hundreds at once need not take minutes."""
    hasher = get_hasher()
    rounds = {"iterations": ROUNDS} if hasattr(hasher, "iterations") else {}
    return hasher.encode(password, hasher.salt(), **rounds)


def must_change(user: User) -> bool:
    """Whether the password is a first one, or older than settings.PASSWORD_DAYS (0: it does not age).

    Sessions and passwords run by the machine's clock, also where the program's day is set.
    """
    since = user.password_changed_at or user.created_at
    aged = bool(settings.PASSWORD_DAYS) and timezone.now() - since > timedelta(days=settings.PASSWORD_DAYS)
    return user.must_change_password or (aged and user.has_usable_password())
