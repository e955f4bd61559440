"""The database and the broker a run stands on: those the environment names, else our own."""

import os
from contextlib import ExitStack

from config.launch.binaries import database_user
from config.launch.broker import Broker
from config.launch.paths import STATE, folder_for, kept_secret
from config.launch.postgres import Cluster

BROKER_NOTE = STATE / "broker-url"


def local_cluster(*, source: str = "any") -> Cluster:
    """The cluster of this checkout, not started."""
    return Cluster(folder_for(database_user()) / "postgres", source=source)


def start_database(stack: ExitStack, *, after_others: bool = False) -> None:
    """Set DATABASE_URL; what was started ends with `stack`, on request only once others who joined it have ended."""
    if not os.environ.get("DATABASE_URL"):
        cluster = local_cluster()
        stack.callback(cluster.stop, after_others=after_others)
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.url


def start_broker(stack: ExitStack) -> None:
    """Set CELERY_BROKER_URL, and note it for commands given by hand; what was started ends with `stack`."""
    if not os.environ.get("CELERY_BROKER_URL"):
        broker = Broker()
        stack.callback(broker.stop)
        broker.start()
        os.environ["CELERY_BROKER_URL"] = broker.url
        stack.callback(BROKER_NOTE.unlink, missing_ok=True)
        BROKER_NOTE.touch(mode=0o600)
        BROKER_NOTE.write_text(broker.url)


def set_local_defaults() -> None:
    """A machine of one's own: debugging on, and a key that is made once and kept."""
    os.environ.setdefault("DEBUG", "1")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = kept_secret("secret-key")


def join_for_command(stack: ExitStack) -> None:
    """For a command given by hand: the running database and broker, or a database for as long as the command lasts."""
    if os.environ.get("DATABASE_URL"):
        return
    set_local_defaults()
    start_database(stack, after_others=True)
    if BROKER_NOTE.exists():
        os.environ.setdefault("CELERY_BROKER_URL", BROKER_NOTE.read_text())
