"""Run a command that ends with its parent, whatever ends the parent, and as another user when one is named.

Called as a script, so that the tie is made between fork and exec without running Python code in a forked,
threaded parent: tether.py PARENT SIGNAL USER|- COMMAND…
"""

import ctypes
import os
import pwd
import sys

SET_DEATH_SIGNAL = 1


def main(parent: int, death_signal: int, user: str, command: list[str]) -> None:
    if user != "-":
        account = pwd.getpwnam(user)
        os.setgroups([account.pw_gid])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)  # before the tie: changing user undoes it
    tie(death_signal, parent=parent)
    os.execvp(command[0], command)


def tie(death_signal: int, *, parent: int) -> None:
    """Ask the kernel for `death_signal` when the parent dies; leave at once if it already has."""
    if not sys.platform.startswith("linux"):
        return
    if ctypes.CDLL(None, use_errno=True).prctl(SET_DEATH_SIGNAL, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        raise SystemExit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
