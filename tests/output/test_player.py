"""Playing while mixing, on a device that records what is written to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from kneadcast.errors import OutputError
from kneadcast.output import devices
from kneadcast.output.player import Player
from kneadcast.sound.pcm import AudioSegment
from tests.output.devices import SECOND, RecordingDevice
from tests.output.files import segment
from tests.output.sessions import LENGTH_MS, session


def counting(at_ms: int) -> Iterator[AudioSegment]:
    """Yields sound whose samples encode the second of the session that they belong to."""
    for second in range(at_ms // 1000, LENGTH_MS // 1000):
        yield segment(np.full(SECOND, (second + 1) / 100))


def heard(device: RecordingDevice) -> list[int]:
    """Returns the seconds of the session that were heard, in order."""
    samples = np.frombuffer(device.data, dtype="<i2")[::2]
    seconds = np.rint(samples / 32_768 * 100).astype(int) - 1
    changes = np.flatnonzero(np.diff(seconds, prepend=-1))
    return [int(seconds[at]) for at in changes]


def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.005)
    raise AssertionError("it never came true")


def test_a_session_is_played_from_its_beginning_to_its_end_and_the_device_closed() -> None:
    device = RecordingDevice()
    with Player(session(), counting, device) as player:
        until(lambda: player.status().ended)
    assert heard(device) == list(range(24))
    assert device.closed


def test_skip_goes_on_to_the_next_step_and_repeat_back_to_the_beginning_of_this() -> None:
    device = RecordingDevice(stop_at_s=2)
    with Player(session(), counting, device) as player:
        until(lambda: len(device.data) == 2 * SECOND * 4)
        player.skip()
        assert player.status().step.id == "left.sole"
        device.go_on()
        until(lambda: player.status().ended)
    assert [second for second in heard(device) if second < 5] == [0, 1, 2][: len([s for s in heard(device) if s < 5])]
    assert heard(device)[-19:] == list(range(5, 24))

    device = RecordingDevice(stop_at_s=7)
    with Player(session(), counting, device) as player:
        until(lambda: len(device.data) == 7 * SECOND * 4)
        player.repeat()
        device.go_on()
        until(lambda: player.status().ended)
    assert heard(device)[-19:] == list(range(5, 24))
    assert heard(device)[:7] == list(range(7))


def test_back_goes_to_the_step_before_and_from_the_first_step_to_its_beginning() -> None:
    device = RecordingDevice(stop_at_s=11)
    with Player(session(), counting, device) as player:
        until(lambda: len(device.data) == 11 * SECOND * 4)
        assert player.status().step.id == "left.calf"
        for expected in ("left.sole", "safety", "safety"):
            player.back()
            assert player.status().step.id == expected
        device.go_on()
        until(lambda: player.status().ended)
    assert heard(device)[-24:] == list(range(24))


def test_a_paused_session_sounds_nothing_until_it_goes_on() -> None:
    device = RecordingDevice(stop_at_s=1)
    with Player(session(), counting, device) as player:
        until(lambda: len(device.data) == SECOND * 4)
        player.pause()
        device.go_on()
        time.sleep(0.1)
        waiting = len(device.data)
        time.sleep(0.1)
        assert (len(device.data), player.status().paused) == (waiting, True)
        player.pause()
        until(lambda: player.status().ended)
    assert heard(device) == list(range(24))


def test_the_next_block_is_mixed_while_one_is_played() -> None:
    mixed: list[int] = []

    def noted(at_ms: int) -> Iterator[AudioSegment]:
        for number, block in enumerate(counting(at_ms)):
            mixed.append(number)
            yield block

    device = RecordingDevice(stop_at_s=0)
    with Player(session(), noted, device) as player:
        until(lambda: mixed == [0, 1])
        time.sleep(0.05)
        assert (mixed, len(device.data)) == ([0, 1], 0)
        device.go_on()
        until(lambda: player.status().ended)
    assert heard(device) == list(range(24))


def test_softer_takes_two_decibels_and_louder_stops_at_the_session_s_own_level() -> None:
    device = RecordingDevice(stop_at_s=0)
    with Player(session(), counting, device) as player:
        player.louder()
        assert player.status().gain_db == 0
        player.softer()
        device.go_on()
        until(lambda: player.status().ended)
    last = np.frombuffer(device.data, dtype="<i2")[-1] / 32_768
    assert last == pytest.approx(0.24 * 10 ** (-2 / 20), rel=0.01)


def test_status_has_the_step_and_the_one_after_it() -> None:
    device = RecordingDevice(stop_at_s=0)
    with Player(session(), counting, device) as player:
        status = player.status()
        assert (status.step.id, status.following and status.following.id) == ("safety", "left.sole")
        device.go_on()
        player.skip()


def test_status_raises_if_mixing_has_failed() -> None:
    def broken(_at_ms: int) -> Iterator[AudioSegment]:
        raise OSError("unplugged")
        yield segment(np.zeros(1))

    with Player(session(), broken, RecordingDevice()) as player:
        player.wait(5)
        with pytest.raises(OutputError, match="could not be played any further: unplugged"):
            player.status()


class StuckDevice(RecordingDevice):
    """Takes a second of sound and then waits for ever; or does not close."""

    def __init__(self, *, closes: bool = True) -> None:
        super().__init__(stop_at_s=1)
        self._closes = closes

    def close(self) -> None:
        super().close()
        while not self._closes:
            time.sleep(0.005)


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "DEVICE_LIMIT_S", 0.4)


@pytest.mark.usefixtures("short_limit")
def test_a_device_that_takes_no_sound_any_more_is_an_error_and_not_waited_for() -> None:
    """A stopped sound service neither freezes the display nor the end of the program."""
    device = StuckDevice()

    def play() -> None:
        with Player(session(), counting, device) as player:
            while not player.status().ended:
                time.sleep(0.02)

    started_s = time.monotonic()
    with pytest.raises(OutputError, match=r"device has taken no sound for 0\.4 s; see whether the sound service"):
        play()
    assert time.monotonic() - started_s < 5
    device.go_on()


@pytest.mark.usefixtures("short_limit")
def test_a_pause_is_not_the_fault_of_the_device() -> None:
    """While the session is paused, the device takes nothing because it is given nothing."""
    device = StuckDevice()
    device.go_on()
    with Player(session(), counting, device) as player:
        player.pause()
        until_s = time.monotonic() + 1
        while time.monotonic() < until_s:
            assert player.status().paused
            time.sleep(0.02)


@pytest.mark.usefixtures("short_limit")
def test_a_device_that_does_not_close_is_not_waited_for() -> None:
    """The program ends although the device does not."""
    device = StuckDevice(closes=False)
    device.go_on()
    started_s = time.monotonic()
    with Player(session(), counting, device) as player:
        until(lambda: player.status().ended)
    assert time.monotonic() - started_s < 5
    device._closes = True
