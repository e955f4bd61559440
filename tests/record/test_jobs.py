"""Jobs leave their mark, and what a request had done by a job stays that of the request's user."""

import time

import pytest
from celery import shared_task

from accounts.models import Entry, JobRun
from accounts.record import context
from accounts.tasks import seal_record
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


def test_a_job_that_failed_says_why(transactional_db):
    @shared_task(name="trial.fails")
    def fails():
        raise LookupError("没有这一行")

    fails.apply()
    run = JobRun.objects.get(name="trial.fails")
    assert (run.failed, run.detail) == (True, {"错误": "LookupError: 没有这一行"})
