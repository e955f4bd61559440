"""Celery: jobs are idempotent and take their state from the database; the broker carries only wake-ups."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_a_wrong_key(**kwargs: Any) -> None:
    """Neither worker nor beat starts where the master key does not open what the database holds."""
    from django.db import connections

    from accounts.checks import master_key_opens

    troubles = master_key_opens(None)
    connections.close_all()  # the worker's children open their own
    if troubles:
        raise SystemExit(str(troubles[0].msg))
