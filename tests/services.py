"""A pytest plugin that starts a PostgreSQL and a broker for the run, where none are named in the environment.

Loaded with `-p` so that they stand before Django reads its settings. The processes of pytest-xdist share them.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import pytest

from config.launch.scratch import start_scratch

STARTED = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    os.environ.setdefault("DEBUG", "1")
    if find_spec("config.settings"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if "MEDIA_ROOT" not in os.environ:  # what tests upload is no developer's
            os.environ["MEDIA_ROOT"] = STARTED.enter_context(TemporaryDirectory(prefix="cadres-uploads-"))
        start_scratch(STARTED)
        keep_queues_apart()
        return (yield)
    except BaseException:
        STARTED.close()
        raise


def keep_queues_apart() -> None:
    """Each process of pytest-xdist has a numbered database of the broker to itself."""
    if process := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
        broker, _ = os.environ["CELERY_BROKER_URL"].rsplit("/", 1)
        os.environ["CELERY_BROKER_URL"] = f"{broker}/{int(process) + 1}"


def pytest_unconfigure() -> None:
    STARTED.close()
