"""`kneadcast play`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kneadcast.cli.commands.play import control
from kneadcast.output.player import Player
from kneadcast.sound.pcm import AudioSegment
from tests.cli.runner import SHORT, SHORT_MS, run
from tests.output.devices import RecordingDevice
from tests.output.files import silence
from tests.output.sessions import session


def silence_from(at_ms: int) -> Iterator[AudioSegment]:
    yield silence((session().length_ms - at_ms) * 441 // 10)


def test_the_complete_session_is_played_and_each_step_is_listed_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = RecordingDevice()
    monkeypatch.setattr("kneadcast.output.player.open_device", lambda: device)
    result = run("play", *SHORT)
    assert result.exit_code == 0
    assert len(device.data) == SHORT_MS * 441 // 10 * 4
    assert "Welcome" in result.stdout


def test_a_session_that_ends_at_a_time_of_day_takes_all_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, set_clock: Callable[[str], None]
) -> None:
    device = RecordingDevice()
    monkeypatch.setattr("kneadcast.output.player.open_device", lambda: device)
    set_clock("22:26:40")
    result = run("play", "five-minute-feet", "--length", "until 22:30", "--side", "left", "--template", "plain")
    assert result.exit_code == 0
    assert len(device.data) == 200_000 * 441 // 10 * 4
    assert "A session of 3m20s, which ends at 22:30." in result.stderr
    assert "begin it" not in result.stderr


def test_the_step_the_time_left_and_the_loudness_are_shown_and_follow_the_keys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pressed = iter(["-", "n", "n", " ", "x", "q"])
    device = RecordingDevice(stop_at_s=0)
    with Player(session(), silence_from, device) as player:
        control(player, session(), lambda _timeout_s: next(pressed))
        device.go_on()
    shown = capsys.readouterr().out
    assert "Before you begin\n" in shown
    assert "0:24 left   next in 0:05: left, sole, circular rubbing" in shown
    assert "left, calf, circular rubbing  -2 dB\n" in shown
    assert "0:14 left   next in 0:04: right, sole, circular rubbing" in shown
    assert "left, calf, circular rubbing  -2 dB  (paused)" in shown


def test_lines_are_cut_to_the_width_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    pressed = iter(["", "q"])
    device = RecordingDevice(stop_at_s=0)
    with Player(session(), silence_from, device) as player:
        control(player, session(), lambda _timeout_s: next(pressed))
        device.go_on()
    first, second = capsys.readouterr().out.split("\r")[1].split("\n")
    assert first == "Before you begin"
    assert second == "0:24 left   next in 0:05: left, sole, …"
