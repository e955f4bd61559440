"""Ports on this machine: the first free one, and holding it until its server listens."""

import socket

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on at the moment, chosen by the kernel."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def claim_port(host: str, *, wanted: int, tries: int = 200) -> tuple[int, socket.socket]:
    """The first port from `wanted` on that nobody has, and a socket that keeps other checkouts off it.

    The socket never listens, so connections reach the server that binds the port beside it with SO_REUSEPORT.
    Raises OSError where none of `tries` ports is free.
    """
    for port in range(wanted, wanted + tries):
        claim = socket.socket()
        try:
            claim.bind((host, port))
            claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            return port, claim
        except OSError:
            claim.close()
    raise OSError(f"从 {wanted} 起的 {tries} 个端口都被占用，请用 PORT=端口号 另指定一个")
