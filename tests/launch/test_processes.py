"""Children end with us, however we end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import redis

from config.launch.broker import Broker
from config.launch.paths import ROOT
from config.launch.processes import Child

ORPHAN = """
import sys, time
from config.launch.processes import Child
child = Child("sleeper", ["sleep", "600"])
print(child.process.pid, flush=True)
time.sleep(600)
"""


def gone(pid: int, *, patience: float = 5) -> bool:
    deadline = time.monotonic() + patience
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not Path(f"/proc/{pid}").exists()


def test_child_of_a_killed_parent_ends() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)  # until the tie is made
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(child)


def test_stop_ends_the_whole_group_even_where_the_command_does_not_listen() -> None:
    heard: list[str] = []
    stubborn = "trap '' TERM; sleep 600 & echo $!; wait; wait"
    child = Child("stubborn", ["bash", "-c", stubborn], hear=heard.append)
    while not heard:
        time.sleep(0.02)
    child.stop(patience=0.3)
    assert (gone(child.process.pid), gone(int(heard[0]))) == (True, True)


def test_lines_are_heard_in_order_and_the_status_is_returned() -> None:
    heard: list[str] = []
    child = Child("lines", ["sh", "-c", "echo 一; echo 二 >&2; exit 3"], hear=heard.append)
    assert (child.wait(), heard) == (3, ["一", "二"])


def test_child_is_not_reached_by_the_terminals_interrupt() -> None:
    child = Child("sleeper", ["sleep", "600"])
    try:
        assert os.getpgid(child.process.pid) != os.getpgid(os.getpid())
    finally:
        child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_broker_answers_with_its_password_and_ends() -> None:
    broker = Broker()
    broker.start()
    with redis.Redis.from_url(broker.url) as client:
        assert client.ping() is True
    assert broker.child is not None
    pid = broker.child.process.pid
    broker.stop()
    assert gone(pid)
