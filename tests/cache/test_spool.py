"""The spool: every payload is read as it was added, in memory or from a file that leaves nothing behind."""

from __future__ import annotations

import errno
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cache.spool import Spool


@given(st.lists(st.binary(max_size=60), max_size=20), st.integers(0, 200))
def test_every_payload_is_read_as_it_was_added(payloads: list[bytes], most_in_memory_bytes: int) -> None:
    spool = Spool(most_in_memory_bytes)
    added = [spool.add(payload) for payload in payloads]
    assert [one.read() for one in reversed(added)] == payloads[::-1]
    assert [one.size_bytes for one in added] == [len(payload) for payload in payloads]


@given(st.binary(max_size=20), st.binary(max_size=20), st.integers(0, 40))
def test_payloads_are_equal_if_their_bytes_are(one: bytes, other: bytes, most_in_memory_bytes: int) -> None:
    spool = Spool(most_in_memory_bytes)
    assert (spool.add(one) == spool.add(other)) == (one == other)
    assert spool.add(one) == Spool().add(one)


def test_threads_read_their_own_payloads() -> None:
    spool, payloads = Spool(50), [bytes([number]) * 100 for number in range(200)]
    added = [spool.add(payload) for payload in payloads]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda one: one.read(), added)) == payloads


def test_the_file_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool(0)
    added = spool.add(b"payload")
    assert os.name == "nt" or not list(tmp_path.iterdir())
    assert added.read() == b"payload"
    del spool, added
    assert not list(tmp_path.iterdir())


def test_without_room_for_a_file_payloads_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(**_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(tempfile, "TemporaryFile", no_room)
    spool = Spool(3)
    added = [spool.add(payload) for payload in (b"one", b"another")]
    assert [one.read() for one in added] == [b"one", b"another"]


def test_a_disk_that_becomes_full_harms_no_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before is read from the file, and what is added later is held in memory."""
    spool = Spool(0)
    before = spool.add(b"before")
    assert spool._file is not None

    class Full:
        def __init__(self, file: object) -> None:
            self._file = file

        def write(self, _payload: bytes) -> int:
            raise OSError(errno.ENOSPC, "no room")

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

    monkeypatch.setattr(spool, "_file", Full(spool._file))
    later = spool.add(b"later")
    assert (before.read(), later.read()) == (b"before", b"later")


def test_a_file_that_was_truncated_is_reported() -> None:
    spool = Spool(0)
    added = spool.add(b"payload")
    assert spool._file is not None
    spool._file.truncate(3)
    with pytest.raises(OSError, match="truncated"):
        added.read()
