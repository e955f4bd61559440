"""Bodies that act, in which word of the policies, and the people who act for them."""

import secrets
from base64 import urlsafe_b64encode
from datetime import date
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.choices import Duty, Level, Office, Standing
from accounts.fields import WrappedKeyField
from policies.words import BODIES
from villages.models import Division


def new_key() -> str:
    """A name for an address that cannot be guessed: 16 characters, 96 bits."""
    return secrets.token_urlsafe(12)


def new_keys(count: int) -> list[str]:
    """Many at once."""
    letters = urlsafe_b64encode(secrets.token_bytes(12 * count)).decode()
    return [letters[at : at + 16] for at in range(0, 16 * count, 16)]


class Body(models.Model):
    """A real organ or seat: a Party committee, an office, a dispatching unit. Merging two is an act of its own."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    name = models.CharField("名称", max_length=100)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name="别名")
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name="所在区划"
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "division"], name="one_body_per_name_and_place", nulls_distinct=False
            )
        ]
        permissions = [
            ("read_for", "可代表该机构查看"),
            ("work_for", "可代表该机构经办"),
            ("decide_for", "可代表该机构审批"),
        ]

    def __str__(self) -> str:
        return self.name


class Capacity(models.Model):
    """In which word of the policies (`township`, `county_org`, …) a body acts, and for which place."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="capacities")
    word = models.CharField("职能", max_length=20, choices=list(BODIES.items()))
    place = models.ForeignKey(Division, models.PROTECT, related_name="capacities", verbose_name="地域")

    class Meta:
        verbose_name = verbose_name_plural = "职能"
        constraints = [models.UniqueConstraint(fields=["word", "place"], name="one_body_per_capacity_and_place")]

    def __str__(self) -> str:
        return f"{self.place}{self.get_word_display()}"


# The three administrators stay apart in the database itself: an office is never exchanged for another, and who holds one
# acts for no body.
OFFICE_STAYS: dict[str, Any] = {
    "name": "office_stays",
    "operation": pgtrigger.Update | pgtrigger.Insert,
    "when": pgtrigger.Before,
    "func": """
        IF TG_OP = 'UPDATE' AND OLD.office <> '' AND OLD.office <> NEW.office THEN
            RAISE EXCEPTION 'an administrator keeps the office' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.office <> '' AND EXISTS (SELECT 1 FROM accounts_appointment WHERE user_id = NEW.id) THEN
            RAISE EXCEPTION 'an administrator acts for no body' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
}
APART_FROM_OFFICES: dict[str, Any] = {
    "name": "apart_from_offices",
    "operation": pgtrigger.Update | pgtrigger.Insert,
    "when": pgtrigger.Before,
    "func": """
        IF EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.user_id AND office <> '') THEN
            RAISE EXCEPTION 'an administrator acts for no body' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
}


class Users(BaseUserManager["User"]):
    """Users are found by the name they log in with."""

    def create_user(self, username: str, *, name: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in. What they may do follows from dated appointments, never from flags here."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False, db_collation="C")
    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    office = models.CharField("三员身份", max_length=10, choices=Office.choices, blank=True)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="所属区划"
    )
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True)
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Users()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(office__in=["", *Office.values]), name="office_is_one_of_three"),
        ]
        triggers = [pgtrigger.Trigger(**OFFICE_STAYS)]

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """A one-time password is not sealed anew on its way out, as others may be: nobody would have written that."""
        if self.must_change_password:
            return check_password(raw_password, self.password)
        return super().check_password(raw_password)


class Appointment(models.Model):
    """From one day to another a user acts for a body. The truth about who may act; guardian's grants follow it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="appointments")
    duty = models.CharField("职责", max_length=10, choices=Duty.choices)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    substitutes = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="substituted_by", verbose_name="代谁办理"
    )
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    standing = models.CharField("状态", max_length=10, choices=Standing.choices, default=Standing.COUNTS)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "任用"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(substitutes=F("user")), name="nobody_substitutes_themselves"),
            models.CheckConstraint(condition=~Q(made_by=F("user")), name="nobody_appoints_themselves"),
            models.CheckConstraint(condition=~Q(judged_by=F("user")), name="nobody_judges_their_own_right"),
            models.CheckConstraint(
                condition=Q(substitutes__isnull=True) | Q(until__isnull=False), name="substitution_has_an_end"
            ),
        ]
        triggers = [pgtrigger.Trigger(**APART_FROM_OFFICES)]

    def __str__(self) -> str:
        return f"{self.user} {self.get_duty_display()} {self.body}"

    @property
    def told_as(self) -> str:
        """What its history calls it among others."""
        return str(self)

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class SealedKey(models.Model):
    """A key of the whole program, wrapped by the master key. Whether it opens tells if the master key is the right one."""

    name = models.CharField(max_length=20, primary_key=True)
    wrapped = WrappedKeyField()

    class Meta:
        verbose_name = verbose_name_plural = "封存的密钥"

    def __str__(self) -> str:
        return self.name


class RequestCount(models.Model):
    """How often somebody (or an address) did something in a span of time; see limits.py."""

    name = models.CharField(max_length=100, primary_key=True, db_collation="C")
    span = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "请求计数"

    def __str__(self) -> str:
        return f"{self.name} {self.count}"


from accounts.record_models import Entry, JobRun, KeepingPeriod, Seal  # noqa: E402

__all__ = [
    "Appointment",
    "Body",
    "Capacity",
    "Entry",
    "JobRun",
    "KeepingPeriod",
    "RequestCount",
    "Seal",
    "SealedKey",
    "User",
    "Users",
    "new_key",
]
