"""Sessions that are shared, requests to them, and a server that runs."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from kneadcast.messages import messages_in
from kneadcast.serving.addresses import Address, address_of, find_host, listen
from kneadcast.serving.application import Library, make_application
from kneadcast.serving.server import Server
from kneadcast.serving.shared_session import open_session

SECRET = "a-long-random-path-0"  # noqa: S105 -- of tests
HOST = "127.0.0.1:8000"
CANARY = b"the canary that nobody shares"
"""The content of a file beside the shared ones; no answer may have it."""


@dataclass(frozen=True)
class Answer:
    """What came back for a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Faults:
    """Collects the faults that a server reports; there are none."""

    found: list[BaseException] = field(default_factory=list)

    def __call__(self, fault: BaseException) -> None:
        self.found.append(fault)


def application(paths: Sequence[Path], authorities: frozenset[bytes], faults: Faults, language: str = "en") -> ASGIApp:
    sessions = [open_session(path) for path in paths]
    return make_application(Library(sessions, messages_in(language), SECRET), authorities, faults)


def asked(app: ASGIApp, path: str | bytes, method: str = "GET", **headers: str) -> Answer:
    """Calls an application directly, with the path as the bytes on the wire; `if_range` is the header If-Range."""
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
    return asked_raw(app, path.encode("latin-1") if isinstance(path, str) else path, raw, method)


def asked_raw(app: ASGIApp, path: bytes, headers: Sequence[tuple[bytes, bytes]], method: str = "GET") -> Answer:
    """Calls an application directly, with any headers."""
    scope = {
        "type": "http",
        "method": method,
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": b"",
        "root_path": "",
        "headers": list(headers),
        "http_version": "1.1",
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not sent:
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    address: Address
    faults: Faults

    @property
    def root(self) -> str:
        return f"/{SECRET}/"

    @property
    def url(self) -> str:
        return f"http://{self.address.authority}{self.root}"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(str(self.address.host), self.address.port, timeout=20)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Asks for a path under the secret one."""
        connection = self.connect()
        try:
            connection.request(method, self.root + path, headers=headers)
            return answer_of(connection)
        finally:
            connection.close()

    def send(self, data: bytes, limit_s: float = 10) -> bytes:
        """Sends any bytes, and returns all that comes back until the server closes the connection, or nothing comes."""
        received, where = b"", (str(self.address.host), self.address.port)
        # The server may close first.
        with socket.create_connection(where, timeout=limit_s) as connection, suppress(OSError):
            connection.sendall(data)
            while part := connection.recv(65536):
                received += part
        return received


def answer_of(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, response.read())


@contextmanager
def running(paths: Sequence[Path]) -> Iterator[Running]:
    """Runs a server on a free port of this computer."""
    faults = Faults()
    with listen(find_host("127.0.0.1"), 0) as listener:
        address = address_of(listener)
        with Server(application(paths, address.authorities, faults), listener, faults):
            yield Running(address, faults)
    assert faults.found == []
