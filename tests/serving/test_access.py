"""What a request must be before anything looks at its path."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from kneadcast.serving.access import LARGEST_HEAD_BYTES, SECURITY_HEADERS, Access
from tests.serving.shared import HOST, SECRET, Faults, Running, asked, asked_raw

LIBRARY = f"/{SECRET}/".encode()
OK = (b"host", HOST.encode())


@pytest.mark.parametrize(
    "host",
    [b"evil.example", b"127.0.0.1", b"127.0.0.1:8001", b"localhost.evil:8000", b"", b"x@127.0.0.1:8000",
     b"127.0.0.1:8000/", b"[::1"],
)  # fmt: skip
def test_a_host_that_is_not_this_server_is_refused(app: ASGIApp, host: bytes) -> None:
    assert asked_raw(app, LIBRARY, [(b"host", host)]).status == 421


@pytest.mark.parametrize("headers", [[], [OK, OK], [OK, (b"Host", b"evil")], [(b"host", b"evil"), OK]])
def test_no_host_and_several_hosts_are_refused(app: ASGIApp, headers: list[tuple[bytes, bytes]]) -> None:
    assert asked_raw(app, LIBRARY, headers).status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "X"])
def test_only_get_and_head_are_possible_wherever(app: ASGIApp, method: str) -> None:
    for path in (f"/{SECRET}/", "/other"):
        answer = asked(app, path, method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", [b"http://127.0.0.1:8000/%b/", b"http://evil/%b/", b"*", b"%b/"])
def test_a_target_that_is_no_path_is_refused(app: ASGIApp, target: bytes) -> None:
    assert asked_raw(app, target.replace(b"%b", SECRET.encode()), [OK]).status == 400


def test_every_answer_has_the_headers_that_limit_a_page(app: ASGIApp) -> None:
    for path in ("", "1/", "1/session.mp3", "1/cover.jpg", "worker.js", "nothing"):
        headers = asked(app, f"/{SECRET}/{path}").headers
        assert SECURITY_HEADERS.keys() <= headers.keys()
        assert {name: headers[name] for name in SECURITY_HEADERS if "content-security" not in name} == {
            name: value for name, value in SECURITY_HEADERS.items() if "content-security" not in name
        }
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["cache-control"] in ("no-store", "private, no-cache")


def test_the_library_runs_nothing_that_is_not_a_file_of_the_server(app: ASGIApp) -> None:
    policy = asked(app, f"/{SECRET}/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_websocket_is_refused(app: ASGIApp) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": f"/{SECRET}/", "headers": [OK]}
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_scope_of_another_kind_reaches_nothing(app: ASGIApp) -> None:
    with pytest.raises(NotImplementedError):
        asyncio.run(app({"type": "lifespan"}, None, None))  # type: ignore[arg-type]


def test_a_fault_of_the_program_is_reported_and_the_client_learns_nothing_of_it() -> None:
    async def broken(*_: object) -> None:
        raise ValueError("/home/somebody")

    faults = Faults()
    answer = asked(Access(broken, frozenset([HOST.encode()]), faults), "/x")
    assert (answer.status, answer.body) == (500, b"The session cannot be given.\n")
    assert [str(fault) for fault in faults.found] == ["/home/somebody"]


def request(*lines: str, path: str = f"/{SECRET}/") -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode("latin-1")


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_requests_with_a_wrong_a_missing_and_a_second_host_are_refused_on_the_wire(server: Running) -> None:
    good = f"Host: {server.address.authority}"
    assert status_of(server.send(request(good))) == 200
    assert status_of(server.send(request(good.replace("127.0.0.1", "localhost")))) == 200
    assert status_of(server.send(request("Host: evil.example"))) == 421
    assert status_of(server.send(request())) == 400
    assert status_of(server.send(request(good, good))) == 400
    assert status_of(server.send(request(good, path=server.url))) == 400
    assert status_of(server.send(request(good, "X-Forwarded-Host: evil", "X-Forwarded-For: 1.2.3.4"))) == 200
    assert status_of(server.send(b"GET " + LIBRARY + b" HTTP/1.0\r\n\r\n")) == 400


def test_a_websocket_is_not_opened_on_the_wire(server: Running) -> None:
    head = (f"GET {server.root} HTTP/1.1", f"Host: {server.address.authority}", "Connection: Upgrade")
    upgrade = ("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA==", "", "")
    answer = server.send("\r\n".join((*head, *upgrade)).encode(), limit_s=1)
    assert status_of(answer) == 200
    assert b"upgrade" not in answer.lower().split(b"\r\n\r\n")[0]


def test_a_head_that_is_too_large_is_refused(app: ASGIApp, server: Running) -> None:
    assert asked(app, f"/{SECRET}/", x="x" * LARGEST_HEAD_BYTES).status == 431
    assert status_of(server.send(request(f"Host: {server.address.authority}", f"X: {'x' * 100_000}"))) == 431
    endless = server.send(b"GET / HTTP/1.1\r\nX: " + b"x" * 5_000_000)
    assert endless == b"" or status_of(endless) == 400
    assert server.ask("").status == 200


def test_the_files_are_not_disclosed_by_their_names(app: ASGIApp, shared_files: tuple[Path, ...]) -> None:
    page = asked(app, f"/{SECRET}/").body + asked(app, f"/{SECRET}/1/").body + asked(app, f"/{SECRET}/worker.js").body
    assert shared_files[0].name.encode() not in page
    assert str(shared_files[0].parent).encode() not in page
