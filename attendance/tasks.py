"""The night's work of attendance. Tasks fetch and call one action."""

from datetime import date

from celery import shared_task

from attendance.tally.actions import run_tally
from villages.clock import today


@shared_task
def tally_tonight(on: str | None = None) -> None:
    """Tally up to a day (YYYY-MM-DD), by itself up to today."""
    run_tally(on=date.fromisoformat(on) if on else today())
