"""A database and a broker that live as long as a test run or a measurement, and leave nothing."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from config.launch.broker import Broker
from config.launch.postgres import Cluster


def start_scratch(stack: ExitStack, *, durable: bool = False) -> None:
    """Set DATABASE_URL and CELERY_BROKER_URL where they are not set; what was started ends with `stack`.

    TEST_POSTGRES=wheel or system picks the database's programs.
    """
    if not os.environ.get("DATABASE_URL"):
        source = os.environ.get("TEST_POSTGRES") or "any"
        os.environ["DATABASE_URL"] = scratch_cluster(stack, source=source, durable=durable).url
    if not os.environ.get("CELERY_BROKER_URL"):
        broker = Broker()
        stack.callback(broker.stop)
        broker.start()
        os.environ["CELERY_BROKER_URL"] = broker.url


def scratch_cluster(stack: ExitStack, *, source: str = "any", durable: bool = False) -> Cluster:
    """A running cluster in a folder of its own; both end with `stack`."""
    folder = Path(tempfile.mkdtemp(prefix="cadres-scratch-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)  # as root the server runs as another user
    cluster = Cluster(folder, source=source, durable=durable)
    stack.callback(cluster.stop)
    cluster.start()
    return cluster
