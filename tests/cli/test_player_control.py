"""The loop of `kneadcast play`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kneadcast.cli.keyboard import LEFT, RIGHT
from kneadcast.cli.player_control import control, list_steps
from kneadcast.cli.player_screen import PlayerScreen, Size
from kneadcast.cli.rows import Row
from kneadcast.errors import OutputError
from kneadcast.output.devices import SilentDevice
from kneadcast.output.player import Player
from kneadcast.playback import SilentPlayback
from tests.output.devices import FakeClock, RecordingDevice
from tests.output.sessions import session


class FakeCanvas:
    """Keeps every screen as text."""

    size = Size(80, 24)

    def __init__(self) -> None:
        self.screens: list[str] = []

    def draw(self, rows: Sequence[Row]) -> None:
        self.screens.append("\n".join("".join(span.text for span in row).strip() for row in rows))


def pressing(*keys: str) -> Callable[[float], str]:
    """Returns what reads keys: some, and then none."""
    pressed = iter(keys)
    return lambda _timeout_s: next(pressed, "")


def screens_after(*keys: str, silent: bool = False) -> list[str]:
    """Returns the screen before each key, while the device takes no sound."""
    canvas, device = FakeCanvas(), RecordingDevice(stop_at_s=0)
    with Player(session(), SilentPlayback(session()).blocks_from, device) as player:
        control(player, PlayerScreen(session(), silent), canvas, pressing(*keys, "q"))
        device.go_on()
    return canvas.screens


@pytest.mark.parametrize("forward", ["n", RIGHT])
def test_a_key_goes_on_to_the_next_step_and_another_back(forward: str) -> None:
    first, second, third, back, repeated = screens_after(forward, forward, LEFT, "r")
    assert "Before you begin" in first
    assert "0:24 left" in first
    assert "\nLeft sole" in second
    assert "\nLeft calf" in third
    assert "\nLeft sole" in back
    assert "\nLeft sole" in repeated


def test_space_pauses_and_goes_on_and_the_signs_change_the_loudness() -> None:
    playing, paused, again, softer, louder = screens_after(" ", " ", "-", "+")
    assert ["paused" in screen for screen in (playing, paused, again)] == [False, True, False]
    assert ["-2 dB" in screen for screen in (again, softer, louder)] == [False, True, False]


def test_without_sound_the_keys_for_the_loudness_do_nothing() -> None:
    before, after = screens_after("-", silent=True)
    assert before == after


def test_an_unknown_key_does_nothing_and_q_quits() -> None:
    assert len(set(screens_after("x", "\x1b[A", ""))) == 1


def test_a_silent_session_is_shown_to_its_end() -> None:
    canvas, clock = FakeCanvas(), FakeClock()
    with Player(session(), SilentPlayback(session()).blocks_from, SilentDevice(clock)) as player:
        control(player, PlayerScreen(session(), silent=True), canvas, pressing())
    assert clock.now_s() == pytest.approx(24)


def test_each_step_is_listed_with_its_moment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device takes sound from the moment on at which the first step has been listed."""
    device = RecordingDevice(stop_at_s=0)
    with Player(session(), SilentPlayback(session()).blocks_from, device) as player:
        player.skip()

        def go_on(timeout_s: float) -> bool:
            device.go_on()
            return Player.wait(player, timeout_s)

        monkeypatch.setattr(player, "wait", go_on)
        list_steps(player)
    listed = capsys.readouterr().out.splitlines()
    assert listed[0] == "   0:05  Left sole, circular rubbing"
    assert len(set(listed)) == len(listed)


def test_an_error_of_the_device_ends_the_loop() -> None:
    def broken(_at_ms: int) -> Iterator[object]:
        raise OSError("unplugged")

    with (
        pytest.raises(OutputError, match="unplugged"),
        Player(session(), broken, RecordingDevice()) as player,
    ):
        control(player, PlayerScreen(session()), FakeCanvas(), pressing())
