"""What all tests can rely on."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737), which no computer has."""

WAYS: dict[str, tuple[socket.SocketKind, Callable[[socket.socket], object]]] = {
    "connect": (socket.SOCK_STREAM, lambda own: own.connect(ELSEWHERE)),
    "connect_ex": (socket.SOCK_STREAM, lambda own: own.connect_ex(ELSEWHERE)),
    "connect by UDP": (socket.SOCK_DGRAM, lambda own: own.connect(ELSEWHERE)),
    "sendto": (socket.SOCK_DGRAM, lambda own: own.sendto(b"hello", ELSEWHERE)),
    "sendto with flags": (socket.SOCK_DGRAM, lambda own: own.sendto(b"hello", 0, ELSEWHERE)),
    "create_connection": (socket.SOCK_STREAM, lambda _own: socket.create_connection(ELSEWHERE, timeout=1)),
}


@pytest.mark.parametrize(("kind", "reach"), WAYS.values(), ids=WAYS)
def test_nothing_is_sent_to_another_computer(kind: socket.SocketKind, reach: Callable[[socket.socket], object]) -> None:
    with socket.socket(socket.AF_INET, kind) as own:
        own.settimeout(1)
        with pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"):
            reach(own)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_may_be_reached(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(5)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
            own.sendto(b"one", (host, other.getsockname()[1]))
            own.connect((host, other.getsockname()[1]))
            own.send(b"two")
            assert [other.recv(9), other.recv(9)] == [b"one", b"two"]
