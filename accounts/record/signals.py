"""Logins, failures and lock-outs become entries; jobs carry on the context of the request that called for them."""

import logging
from typing import Any

from axes.signals import user_locked_out
from celery import Task
from celery.signals import before_task_publish, task_failure, task_postrun, task_prerun
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.choices import Act
from accounts.failures import WithoutContent, said_of
from accounts.models import JobRun, User
from accounts.record import context, protections, triggers
from accounts.record.notes import note

LONGEST_NAME = 40
HEADER = "record_context"


def connect(app: Any) -> None:
    """Called once, when the program's apps are ready."""
    connection_created.connect(context.tell_new_connection)
    pre_migrate.connect(_before_migrating, sender=app)
    post_migrate.connect(_after_migrating, sender=app)
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_login_failed)
    user_locked_out.connect(_locked_out)
    before_task_publish.connect(_carry)
    task_prerun.connect(_job_starts)
    task_failure.connect(_job_failed)
    task_postrun.connect(_job_ends)
    logging.getLogger("celery.app.trace").addFilter(WithoutContent())


def _before_migrating(sender: Any, plan: list[Any] | None = None, **kwargs: Any) -> None:
    triggers.remove(plan)


def _after_migrating(sender: Any, **kwargs: Any) -> None:
    triggers.install()
    protections.harden()


def _logged_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Whoever owes the code of a telephone is logged in when it was given (see second_factor.py), not before."""
    owes_code = request is not None and (user.office or TOTPDevice.objects.filter(user=user, confirmed=True).exists())
    note(Act.PASSWORD_PASSED if owes_code else Act.LOGGED_IN, request=request, user=user, about=user)


def _logged_out(sender: Any, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        note(Act.LOGGED_OUT, request=request, user=user, about=user)


def _login_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    note(Act.LOGIN_FAILED, request=request, detail={"登录名": str(credentials.get("username", ""))[:LONGEST_NAME]})


def _locked_out(sender: Any, request: HttpRequest | None = None, username: str = "", **kwargs: Any) -> None:
    note(Act.LOCKED_OUT, request=request, detail={"登录名": str(username)[:LONGEST_NAME]})


def _carry(headers: dict[str, Any], **kwargs: Any) -> None:
    headers[HEADER] = context.current()


def _job_starts(task: Task, **kwargs: Any) -> None:
    called_by = task.request.get(HEADER) or {"who": "后台任务"}
    context.tell(called_by | {"via": f"job {task.name}"})
    JobRun.objects.update_or_create(
        name=task.name, defaults={"started_at": timezone.now(), "finished_at": None, "failed": False, "detail": {}}
    )


def _job_failed(sender: Task, exception: BaseException, **kwargs: Any) -> None:
    detail = {"错误": said_of(exception)}
    JobRun.objects.filter(name=sender.name).update(finished_at=timezone.now(), failed=True, detail=detail)


def _job_ends(task: Task, **kwargs: Any) -> None:
    JobRun.objects.filter(name=task.name, failed=False).update(finished_at=timezone.now())
    context.tell(None)
