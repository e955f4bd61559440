"""Accounts and appointments: lock, check, change, record, tell, in one transaction. The record writes itself.

Nobody gives themselves a right, and nobody gives one outside what they keep; the database holds the first as well.
"""

from datetime import date, timedelta

from axes.utils import reset
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.access import in_force, reach_of
from accounts.choices import NEVER_COUNTED, Duty, Office, Standing
from accounts.grants import settle_grants
from accounts.login.passwords import one_time_password, sealed
from accounts.models import Appointment, Body, User
from accounts.queries import (
    entirely_kept,
    kept_bodies,
    kept_prefixes,
    kept_users,
    may_give,
    may_reset_administrator,
    owes_rights_to,
    possible_stand_ins,
    right_needs_judging,
)
from accounts.record import Act, note
from villages.clock import today
from villages.models import Division


class NotPermitted(Exception):
    """The user may not do this to an account; the sentence says why and what to do."""


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _check_kept(target: User, *, by: User) -> None:
    if target.pk == by.pk:
        raise NotPermitted("不能给自己授权，也不能停用自己或重置自己的密码，请由单位其他同志办理。")
    if target.office:
        raise NotPermitted("系统、安全、审计管理员账户不在此办理。")
    if not kept_users(by).filter(pk=target.pk).exists():
        raise NotPermitted("该用户不在您管理的范围内。")


def _check_whole(target: User, *, by: User) -> None:
    _check_kept(target, by=by)
    if not entirely_kept(target, by=by):
        raise NotPermitted("该用户还归其他地方管理、在您管理范围以外任职，或职责高于您，请联系上级组织部门办理。")


@transaction.atomic
def open_account(username: str, *, name: str, division: Division | None, by: User) -> tuple[User, str]:
    """A new user of the division, who may do nothing yet, with a password for the first login. Raises NotPermitted."""
    if division is None or not division.code.startswith(kept_prefixes(reach_of(by)) or "-"):
        raise NotPermitted("只能在您管理的区划内新建用户。")
    if User.objects.filter(username__iexact=username).exists():
        raise NotPermitted(f"登录名{username}已有人用，请换一个；驻村干部的登录名是人员编号，请先停用占用它的账户。")
    password = one_time_password()
    user = User(username=username, name=name, division=division, must_change_password=True)
    user.password = sealed(password)
    user.save()
    return user, password


@transaction.atomic
def open_and_appoint(
    username: str, *, name: str, body: Body, duty: str, since: date, until: date | None, by: User
) -> tuple[User, str]:
    """A new user at home where the body is, appointed to it; neither without the other. Raises NotPermitted."""
    user, password = open_account(username, name=name, division=body.division, by=by)
    appoint(user, body, duty=duty, since=since, until=until, by=by)
    return user, password


@transaction.atomic
def edit_account(target: User, *, name: str, by: User) -> User:
    """Correct a name. Raises NotPermitted."""
    user = _locked(target)
    _check_whole(user, by=by)
    user.name = name
    user.save(update_fields=["name"])
    return user


@transaction.atomic
def appoint(user: User, body: Body, *, duty: str, since: date, until: date | None = None, by: User) -> Appointment:
    """Let the user act for a body from a day on. Raises NotPermitted.

    Nobody gives a duty above their own at their own level, nor any to whom their own rights come from. Where the security administrator judges rights (a setting) it counts from their agreement on.
    """
    person = _locked(user)
    _check_kept(person, by=by)
    if not kept_bodies(by).filter(pk=body.pk).exists():
        raise NotPermitted("只能任用到您管理范围内的机构。")
    if not may_give(by, duty=duty, body=body):
        raise NotPermitted(f"您在本级的职责低于{Duty(duty).label}，不能任用{Duty(duty).label}，请由上级组织部门办理。")
    if owes_rights_to(by, person):
        raise NotPermitted(f"您的任用由{person}办理或由其而来，不能再任用{person}，请由上级组织部门办理。")
    if until is not None and until < since:
        raise NotPermitted("结束日期早于开始日期，请改正。")
    _check_free(person, body, since=since, until=until)
    made = Appointment.objects.create(
        user=person, body=body, duty=duty, since=since, until=until, made_by=by,
        standing=Standing.WAITING if right_needs_judging(body) else Standing.COUNTS,
    )  # fmt: skip
    settle_grants([person])
    return made


