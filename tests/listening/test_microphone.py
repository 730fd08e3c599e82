"""The microphone, with a fake of sounddevice."""

from __future__ import annotations

import sys
import threading
import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kneadcast.errors import ListeningError
from kneadcast.listening import microphone
from kneadcast.listening.microphone import _MOST_WAITING, open_microphone
from kneadcast.listening.samples import BLOCK_SAMPLES, RATE


class FakeStream:
    """A stream whose callbacks the test calls."""

    opened: list[FakeStream] = []  # noqa: RUF012

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self.is_closed = False
        self.aborts = 0
        FakeStream.opened.append(self)

    def start(self) -> None:
        """Does nothing: the test sends the blocks."""

    def abort(self, ignore_errors: bool) -> None:
        assert ignore_errors
        self.aborts += 1
        time.sleep(0.05)  # in which another thread would abort it as well

    def close(self, ignore_errors: bool) -> None:
        assert ignore_errors
        self.is_closed = True

    def send(self, value: int) -> None:
        self.settings["callback"](np.full(BLOCK_SAMPLES, value, "<i2").tobytes(), BLOCK_SAMPLES, None, None)


class FakeError(Exception):
    """The error of PortAudio."""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    FakeStream.opened.clear()
    module = SimpleNamespace(RawInputStream=FakeStream, PortAudioError=FakeError)
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return module


@pytest.mark.usefixtures("fake")
def test_blocks_arrive_in_order_at_full_scale_1() -> None:
    """A block is 32 ms of one channel at 16 kHz."""
    heard = open_microphone()
    (stream,) = FakeStream.opened
    assert stream.settings["samplerate"] == RATE
    stream.send(16384)
    stream.send(-32768)
    assert np.array_equal(heard.read(), np.full(BLOCK_SAMPLES, 0.5))
    assert np.array_equal(heard.read(), np.full(BLOCK_SAMPLES, -1.0))


@pytest.mark.usefixtures("fake")
def test_a_microphone_that_is_unplugged_says_so() -> None:
    """The end of the stream is an error with a remedy, not silence for ever."""
    heard = open_microphone()
    FakeStream.opened[0].settings["finished_callback"]()
    with pytest.raises(ListeningError, match="unplugged"):
        heard.read()


@pytest.mark.usefixtures("fake")
def test_a_microphone_that_returns_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems never say that a device is gone."""
    monkeypatch.setattr(microphone, "_LONGEST_WAIT_S", 0.01)
    with pytest.raises(ListeningError, match="unplugged"):
        open_microphone().read()


@pytest.mark.usefixtures("fake")
def test_a_program_that_does_not_read_keeps_only_some_seconds() -> None:
    """Sound that nobody reads does not fill the memory."""
    heard = open_microphone()
    for _ in range(2000):
        FakeStream.opened[0].send(1)
    heard.close()
    for _ in range(_MOST_WAITING - 1):
        heard.read()
    with pytest.raises(ListeningError):
        heard.read()


@pytest.mark.usefixtures("fake")
def test_closing_closes_the_stream() -> None:
    """After the session the microphone is free, and whoever waits for it is told."""
    heard = open_microphone()
    heard.close()
    assert FakeStream.opened[0].is_closed
    with pytest.raises(ListeningError):
        heard.read()


@pytest.mark.usefixtures("fake")
def test_two_threads_that_close_it_at_the_same_time_close_the_stream_once() -> None:
    """The session ends it, and so does what listens; PortAudio waits for ever if both do."""
    heard = open_microphone()
    threads = [threading.Thread(target=heard.close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        assert FakeStream.opened[0].is_closed
    heard.close()
    assert FakeStream.opened[0].aborts == 1


def test_without_a_microphone_there_is_one_clear_line(fake: SimpleNamespace) -> None:
    """The error names the remedy, and that keys work."""

    def refuse(**_: Any) -> None:
        raise FakeError("Error querying device -1")

    fake.RawInputStream = refuse
    with pytest.raises(ListeningError, match=r"no microphone is available.*keys work") as error:
        open_microphone()
    assert "\n" not in str(error.value)


def test_without_the_extra_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the command that installs it."""
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(ListeningError, match=r"pip install 'kneadcast\[listen\]'"):
        open_microphone()


def test_without_portaudio_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """sounddevice raises an `OSError` when it is imported without its library."""

    def fail(_: str) -> None:
        raise OSError("PortAudio library not found")

    monkeypatch.setattr(microphone, "import_module", fail)
    with pytest.raises(ListeningError, match="libportaudio2"):
        open_microphone()
