"""Jobs leave their mark, and what a request had done by a job stays that of the request's user."""

import logging
import time

import pytest
from celery import shared_task
from django.db import IntegrityError, transaction

from accounts.failures import WithoutContent
from accounts.models import Entry, JobRun
from accounts.record import context
from accounts.tasks import seal_record
from cadres.models import Cadre
from tests import factories

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def test_a_job_that_ran_leaves_when_it_began_and_ended(worker):
    seal_record.delay()
    assert wait_for(lambda: JobRun.objects.filter(name=seal_record.name, finished_at__isnull=False).exists())
    run = JobRun.objects.get(name=seal_record.name)
    assert (run.failed, run.finished_at is not None and run.started_at <= run.finished_at) == (False, True)


def test_rows_written_by_a_job_carry_the_user_whose_request_called_for_it(worker):
    user = factories.user("clerk", "李敏")
    context.tell(context.person(user) | {"via": "request", "request": "abc", "ip": "10.1.1.1", "path": "POST /x/"})
    try:
        seal_record.delay()
    finally:
        context.tell(None)
    assert wait_for(lambda: JobRun.objects.filter(name=seal_record.name, finished_at__isnull=False).exists())
    kept = Entry.objects.filter(kind="accounts.sealedkey").order_by("-id")[:1].get()
    assert (kept.who, kept.request, kept.ip, kept.via) == (
        "李敏（clerk）", "abc", "10.1.1.1", "job accounts.tasks.seal_record",
    )  # fmt: skip


@shared_task(name="trial.fails")
def fails(error):
    if error == "constraint":
        Cadre.objects.update(name=None)
    raise LookupError(f"没有{Cadre.objects.get().name}这一行")


@pytest.mark.parametrize(
    ("error", "told"),
    [("constraint", "IntegrityError（表 cadres_cadre，列 name）"), ("words", "LookupError")],
)
def test_a_job_that_failed_says_how_and_nothing_of_what_stands_in_rows(error, told, caplog):
    Cadre.objects.filter(pk=factories.cadre("张三", factories.linfen()).cadre_id).update(remark="有心脏病史")
    fails.apply([error])
    run = JobRun.objects.get(name="trial.fails")
    assert (run.failed, run.detail) == (True, {"错误": told})
    [line] = [record.getMessage() for record in caplog.records if record.name == "celery.app.trace"]
    assert (told in line, "test_jobs.py" in line) == (True, True)
    assert [word for word in ("心脏病", "张三") if word in line] == []


def test_an_error_of_a_page_is_logged_without_the_row(caplog):
    factories.cadre("张三", factories.linfen())
    try:
        with transaction.atomic():
            Cadre.objects.update(name=None)
    except IntegrityError:
        logging.getLogger("trial").exception("页面 %s", "/x/")
    [record] = caplog.records
    WithoutContent().filter(record)
    line = logging.Formatter().format(record)
    assert (line.startswith("页面 /x/\n"), "列 name" in line, "张三" in line) == (True, True, False)