def _check_free(user: User, body: Body, *, since: date, until: date | None) -> None:
    """One duty at a time in a body: which of two counts nobody could say."""
    held = Appointment.objects.filter(user=user, body=body, substitutes=None).exclude(standing__in=NEVER_COUNTED)
    if until is not None:
        held = held.exclude(since__gt=until)
    other = held.exclude(until__lt=since).order_by("since").first()
    if other is not None:
        last = f"至{other.until}" if other.until else "起"
        raise NotPermitted(
            f"{user}在{body}已有{other.get_duty_display()}任用（{other.since}{last}），期限重叠。请先结束原任用，新任用从其后一天开始。"
        )


@transaction.atomic
def end_appointment(appointment: Appointment, *, until: date, by: User) -> Appointment:
    """The last day of an appointment, and of the substitutions that rest on it; one that has not begun is withdrawn.

    Not before yesterday: what was done in the meantime stays done. Raises NotPermitted.
    """
    person = _locked(appointment.user)
    held = Appointment.objects.select_for_update(of=("self",)).select_related("body").get(pk=appointment.pk)
    if by.pk not in (held.substitutes_id,):
        _check_kept(person, by=by)
        if not kept_bodies(by).filter(pk=held.body_id).exists():
            raise NotPermitted("这一任用不在您管理的范围内。")
        if not may_give(by, duty=held.duty, body=held.body):
            raise NotPermitted(f"{person}在本级的职责高于您，请由上级组织部门办理。")
    if held.standing in NEVER_COUNTED:
        raise NotPermitted(f"这一任用{held.get_standing_display()}，不用再结束。")
    if until < today() - timedelta(days=1):
        raise NotPermitted("最后一天不能早于昨天：这期间的办理已经生效。需要立即停止的，请填昨天。")
    if held.until is not None and held.until < until:
        raise NotPermitted("这一任用在该日期之前已经结束。")
    _end(held, until)
    resting = Appointment.objects.filter(substitutes=person, body=held.body_id, until__gt=until).exclude(
        standing__in=NEVER_COUNTED
    )
    others = Appointment.objects.filter(in_force(until + timedelta(days=1)), user=person, body=held.body_id)
    stand_ins = [] if held.substitutes_id or others.exists() else list(resting.select_related("user"))
    for one in stand_ins:
        _end(one, until)
    settle_grants([person, *(one.user for one in stand_ins)])
    return held


def _end(held: Appointment, until: date) -> None:
    """One that had not begun by its last day is withdrawn and keeps its days."""
    if until < held.since:
        held.standing = Standing.WITHDRAWN
        held.save(update_fields=["standing"])
        return
    held.until = until
    held.save(update_fields=["until"])


@transaction.atomic
def substitute(absent: User, stand_in: User, *, since: date, until: date, by: User) -> list[Appointment]:
    """A standing substitution: `stand_in` acts for `absent` from a day to a day.

    Asked for by the absent person, for the bodies the two share; or by staff, for the bodies they keep and no more than
    they could give. Never for longer than the right itself, never from a substitution; it waits for the security
    administrator as every right does. Raises NotPermitted.
    """
    for user in sorted({absent, stand_in}, key=lambda one: one.pk):
        _locked(user)
    if stand_in.pk in (by.pk, absent.pk):
        raise NotPermitted("不能由本人代本人办理，也不能指定自己代别人办理。")
    if by.pk != absent.pk:
        _check_kept(absent, by=by)
        if owes_rights_to(by, stand_in):
            raise NotPermitted(f"您的任用由{stand_in}办理或由其而来，不能再授权{stand_in}，请由上级组织部门办理。")
    if not possible_stand_ins(absent, by=by).filter(pk=stand_in.pk).exists():
        raise NotPermitted("代办人应是同一机构的在职用户，请重新选择。")
    if not today() <= since <= until:
        raise NotPermitted("代办起止日期不对：不能早于今天，结束不能早于开始。")
    rights = _rights_to_lend(absent, stand_in, on=since, by=by)
    if not rights:
        raise NotPermitted("代办期间该用户在代办人可以代办的机构没有任用，无须代办。")
    made = [_stand_in(held, stand_in, since=since, until=until, by=by) for held in rights]
    settle_grants([stand_in])
    return made


