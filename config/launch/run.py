"""`make run`: everything from nothing to a running demo, and back to nothing on Ctrl-C."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from config.launch import assets, services
from config.launch.paths import ROOT, STATE
from config.launch.ports import LOOPBACK, claim_port
from config.launch.processes import Child, say, stop_all

RESTARTS = 5
KILLED = signal.SIGKILL  # a worker without broker does not end on a kind word; its jobs resume from the database


class Failed(Exception):
    """A step did not succeed; its lines stand above."""


class Ended(Exception):
    """Someone asked this run to end."""


def run() -> None:
    """Start, print the address and the logins, watch until asked to end. Raises Failed and what the steps raise."""
    listen_for_the_end()
    interrupted = parent_interrupted()
    with ExitStack() as stack:
        try:
            claim_checkout(stack)
            logins = prepare(stack)
            port = take_port(stack)
            children = start_program(port, stack)
            wait_for_web(port, children[0])
            say("")
            for line in [*logins, "", f"打开 http://{shown_host()}:{port}/ ，按 Ctrl-C 结束"]:
                say(line)
            watch(children, commands(port), interrupted=interrupted)
        except Ended:
            say("正在结束……")
    say("已全部结束")


def prepare(stack: ExitStack) -> list[str]:
    """Assets, database, broker, tables, static files, demo; returns what the demo says about its logins."""
    os.environ.setdefault("DEBUG", "0")  # what a server shows is what the demo shows
    os.environ.setdefault("ALLOWED_HOSTS", f"localhost,{LOOPBACK},[::1],{socket.gethostname()}")
    services.set_local_defaults()
    say("前端文件")
    assets.build()
    say("数据库")
    services.start_database(stack)
    say("任务队列")
    services.start_broker(stack)
    manage("migrate", "--no-input")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    say("演示县")
    return manage("demo", quietly=True)


def reset_demo() -> None:
    """Empty this checkout's own database and load the demo anew. Raises Failed where the database is another's."""
    if os.environ.get("DATABASE_URL"):
        raise Failed("demo-reset 只清空本目录自带的演示数据库；DATABASE_URL 指向的数据库请自行处理")
    with ExitStack() as stack:
        claim_checkout(stack)
        services.set_local_defaults()
        cluster = services.local_cluster()
        stack.callback(cluster.stop)
        cluster.start()
        cluster.empty()
        os.environ["DATABASE_URL"] = cluster.url
        manage("migrate", "--no-input")
        for line in manage("demo", quietly=True):
            say(line)


def manage(*arguments: str, quietly: bool = False) -> list[str]:
    """Run one management command to its end; its lines. Raises Failed."""
    lines: list[str] = []
    name = arguments[0]

    def hear(line: str) -> None:
        lines.append(line)
        if not quietly:
            say(line, name=name)

    child = Child(name, [sys.executable, "manage.py", *arguments], directory=ROOT, hear=hear)
    try:
        status = child.wait()
    finally:
        child.stop()
    if status != 0:
        if quietly:
            for line in lines:
                say(line, name=name)
        raise Failed(f"manage.py {name} 没有成功，原因见上")
    return lines


def commands(port: int) -> dict[str, list[str]]:
    """What runs side by side: web, worker and beat."""
    as_root = "ignore:You're running the worker with superuser privileges"
    celery = [sys.executable, "-W", as_root, "-m", "celery", "--quiet", "-A", "config"]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host(), "--port", str(port)]
    return {
        "web": [*server, "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application"],
        "worker": [
            *celery,
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "WARNING",
            "--without-gossip",
            "--without-mingle",
        ],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(STATE / "beat-schedule"), "--pidfile="],
    }


def start_program(port: int, stack: ExitStack) -> list[Child]:
    children: list[Child] = []
    stack.callback(stop_all, children)
    for name, command in commands(port).items():
        children.append(start(name, command))
    return children


def start(name: str, command: list[str]) -> Child:
    return Child(name, command, directory=ROOT, orphaned=signal.SIGTERM if name == "web" else KILLED)


def wait_for_web(port: int, web: Child, *, patience: float = 60) -> None:
    """Until the web answers anything at all. Raises Failed."""
    deadline = time.monotonic() + patience
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and web.running():
        try:
            direct.open(f"http://{reached_host()}:{port}/", timeout=10)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise Failed("网页服务没有启动，原因见上")


def watch(children: list[Child], commands: dict[str, list[str]], *, interrupted: Callable[[], bool]) -> None:
    """Start again what ends by itself, a few times. Raises Failed where it keeps ending, Ended when asked."""
    restarted = 0
    while True:
        time.sleep(0.5)
        if interrupted():
            raise Ended
        for place, child in enumerate(children):
            if child.running():
                continue
            child.stop()
            restarted += 1
            if restarted > RESTARTS:
                raise Failed(f"{child.name} 反复退出，原因见上")
            say(f"{child.name} 意外退出（{child.process.returncode}），重新启动")
            children[place] = start(child.name, commands[child.name])


def parent_interrupted() -> Callable[[], bool]:
    """Whether make was interrupted since: it keeps a Ctrl-C meant for it alone to itself and waits for us to end.

    Having taken the signal it no longer catches it, which the kernel shows.
    """

    def catches() -> bool:
        try:
            status = Path(f"/proc/{os.getppid()}/status").read_text()
        except OSError:
            return False
        return bool(int(status.split("SigCgt:")[1].split()[0], 16) & 1 << (signal.SIGINT - 1))

    watched = bool(os.environ.get("MAKELEVEL")) and catches()
    return lambda: watched and not catches()


def claim_checkout(stack: ExitStack) -> None:
    """One run a checkout: a second one would start a second beat. Raises Failed."""
    STATE.mkdir(parents=True, exist_ok=True)
    lock = stack.enter_context((STATE / "run.lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Failed(f"这个目录里已有一个 make run 在运行（{ROOT}），请先结束它") from None


def take_port(stack: ExitStack) -> int:
    wanted = int(os.environ.get("PORT", "8000"))
    port, claim = claim_port(host(), wanted=wanted)
    stack.enter_context(claim)
    if port != wanted:
        say(f"端口 {wanted} 已被占用，改用 {port}")
    return port


def host() -> str:
    return os.environ.get("HOST_ADDRESS", LOOPBACK)


def reached_host() -> str:
    return LOOPBACK if host() == "0.0.0.0" else host()


def shown_host() -> str:
    return socket.gethostname() if host() == "0.0.0.0" else host()


def listen_for_the_end() -> None:
    """The first Ctrl-C, TERM or hang-up ends the run in order; further ones change nothing."""

    def end(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Ended

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, end)
