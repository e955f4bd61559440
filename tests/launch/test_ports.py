"""The port of `make run`: the wanted one, or the next that nobody has."""

import socket

from config.launch.ports import LOOPBACK, claim_port, free_port, listenable


def test_a_taken_port_gives_the_next() -> None:
    with socket.socket() as server:
        server.bind((LOOPBACK, free_port()))
        server.listen()
        taken = server.getsockname()[1]
        port, claim = claim_port(LOOPBACK, wanted=taken)
        claim.close()
        assert port > taken


def test_a_claimed_port_is_not_given_twice_though_nobody_listens_yet() -> None:
    first, held = claim_port(LOOPBACK, wanted=free_port())
    second, other = claim_port(LOOPBACK, wanted=first)
    other.close()
    held.close()
    assert second > first


def test_a_port_is_free_again_once_its_claim_is_closed() -> None:
    first, held = claim_port(LOOPBACK, wanted=free_port())
    held.close()
    again, held = claim_port(LOOPBACK, wanted=first)
    held.close()
    assert again == first


def test_connections_of_an_ended_server_do_not_hold_its_port() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        visitor = socket.create_connection((LOOPBACK, port))
        answer, _ = server.accept()
        answer.close()  # the server's end closes first and lingers
        visitor.close()
    assert listenable(LOOPBACK, port)
