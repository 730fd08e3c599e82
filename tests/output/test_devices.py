"""Audio devices: the one of the system, and a silent one that a clock drives."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import OutputError
from kneadcast.output import devices
from kneadcast.output.devices import SilentDevice, SystemClock, open_device
from kneadcast.output.player import Player
from kneadcast.playback import SilentPlayback
from tests.output.devices import SECOND, FakeClock
from tests.output.sessions import LENGTH_MS, session

CHUNK = bytes(SECOND * 4 // 10)
"""A tenth of a second."""


def test_a_device_that_does_not_open_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped sound service cannot hold up the start either."""
    opened = threading.Event()
    monkeypatch.setattr(devices, "DEVICE_LIMIT_S", 0.4)
    monkeypatch.setattr(devices, "_open_sound_device", opened.wait)
    with pytest.raises(OutputError, match=r"the audio device did not respond within 0\.4 s; see whether"):
        open_device()
    opened.set()


class _PortAudioError(Exception):
    """The error that sounddevice raises."""


def _no_device(**_: Any) -> None:
    raise _PortAudioError("Error querying device -1")


class _WithoutPortAudio:
    """Fails as sounddevice does while it is imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")


def test_without_the_extra_the_error_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(OutputError, match=r"pip install 'kneadcast\[play\]', or use --silent"):
        open_device()


def test_without_portaudio_the_error_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_WithoutPortAudio(), *sys.meta_path])
    with pytest.raises(OutputError, match=r"the PortAudio library: .*apt install libportaudio2, or use --silent"):
        open_device()


def test_without_a_device_the_error_says_so_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = SimpleNamespace(RawOutputStream=_no_device, PortAudioError=_PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    with pytest.raises(
        OutputError, match=r"^no audio device is available \(Error.*\); connect one, or use --silent.*$"
    ):
        open_device()


def test_a_silent_session_ends_exactly_at_its_length() -> None:
    clock = FakeClock()
    with Player(session(), SilentPlayback(session()).blocks_from, SilentDevice(clock)) as player:
        assert player.wait(20)
    assert clock.now_s() == pytest.approx(LENGTH_MS / 1000, abs=1e-6)


@given(delays_s=st.lists(st.floats(0, 0.1), max_size=20))
def test_a_program_that_is_late_now_and_then_does_not_make_the_session_longer(delays_s: list[float]) -> None:
    clock = FakeClock()
    device = SilentDevice(clock)
    for delay_s in delays_s:
        clock.wait_s(delay_s)
        device.write(CHUNK)
    late_s = clock.now_s() - len(delays_s) / 10
    assert -1e-6 <= late_s <= max(delays_s, default=0) + 1e-6


def test_the_time_of_a_pause_is_not_caught_up() -> None:
    clock = FakeClock()
    device = SilentDevice(clock)
    device.write(CHUNK)
    clock.wait_s(60)
    device.write(CHUNK)
    assert clock.now_s() == pytest.approx(60.2)


def test_the_clock_of_the_system_waits() -> None:
    clock = SystemClock()
    before_s = clock.now_s()
    clock.wait_s(0.01)
    assert clock.now_s() - before_s >= 0.01
