"""Ports on this machine: the first free one, kept from other checkouts."""

import socket

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on at the moment, chosen by the kernel."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def claim_port(host: str, *, wanted: int, tries: int = 200) -> tuple[int, socket.socket]:
    """The first port from `wanted` on that nobody has, and a socket that keeps other checkouts off it while open.

    Raises OSError where none of `tries` ports is free.
    """
    for port in range(wanted, wanted + tries):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0stationed-cadres-port-{port}")  # no file: the name goes with the process
            if listenable(host, port):
                return port, claim
        except OSError:
            pass
        claim.close()
    raise OSError(f"从 {wanted} 起的 {tries} 个端口都被占用，请用 PORT=端口号 另指定一个")


def listenable(host: str, port: int) -> bool:
    """Whether a server could listen there; connections of a server that has ended do not matter."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True
