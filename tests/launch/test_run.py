"""`make run` from an empty folder: address and logins at the end, a taken port, and nothing left after Ctrl-C."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch import assets
from config.launch.paths import ROOT
from config.launch.ports import LOOPBACK, free_port

NOT_INHERITED = {"DATABASE_URL", "CELERY_BROKER_URL", "DEBUG", "SECRET_KEY", "MASTER_KEY", "TODAY", "MAKELEVEL"}


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="cadres-run-"))
    path.chmod(0o755)  # as root the database runs as another user
    yield path
    shutil.rmtree(path)


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    own = {"PORT": str(port), "CADRES_STATE_DIR": str(folder / "state")}
    own |= {"STATIC_ROOT": str(folder / "static"), "MEDIA_ROOT": str(folder / "media")}
    if os.environ.get("TEST_POSTGRES") == "wheel":
        own["POSTGRES_BIN_DIRS"] = ""
    command = [sys.executable, "-m", "config.launch", "run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=inherited | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def said_until_ready(run: subprocess.Popen[str]) -> list[str]:
    lines: list[str] = []
    assert run.stdout is not None
    for line in run.stdout:
        lines.append(line.rstrip())
        if "按 Ctrl-C 结束" in line:
            return lines
    raise AssertionError("\n".join(lines))


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [each for child in children for each in descendants(child)]


def end(run: subprocess.Popen[str], number: signal.Signals) -> tuple[int, list[int]]:
    """The exit status, and which of its processes are still there."""
    started = descendants(run.pid)
    run.send_signal(number)
    status = run.wait(40)
    deadline = time.monotonic() + 5
    while (left := [pid for pid in started if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return status, left


def test_two_runs_on_a_taken_port_end_without_a_trace(folder: Path) -> None:
    assets.build()
    with socket.create_server((LOOPBACK, free_port())) as other:
        taken = other.getsockname()[1]
        first = start(folder, taken)
        lines = said_until_ready(first)
        address = next(word for word in lines[-1].split() if word.startswith("http://"))
        assert address != f"http://{LOOPBACK}:{taken}/"
        assert urllib.request.urlopen(f"{address}healthz", timeout=10).status == 200
        assert end(first, signal.SIGINT) == (0, [])
        second = start(folder, taken)
        assert said_until_ready(second)[-3:-1] == lines[-3:-1]  # the same logins on the data of the first
        assert end(second, signal.SIGTERM) == (0, [])
