"""A pytest plugin that starts a PostgreSQL and a broker for the run, where none are named in the environment.

Loaded with `-p` so that they stand before Django reads its settings. The processes of pytest-xdist share them.
TEST_POSTGRES=wheel or system picks the database's programs.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from config.launch.broker import Broker
from config.launch.postgres import Cluster

STARTED = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    os.environ.setdefault("DEBUG", "1")
    if find_spec("config.settings"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = scratch_cluster(os.environ.get("TEST_POSTGRES", "any")).url
        if "CELERY_BROKER_URL" not in os.environ:
            os.environ["CELERY_BROKER_URL"] = scratch_broker().url
        return (yield)
    except BaseException:
        STARTED.close()
        raise


def scratch_cluster(source: str) -> Cluster:
    folder = Path(tempfile.mkdtemp(prefix="cadres-test-"))
    STARTED.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)  # as root the server runs as another user
    cluster = Cluster(folder, source=source, durable=False)
    STARTED.callback(cluster.stop)
    cluster.start()
    return cluster


def scratch_broker() -> Broker:
    broker = Broker()
    STARTED.callback(broker.stop)
    broker.start()
    return broker


def pytest_unconfigure() -> None:
    STARTED.close()
