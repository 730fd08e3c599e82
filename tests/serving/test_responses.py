"""The sound of a session and parts of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from kneadcast.serving.responses import Sound
from kneadcast.serving.shared_file import SharedFile
from tests.serving.shared import SECRET, asked

SOUND = f"/{SECRET}/1/session.mp3"


@given(data=st.data())
def test_any_range_of_any_file_is_the_slice_of_the_file(
    app: ASGIApp, shared_files: tuple[Path, ...], data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, len(shared_files)))
    content = shared_files[number - 1].read_bytes()
    start = data.draw(st.integers(0, len(content) - 1))
    last = data.draw(st.integers(start, len(content) + 10))
    path = f"/{SECRET}/{number}/session{shared_files[number - 1].suffix}"
    answer = asked(app, path, range=f"bytes={start}-{last}")
    assert (answer.status, answer.body) == (206, content[start : last + 1])
    end = min(last + 1, len(content))
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
    assert answer.headers["content-length"] == str(end - start)
    count = data.draw(st.integers(1, len(content) + 10))
    assert asked(app, path, range=f"bytes=-{count}").body == content[-count:]


@pytest.mark.parametrize("text", ["bytes=x", "bytes=99999999999-", "bytes=5-4", "bytes=-0", "x"])
def test_a_range_that_the_file_does_not_have_is_refused_with_its_size(
    app: ASGIApp, shared_files: tuple[Path, ...], text: str
) -> None:
    answer = asked(app, SOUND, range=text)
    size = shared_files[0].stat().st_size
    assert (answer.status, answer.headers["content-range"], answer.body) == (416, f"bytes */{size}", b"")


def test_the_first_bytes_that_safari_asks_for_come_as_a_part(app: ASGIApp, shared_files: tuple[Path, ...]) -> None:
    answer = asked(app, SOUND, range="bytes=0-1")
    assert (answer.status, answer.body) == (206, shared_files[0].read_bytes()[:2])
    assert answer.headers["accept-ranges"] == "bytes"
    assert "transfer-encoding" not in answer.headers


def test_a_part_counts_only_while_the_clients_own_part_is_of_the_same_content(app: ASGIApp) -> None:
    known = asked(app, SOUND, "HEAD").headers
    for fresh in (known["etag"], known["last-modified"]):
        assert asked(app, SOUND, range="bytes=0-1", if_range=fresh).status == 206
    for stale in ('"x"', f"W/{known['etag']}", "Thu, 01 Jan 1970 00:00:00 GMT", ""):
        assert asked(app, SOUND, range="bytes=0-1", if_range=stale).status == 200


def test_a_date_that_is_known_is_enough_without_a_tag(app: ASGIApp) -> None:
    known = asked(app, SOUND, "HEAD").headers
    assert asked(app, SOUND, if_modified_since=known["last-modified"]).status == 304
    assert asked(app, SOUND, if_modified_since=known["last-modified"], if_none_match='"x"').status == 200


def test_head_ignores_a_range(app: ASGIApp, shared_files: tuple[Path, ...]) -> None:
    answer = asked(app, SOUND, "HEAD", range="bytes=0-1")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(shared_files[0].stat().st_size)


@pytest.mark.parametrize("happens", ["overwritten", "cut"])
def test_an_answer_never_mixes_two_contents(tmp_path: Path, happens: str) -> None:
    """A file that changes in place while it is sent ends the answer before it is complete."""
    path = tmp_path / "long.mp3"
    path.write_bytes(b"a" * 1_000_000)
    sound = Sound(SharedFile.of(path), "audio/mpeg")
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))
        if len(sent) == 3:
            path.write_bytes(b"b" * (1_000_000 if happens == "overwritten" else 10))

    call(sound, send)
    body = b"".join(sent)
    assert 0 < len(body) < 1_000_000
    assert set(body) == {ord("a")}


def test_a_file_that_is_replaced_while_it_is_sent_is_sent_as_it_was(own_file: Callable[[], Path]) -> None:
    path = own_file()
    content = path.read_bytes()
    sound = Sound(SharedFile.of(path), "audio/mpeg")
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))
        if len(sent) == 2:
            other = path.with_name("other")
            other.write_bytes(bytes(len(content)))
            try:
                other.replace(path)
            except PermissionError:  # Windows does not replace a file that is open
                return

    call(sound, send)
    assert b"".join(sent) == content


def call(sound: Sound, send: Any, *, leaves: bool = False) -> None:
    async def receive() -> dict[str, Any]:
        if leaves:
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()
        raise AssertionError

    scope: dict[str, Any] = {"type": "http", "method": "GET", "headers": []}
    asyncio.run(sound(scope, receive, send))


def test_nothing_more_is_read_for_a_client_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "long.mp3"
    path.write_bytes(bytes(10_000_000))
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    call(Sound(SharedFile.of(path), "audio/mpeg"), send, leaves=True)
    assert len(sent) < 10
