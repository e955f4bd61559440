"""A PostgreSQL cluster of our own: made, started on a free loopback port, stopped; its folder outlives it."""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg2

from config.launch.binaries import choose
from config.launch.ports import LOOPBACK, free_port
from config.launch.processes import Child, tied

NAME = "cadres"
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "Asia/Shanghai",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class DatabaseFailed(Exception):
    """The cluster could not be made or started; the text says why, in PostgreSQL's words."""


class Cluster:
    """A cluster in `folder`, run by this process. `durable=False` is for tests: a power cut may lose it."""

    def __init__(self, folder: Path, *, source: str = "any", durable: bool = True) -> None:
        self.folder, self.durable = folder, durable
        self.data, self.log = folder / "data", folder / "postgres.log"
        self.programs = choose(source, major=written_by(self.data))
        self.child: Child | None = None
        self.port = 0
        self._in_use: IO[str] | None = None

    @property
    def url(self) -> str:
        password = (self.folder / "password").read_text()
        return f"postgresql://{NAME}:{password}@{LOOPBACK}:{self.port}/{NAME}"

    def start(self, *, patience: float = 60) -> None:
        """Make the cluster if it is new, start it or join the one already running. Raises DatabaseFailed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _alone(self.folder / "starting.lock"):
            if not written_by(self.data):
                self._make()
            if not self._joined(patience):
                self._launch(patience)
            self._make_database()
        self._in_use = (self.folder / "in-use.lock").open("w")
        fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def stop(self, *, after_others: bool = False) -> None:
        """End the server if this process started it, on request only once those who joined it have ended."""
        if self.child and after_others and self._in_use:
            fcntl.flock(self._in_use, fcntl.LOCK_EX)
        if self.child:
            with _alone(self.folder / "starting.lock"):
                self.child.stop(patience=30)
            self.child = None
        if self._in_use:
            self._in_use.close()
            self._in_use = None

    def _joined(self, patience: float) -> bool:
        """Whether a server of another process answers; one that is just ending is waited for. Raises DatabaseFailed."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            self.port = running_port(self.data)
            if not self.port:
                return False
            if self._connects():
                return True
            time.sleep(0.1)
        raise DatabaseFailed(f"已在运行的 PostgreSQL 没有应答（{self.data}，端口 {self.port}）")

    def _connects(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(self._maintenance()).close()
            return True
        return False

    def _make(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # a first start that was cut short
        password = self.folder / "password"
        _write_private(password, secrets.token_hex(24))
        self.data.mkdir(mode=0o700)
        lent = self.folder / "initdb-password"
        _write_private(lent, password.read_text())
        self._give_to_user(self.data, lent)
        options: list[str | Path] = [
            "-D",
            self.data,
            "-U",
            NAME,
            "-E",
            "UTF8",
            "-A",
            "scram-sha-256",
            f"--pwfile={lent}",
        ]
        try:
            self._run("initdb", *options, *self.programs.locale, *([] if self.durable else ["--no-sync"]))
        finally:
            lent.unlink()

    def _launch(self, patience: float) -> None:
        for _ in range(3):  # another program may take the port between our look and PostgreSQL's
            if self._answers(patience):
                return
            self._give_up()
            if "Address already in use" not in _tail(self.log):
                break
        raise DatabaseFailed(f"PostgreSQL 没有启动（{self.data}）：\n{_tail(self.log)}")

    def _give_up(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None

    def _answers(self, patience: float) -> bool:
        self.port = free_port()
        settings = SETTINGS | {"port": str(self.port)} | ({} if self.durable else FORGETFUL)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [self.programs.folder / "postgres", "-D", self.data, *options]
        fast = signal.SIGINT  # a fast shutdown does not wait for clients
        self.child = Child(
            "postgres",
            command,
            user=self.programs.user,
            ending=fast,
            log=self.log,
            environment=_plain(),
            directory=Path("/"),
        )
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.child.running():
            if self._connects():
                return True
            time.sleep(0.05)
        return False

    def _maintenance(self) -> str:
        return self.url.rsplit("/", 1)[0] + "/postgres?connect_timeout=5"

    def empty(self) -> None:
        """Throw the database away, with whoever is connected, and make it anew. The cluster must be running."""
        self._ask(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        self._make_database()

    def _make_database(self) -> None:
        if not self._ask("SELECT 1 FROM pg_database WHERE datname = %s", NAME):
            self._ask(f'CREATE DATABASE "{NAME}"')

    def _ask(self, statement: str, *values: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(self._maintenance())
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def _give_to_user(self, *paths: Path) -> None:
        if self.programs.user:
            for path in paths:
                shutil.chown(path, user=self.programs.user)

    def _run(self, program: str, *options: str | Path) -> None:
        command = [*tied(signal.SIGTERM, user=self.programs.user), self.programs.folder / program, *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=_plain(), start_new_session=True)
        if done.returncode != 0:
            raise DatabaseFailed(f"{program} 失败（{self.data}）：\n{done.stdout}{done.stderr}")


def written_by(data: Path) -> int | None:
    """The major version that made the cluster in `data`; None where there is no whole cluster."""
    version = data / "PG_VERSION"
    finished = data / "global" / "pg_control"
    return int(version.read_text()) if version.exists() and finished.exists() else None


def running_port(data: Path) -> int:
    """The port of the server running on `data`, or 0. A pid file left by a dead server is removed."""
    pid_file = data / "postmaster.pid"
    try:
        lines = pid_file.read_text().splitlines()
        if _serves(int(lines[0]), data):
            return int(lines[3])
        pid_file.unlink(missing_ok=True)
    except (FileNotFoundError, IndexError, ValueError):
        pass
    return 0


def _serves(pid: int, data: Path) -> bool:
    """Whether process `pid` is a server on `data`: a server's working folder is its cluster."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except FileNotFoundError:
        return False
    except PermissionError:
        return False


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _plain() -> dict[str, str]:
    """The environment for PostgreSQL's own programs: none of our PG… settings, and English messages."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-15:]) if path.exists() else ""
