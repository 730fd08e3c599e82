"""A server that runs: many phones at once, clients that leave, and its end."""

from __future__ import annotations

import hashlib
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from kneadcast.errors import ServingError
from kneadcast.serving.addresses import find_host, listen
from kneadcast.serving.server import Server
from tests.serving.shared import Faults, Running, answer_of, running

PHONES = 10
RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""The value of SO_LINGER with which a connection is closed at once, and its peer is not told politely."""


def test_ten_phones_at_once_get_every_byte(server: Running, shared_files: tuple[Path, ...]) -> None:
    contents = [path.read_bytes() for path in shared_files]

    def hear(number: int) -> str:
        random, index = Random(number), number % len(shared_files)
        content, sound = contents[index], f"{server.root}{index + 1}/session{shared_files[index].suffix}"
        connection = server.connect()
        for path in ("", f"{index + 1}/", f"{index + 1}/cover.jpg"):
            connection.request("GET", server.root + path)
            assert answer_of(connection).status == 200
        for _ in range(30):
            start = random.randrange(len(content))
            last = random.randrange(start, len(content))
            connection.request("GET", sound, headers={"Range": f"bytes={start}-{last}"})
            answer = answer_of(connection)
            assert (answer.status, answer.body) == (206, content[start : last + 1])
        connection.request("GET", sound)
        whole = answer_of(connection).body
        connection.close()
        assert hashlib.sha256(whole).digest() == hashlib.sha256(content).digest()
        return "heard"

    with ThreadPoolExecutor(PHONES) as phones:
        assert list(phones.map(hear, range(PHONES))) == ["heard"] * PHONES


def test_clients_that_leave_halfway_are_no_fault(server: Running, shared_files: tuple[Path, ...]) -> None:
    wav = len(shared_files)
    for size in (0, 1, 70_000):
        with socket.create_connection((str(server.address.host), server.address.port)) as left:
            left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            head = f"GET {server.root}{wav}/session.wav HTTP/1.1\r\nHost: {server.address.authority}\r\n\r\n"
            left.sendall(head.encode())
            if size:
                left.recv(size)
    assert server.ask(f"{wav}/session.wav").body == shared_files[-1].read_bytes()
    assert server.faults.found == []


def test_the_server_ends_within_seconds_although_somebody_listens(
    own_file: Callable[[str], Path], shared_files: tuple[Path, ...]
) -> None:
    large = own_file("large.mp3")
    with large.open("ab") as file:
        file.truncate(60_000_000)
    before = _serving_threads()
    with running([large, *shared_files]) as found:
        listening = socket.create_connection((str(found.address.host), found.address.port), timeout=5)
        listening.sendall(f"GET {found.root}1/session.mp3 HTTP/1.1\r\nHost: {found.address.authority}\r\n\r\n".encode())
        assert listening.recv(1000)
        begin_s = time.monotonic()
    assert time.monotonic() - begin_s < 5
    listening.close()
    assert _serving_threads() == before


def _serving_threads() -> int:
    return [thread.name for thread in threading.enumerate()].count("kneadcast serve")


def test_a_server_that_ends_by_itself_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("no loop")

    faults = Faults()
    monkeypatch.setattr("uvicorn.Server.serve", fails)
    with (
        listen(find_host("127.0.0.1"), 0) as listener,
        Server(fails, listener, faults) as found,
        pytest.raises(ServingError, match="start it again"),
    ):
        found.wait()
    assert [str(fault) for fault in faults.found] == ["no loop"]
