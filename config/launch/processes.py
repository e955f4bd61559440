"""Child processes: each in its own session, tied to this process, its lines prefixed with its name."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")


class Child:
    """A running command. Ended by `stop`, or by the kernel when this process is gone."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        ending: signal.Signals = signal.SIGTERM,
        orphaned: signal.Signals | None = None,
        log: Path | None = None,
        stdin: str | None = None,
        directory: Path | None = None,
        hear: Callable[[str], None] | None = None,
    ) -> None:
        """Start it. `orphaned` is the signal it gets where this process dies first; lines go to `log` or to `hear`."""
        self.name, self.ending = name, ending
        with contextlib.ExitStack() as stack:
            self.process = subprocess.Popen(
                [*tied(orphaned or ending, user=user), *command],
                env=None if environment is None else dict(environment),
                cwd=directory,
                start_new_session=True,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=stack.enter_context(log.open("wb")) if log else subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if stdin is not None and self.process.stdin:
            self.process.stdin.write(stdin.encode())
            self.process.stdin.close()
        self._listener = threading.Thread(
            target=relay, args=(self.process.stdout, hear or partial(say, name=name)), daemon=True
        )
        self._listener.start()

    def running(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        """The exit status, once all its lines were heard."""
        status = self.process.wait()
        self._listener.join(5)
        return status

    def stop(self, *, patience: float = 10) -> None:
        """End the command, then whatever is left of its group."""
        if self.running():
            self._signal(self.ending, group=False)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self._signal(signal.SIGKILL, group=True)
        self.process.wait()

    def _signal(self, number: signal.Signals, *, group: bool) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.process.pid, number)
            else:
                os.kill(self.process.pid, number)


def tied(death_signal: signal.Signals, *, user: str | None = None) -> list[str | Path]:
    """What to put before a command so that it runs as `user` and gets the signal when this process dies."""
    return [sys.executable, "-I", "-S", TETHER, str(os.getpid()), str(int(death_signal)), user or "-"]


def relay(lines: IO[bytes] | None, hear: Callable[[str], None]) -> None:
    """Hand on a child's lines until it closes them."""
    for line in lines or ():
        hear(line.decode(errors="replace").rstrip("\n"))


def say(text: str, *, name: str = "launch") -> None:
    with contextlib.suppress(OSError, ValueError):  # nobody reads any more: the work goes on
        sys.stdout.write(f"{name:<8}| {text}\n")
        sys.stdout.flush()


def stop_all(children: Sequence[Child], *, patience: float = 10) -> None:
    """Ask all at once, then wait for each: the slowest decides, not the sum."""
    for child in children:
        child._signal(child.ending, group=False)
    deadline = time.monotonic() + patience
    for child in children:
        child.stop(patience=max(0.1, deadline - time.monotonic()))
