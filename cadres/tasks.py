"""Imports in the background. A message is a wake-up: what is to be done stands in the upload's row."""

from celery import shared_task

from cadres.exchange.uploads import unfinished, work_on


@shared_task
def run_import(upload_id: int) -> None:
    """Read an upload for its preview, or write it once it was confirmed."""
    work_on(upload_id)


@shared_task
def resume_imports() -> int:
    """Take up what a killed worker left; how many."""
    left = list(unfinished().values_list("pk", flat=True))
    for upload_id in left:
        run_import.delay(upload_id)
    return len(left)
