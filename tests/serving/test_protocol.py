"""Connections of clients that do not say what they want, or have too many."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from kneadcast.serving import protocol
from tests.serving.shared import running


def test_a_client_that_does_not_say_what_it_wants_is_disconnected(
    shared_files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that is silent, nor one that sends a header letter by letter, nor one that has had an answer."""
    monkeypatch.setattr(protocol, "REQUEST_LIMIT_S", 0.4)
    with running(shared_files[:1]) as found:
        for first in (
            b"",
            b"GET / HTTP/1.1\r\nX: ",
            f"GET / HTTP/1.1\r\nHost: {found.address.authority}\r\n\r\n".encode(),
        ):
            begin_s = time.monotonic()
            with socket.create_connection((str(found.address.host), found.address.port), timeout=5) as slow:
                slow.sendall(first)
                assert _letters_until_closed(slow) < 60
            assert 0.3 < time.monotonic() - begin_s < 4


def _letters_until_closed(slow: socket.socket) -> int:
    slow.settimeout(0.05)
    for sent in range(100):
        try:
            slow.sendall(b"x")
            if slow.recv(65536) == b"":
                return sent
        except TimeoutError:
            continue
        except OSError:
            return sent
    return 100


def test_one_client_cannot_have_all_connections(
    shared_files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS_OF_CLIENT", 3)
    with running(shared_files[:1]) as found:
        where = (str(found.address.host), found.address.port)
        many = [socket.create_connection(where, timeout=2) for _ in range(6)]
        time.sleep(0.3)
        assert sum(_is_closed(one) for one in many) == 3
        for one in many:
            one.close()
        time.sleep(0.3)
        assert found.ask("").status == 200


def _is_closed(connection: socket.socket) -> bool:
    connection.settimeout(0.2)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("first", ["", "HEAD {root} HTTP/1.1\r\nHost: {host}\r\n\r\n"])
def test_an_answer_may_take_as_long_as_its_client_likes(
    shared_files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """A player that is paused does not read; the request may also have followed another one at once."""
    monkeypatch.setattr(protocol, "REQUEST_LIMIT_S", 0.2)
    content = shared_files[-1].read_bytes()
    with running(shared_files) as found:
        request = f"{first}GET {{root}}5/session.wav HTTP/1.1\r\nHost: {{host}}\r\nConnection: close\r\n\r\n"
        with socket.socket() as paused:
            paused.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            paused.settimeout(10)
            paused.connect((str(found.address.host), found.address.port))
            paused.sendall(request.format(root=found.root, host=found.address.authority).encode())
            received = paused.recv(4096)
            time.sleep(0.8)
            while part := paused.recv(65536):
                received += part
    assert received.endswith(content)
