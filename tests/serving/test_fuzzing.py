"""Random and mutated requests: never a fault of the server, never a byte of a file that is not shared."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from starlette.types import ASGIApp

from tests.serving.shared import CANARY, HOST, SECRET, Running, asked_raw

DIRECT, ON_THE_WIRE = 4_600, 400
"""How many requests are made: 5,000 in all."""
PATHS = tuple(
    f"/{SECRET}/{name}".encode()
    for name in (
        "",
        "1/",
        "1/session.mp3",
        "2/session.m4b",
        "3/cover.jpg",
        "worker.js",
        "manifest.json",
        "../canary.mp3",
    )
)
PIECES = (
    b"..", b"../", b"%2e%2e/", b"%252e", b"%00", b"\0", b"\\", b"%5c", b"/", b"//", b"canary.mp3", b"session.mp3", b"?",
    b"#", b"%", b";", b"C:", b"file://", b"http://evil/", b"\xff\xfe", b"%c0%ae", b"~", b"*", b" ", b"\t", b"\r", b"\n",
    b"etc/passwd",
)  # fmt: skip
HEADERS = (
    (b"range", b"bytes=0-1"), (b"range", b"bytes=-5"), (b"range", b"bytes=9-1"), (b"if-range", b'"x"'),
    (b"if-none-match", b"*"), (b"host", b"evil"), (b"content-length", b"5"), (b"transfer-encoding", b"chunked"),
    (b"expect", b"100-continue"), (b"upgrade", b"websocket"), (b"connection", b"upgrade"), (b"connection", b"close"),
    (b"x-forwarded-host", b"evil"), (b"x-original-url", b"/canary.mp3"), (b"forwarded", b"host=evil"),
    (b"if-modified-since", b"Thu, 01 Jan 1970 00:00:00 GMT"), (b"origin", b"http://evil"), (b"cookie", b"a=b"),
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PROPFIND", "CONNECT", "get", "")


def test_any_request_to_the_application_is_answered_without_a_fault(app: ASGIApp) -> None:
    random, seen = Random("requests"), set()
    for _ in range(DIRECT):
        headers = [(b"host", HOST.encode())] * (random.random() < 0.95) + _headers(random)
        path, method = _mutated(random, random.choice(PATHS)), random.choice(METHODS)
        answer = asked_raw(app, path, headers, method)
        described = (method, path, headers, answer.status)
        assert answer.status < 500, described
        assert CANARY not in answer.body, described
        assert answer.headers["x-content-type-options"] == "nosniff", described
        seen.add(answer.status)
    assert {200, 206, 304, 400, 404, 405, 416} <= seen


def test_any_bytes_on_the_wire_are_answered_or_refused_without_a_fault(server: Running) -> None:
    random, seen = Random("bytes"), set()
    for data in _requests(random, server.address.authority.encode()):
        answer = server.send(data, limit_s=0.05 if b"\r\n\r\n" not in data else 0.3)
        assert CANARY not in answer, data
        for status in _statuses(answer):
            assert status < 500, data
            seen.add(status)
    assert {200, 400, 404, 405, 421} <= seen
    assert server.ask("").status == 200
    assert server.faults.found == []


def _requests(random: Random, host: bytes) -> Iterator[bytes]:
    for _ in range(ON_THE_WIRE):
        if random.random() < 0.25:
            yield random.randbytes(random.randrange(1, 400))
            continue
        lines = [random.choice(METHODS).encode() + b" " + random.choice(PATHS) + b" HTTP/1.1", b"Host: " + host]
        lines += [name + b": " + value for name, value in _headers(random)] + [b"Connection: close"]
        request = b"\r\n".join([*lines, b"", b""])
        yield _mutated(random, request) if random.random() < 0.8 else request


def _headers(random: Random) -> list[tuple[bytes, bytes]]:
    chosen = random.sample(HEADERS, random.randrange(4))
    return [(name, _mutated(random, value) if random.random() < 0.5 else value) for name, value in chosen]


def _mutated(random: Random, text: bytes) -> bytes:
    for _ in range(random.randrange(4)):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        kind = random.randrange(5)
        if kind == 0:
            text = text[:at] + random.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[min(to, at + 3) :]
        elif kind == 2:
            text = text[:at] + random.randbytes(1) + text[at + 1 :]
        elif kind == 3:
            text = text[:to] + text[at:to] + text[to:]
        else:
            text = text[:at] + b"".join(b"%%%02x" % byte for byte in text[at : at + 3]) + text[at + 3 :]
    return text


def _statuses(answer: bytes) -> list[int]:
    """Returns the status of the first answer on a connection, if there is one."""
    first = answer.split(b"\r\n", 1)[0].split(b" ")
    return [int(first[1])] if first[0].startswith(b"HTTP/") else []
