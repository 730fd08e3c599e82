"""The loop of `kneadcast play`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kneadcast.cli.key_sequences import (
    LEFT,
    MEDIA_NEXT,
    MEDIA_PAUSE,
    MEDIA_PLAY,
    MEDIA_PLAY_PAUSE,
    MEDIA_PREVIOUS,
    RIGHT,
)
from kneadcast.cli.player_control import control, list_steps
from kneadcast.cli.player_screen import PlayerScreen
from kneadcast.errors import OutputError
from kneadcast.output.devices import SilentDevice
from kneadcast.output.player import Player
from kneadcast.playback import SilentPlayback
from tests.cli.players import FakeCanvas, pressing
from tests.output.devices import FakeClock, RecordingDevice
from tests.output.sessions import session


def screens_after(*keys: str, silent: bool = False) -> list[str]:
    """Returns the screen before each key, while the device takes no sound."""
    canvas, device = FakeCanvas(), RecordingDevice(stop_at_s=0)
    with Player(session(), SilentPlayback(session()).blocks_from, device) as player:
        control(player, PlayerScreen(session(), silent), canvas, pressing(*keys, "q"))
        device.go_on()
    return canvas.screens


@pytest.mark.parametrize(("forward", "backward"), [("n", "b"), (RIGHT, LEFT), (MEDIA_NEXT, MEDIA_PREVIOUS), ("N", "B")])
def test_a_key_goes_on_to_the_next_step_and_another_back(forward: str, backward: str) -> None:
    first, second, third, back, repeated = screens_after(forward, forward, backward, "r")
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


def test_a_media_key_that_pauses_does_not_go_on_and_the_other_way_round() -> None:
    screens = screens_after(MEDIA_PAUSE, MEDIA_PAUSE, MEDIA_PLAY, MEDIA_PLAY, MEDIA_PLAY_PAUSE)
    assert ["paused" in screen for screen in screens] == [False, True, True, False, False, True]


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("s", "stay here"),
        ("l", "less talking"),
        ("k", "skip …"),
        ("e", "end in … minutes"),
        ("x", "stop the session"),
    ],
)
def test_a_key_of_live_sessions_says_what_a_finished_one_cannot_do_until_the_next_key(key: str, command: str) -> None:
    before, remark, after = screens_after(key, "r")
    assert f"{command}: a finished file cannot do that. Play the routine itself:\nkneadcast play test-routine" in remark
    assert "cannot" not in before + after


def test_without_sound_the_keys_for_the_loudness_do_nothing() -> None:
    before, after = screens_after("-", silent=True)
    assert before == after


def test_an_unknown_key_does_nothing_and_q_quits() -> None:
    assert len(set(screens_after("z", "\x1b[A", ""))) == 1


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
