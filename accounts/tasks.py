"""Jobs of this house."""

from celery import shared_task

from accounts.files.kept_uploads import forget_old
from accounts.grants import settle_grants
from accounts.record.sealing import seal


@shared_task
def seal_record() -> None:
    """Close what the record has gathered. Running each minute, it is also the sign of life of beat and worker."""
    seal()


@shared_task
def settle_appointments() -> None:
    """Each night the grants on bodies follow the appointments that began or ran out."""
    settle_grants()


@shared_task
def forget_uploads() -> int:
    """Each night the files of uploads that were done with long ago go; how many."""
    return forget_old()
