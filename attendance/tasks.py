"""The night's work of attendance. Tasks fetch and call one action."""

from celery import shared_task

from attendance.tally_actions import run_tally
from villages.clock import today


@shared_task
def tally_tonight() -> None:
    run_tally(on=today())