def _rights_to_lend(absent: User, stand_in: User, *, on: date, by: User) -> list[Appointment]:
    """The absent person's own rights that day, in the bodies in which `by` may arrange it."""
    own = Appointment.objects.filter(in_force(on), substitutes=None)
    rights = own.filter(user=absent).exclude(duty=Duty.READER).select_related("body").order_by("pk")
    if by.pk == absent.pk:
        return list(rights.filter(body__in=own.filter(user=stand_in).values("body")))
    kept = rights.filter(body__in=kept_bodies(by))
    return [held for held in kept if may_give(by, duty=held.duty, body=held.body)]


def _stand_in(held: Appointment, stand_in: User, *, since: date, until: date, by: User) -> Appointment:
    last = min(until, held.until) if held.until else until
    overlapping = Appointment.objects.filter(
        user=stand_in, body=held.body_id, substitutes=held.user_id, since__lte=last, until__gte=since
    )
    if overlapping.exclude(standing__in=NEVER_COUNTED).exists():
        raise NotPermitted("这段时间已有同一代办安排。")
    return Appointment.objects.create(
        user=stand_in, body_id=held.body_id, duty=held.duty, since=since, until=last, substitutes_id=held.user_id,
        made_by=by, standing=Standing.WAITING if right_needs_judging(held.body) else Standing.COUNTS,
    )  # fmt: skip


@transaction.atomic
def judge_appointment(appointment: Appointment, *, agree: bool, by: User) -> Appointment:
    """The security administrator lets an appointment count, or not. Raises NotPermitted."""
    if by.office != Office.SECURITY:
        raise NotPermitted("任用由安全管理员核准。")
    held = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.pk)
    if held.standing != Standing.WAITING:
        raise NotPermitted(f"这一任用{held.get_standing_display()}，不需要再核准，请刷新。")
    held.standing, held.judged_by = Standing.COUNTS if agree else Standing.REFUSED, by
    held.save(update_fields=["standing", "judged_by"])
    settle_grants([held.user])
    return held


@transaction.atomic
def disable_account(target: User, *, by: User) -> User:
    """Nobody logs in any more; sessions end at once, appointments stay as they were written. Raises NotPermitted."""
    return _switch(target, on=False, by=by)


@transaction.atomic
def enable_account(target: User, *, by: User) -> User:
    return _switch(target, on=True, by=by)


def _switch(target: User, *, on: bool, by: User) -> User:
    user = _locked(target)
    _check_whole(user, by=by)
    user.is_active = on
    user.save(update_fields=["is_active"])
    settle_grants([user])
    return user


@transaction.atomic
def reset_password(target: User, *, by: User) -> str:
    """A password for one login, told once; it ends all sessions. Raises NotPermitted."""
    user = _locked(target)
    if not may_reset_administrator(user, by=by):
        _check_whole(user, by=by)
    note(Act.PASSWORD_RESET, about=user)
    return give_password(user)


def give_password(user: User) -> str:
    """Give a one-time password and lift a lock; whether the caller may is theirs to have checked."""
    password = one_time_password()
    user.password, user.must_change_password, user.password_changed_at = sealed(password), True, timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    reset(username=user.username)
    return password


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """The user's own choice, already checked against the rules; other sessions end with the old one."""
    held = _locked(user)
    held.set_password(password)
    held.must_change_password, held.password_changed_at = False, timezone.now()
    held.save(update_fields=["password", "must_change_password", "password_changed_at"])
    note(Act.PASSWORD_CHANGED, about=held)
    user.password, user.must_change_password = held.password, False
    user.password_changed_at = held.password_changed_at


def unlock(username: str, *, by: User) -> None:
    """Let a login name try again at once. Raises NotPermitted."""
    if by.office != Office.SECURITY and not kept_users(by).filter(username=username).exists():
        raise NotPermitted("该用户不在您管理的范围内。")
    reset(username=username)
    note(Act.UNLOCKED, detail={"登录名": username})


@transaction.atomic
def drop_second_factor(target: User, *, by: User) -> None:
    """A lost phone: the user binds a new one at the next login. By the security administrator, never for themselves."""
    if by.office != Office.SECURITY or target.pk == by.pk:
        raise NotPermitted("动态口令由安全管理员解除，且不能解除自己的。")
    TOTPDevice.objects.filter(user=target).delete()
    note(Act.FACTOR_DROPPED, about=target)
