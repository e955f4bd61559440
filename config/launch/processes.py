"""Child processes: each in its own session, tied to this process, its lines prefixed with its name."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
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
    ) -> None:
        self.name, self.ending = name, ending
        tie = [sys.executable, "-I", "-S", TETHER, str(os.getpid()), str(int(orphaned or ending)), user or "-"]
        output: IO[bytes] | int = log.open("wb") if log else subprocess.PIPE
        try:
            self.process = subprocess.Popen(
                [*tie, *command],
                env=None if environment is None else dict(environment),
                cwd=directory,
                start_new_session=True,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        finally:
            if not isinstance(output, int):
                output.close()
        if stdin is not None and self.process.stdin:
            self.process.stdin.write(stdin.encode())
            self.process.stdin.close()
        if self.process.stdout:
            threading.Thread(target=relay, args=(name, self.process.stdout), daemon=True).start()

    def running(self) -> bool:
        return self.process.poll() is None

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


def relay(name: str, lines: IO[bytes]) -> None:
    """Copy a child's lines to our output behind its name until it closes them."""
    for line in lines:
        with contextlib.suppress(OSError, ValueError):
            say(line.decode(errors="replace").rstrip("\n"), name=name)


def say(text: str, *, name: str = "launch") -> None:
    sys.stdout.write(f"{name:<8}| {text}\n")
    sys.stdout.flush()


def stop_all(children: Sequence[Child], *, patience: float = 10) -> None:
    """Ask all at once, then wait for each: the slowest decides, not the sum."""
    for child in children:
        child._signal(child.ending, group=False)
    deadline = time.monotonic() + patience
    for child in children:
        child.stop(patience=max(0.1, deadline - time.monotonic()))
