"""Playing a live session on a device: commands are heard in time, and nothing is waited for in vain."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kneadcast.errors import OutputError
from kneadcast.live.command_log import CommandLog
from kneadcast.live.player import LivePlayer
from kneadcast.live.session import CHUNK_MS, LEAD_MS, LiveSession, LiveStatus
from kneadcast.output import devices
from kneadcast.output.devices import SilentDevice
from kneadcast.planning.live.commands import Command
from kneadcast.script.model import TICK, Script
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment
from kneadcast.units import frames_at
from tests.live.sessions import frames_of, opened, rendered
from tests.live.simulated import SimulatedSpeaker, until
from tests.output.devices import FakeClock

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")


def give(player: LivePlayer, session: LiveSession, command: Command) -> None:
    """Gives a command and waits until it has been followed; meanwhile, no simulated time passes."""
    followed = len(session.plan.log)
    player.command(command)
    until(lambda: len(session.plan.log) > followed)


def ended(player: LivePlayer) -> bool:
    return player.status().ended


def test_a_session_is_played_to_its_end_and_the_device_closed() -> None:
    """The device gets every sample of the session, however fast it takes them."""
    session, speaker = opened(), SimulatedSpeaker()
    with LivePlayer(session, speaker) as player:
        until(lambda: ended(player))
    assert np.array_equal(frames_of(bytes(speaker.data)), rendered(session))
    assert speaker.closed


def test_a_command_ticks_soon_after_the_chunk_that_is_being_written() -> None:
    """With a chunk, the lead and what a device holds, the tick is heard well within 0.4 s."""
    session = opened()
    speaker = SimulatedSpeaker({31_000: lambda: give(player, session, Command("stay"))})
    player = LivePlayer(session, speaker)
    with player:
        until(lambda: ended(player))
    (tick,) = (cue for cue in session.plan.script.cues if cue.sound == TICK)
    assert tick.at_ms == 31_000 + CHUNK_MS + LEAD_MS
    assert np.array_equal(frames_of(bytes(speaker.data)), rendered(session))


def test_status_tells_the_plan_the_pause_and_the_last_command() -> None:
    """What the screen shows follows the commands."""
    seen: dict[str, LiveStatus] = {}
    session = opened()
    speaker = SimulatedSpeaker(
        {
            30_000: lambda: give(player, session, Command("pause")),
            45_000: lambda: seen.update(paused=player.status()),
            50_000: lambda: give(player, session, Command("resume")),
            65_000: lambda: give(player, session, Command("stop")),
            70_000: lambda: seen.update(asked=player.status()),
            95_000: lambda: seen.update(forgotten=player.status()),
        }
    )
    player = LivePlayer(session, speaker)
    with player:
        until(lambda: speaker.at_ms >= 95_200)
        assert not ended(player)
    assert seen["paused"].paused
    assert seen["paused"].last == session.plan.log[0]
    assert seen["paused"].step.kind == "pause"
    assert not seen["asked"].paused
    assert seen["asked"].awaits_yes
    assert not seen["forgotten"].awaits_yes
    assert seen["asked"].at_ms == 70_000 + CHUNK_MS
    assert (seen["asked"].script, seen["asked"].following) != (seen["paused"].script, None)


def test_yes_after_stop_ends_the_session_with_its_closing_words() -> None:
    """The session ends long before its planned end, but not at once."""
    session = opened()
    speaker = SimulatedSpeaker(
        {60_000: lambda: give(player, session, Command("stop")), 64_000: lambda: give(player, session, Command("yes"))}
    )
    player = LivePlayer(session, speaker)
    with player:
        until(lambda: ended(player))
    assert 64_000 < speaker.at_ms < 150_000
    assert session.plan.script.steps[-1].kind == "close"
    assert len(speaker.data) // 4 == frames_at(session.finish().length_ms, FRAME_RATE)


def test_leaving_the_with_statement_stops_at_once_and_keeps_what_happened() -> None:
    """As the key q does."""
    session, speaker = opened(), SimulatedSpeaker()
    with LivePlayer(session, speaker) as player:
        until(lambda: speaker.at_ms > 20_000)
        assert not player.wait(0)
    heard = frames_of(bytes(speaker.data))
    assert len(heard) < frames_at(180_000, FRAME_RATE)
    assert np.array_equal(rendered(session)[: len(heard)], heard)
    assert speaker.closed


def test_the_sound_is_mixed_while_the_device_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that takes its time never waits for a chunk: the next seconds are there already."""
    session, speaker = opened(), SimulatedSpeaker()
    speaker.hold()
    with LivePlayer(session, speaker):
        until(lambda: not session.mix_ahead())
        mixed: list[object] = []
        monkeypatch.setattr(session._sound._mix, "blocks", mixed.append)
        assert session.next_chunk()
        assert mixed == []
        monkeypatch.undo()
        speaker.go_on()


class BrokenMix:
    """Sound that cannot be mixed from a frame on."""

    frames = 10_000_000

    def with_script(self, script: Script) -> BrokenMix:
        assert script
        return self

    def blocks(self, start: int = 0, end: int | None = None, *, most_frames: int = 1) -> Iterator[AudioSegment]:
        raise OSError(f"unreadable at {start}, {end}, {most_frames}")
        yield


def test_status_raises_if_mixing_has_failed() -> None:
    """The error of the mix is the reason, whichever thread met it."""
    session = LiveSession(opened().plan, BrokenMix())
    with LivePlayer(session, SimulatedSpeaker()) as player:
        player.wait(5)
        with pytest.raises(OutputError, match="could not be played any further: unreadable at 0"):
            player.status()


def test_a_device_that_takes_no_sound_any_more_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped sound service neither freezes the display nor the end of the program."""
    monkeypatch.setattr(devices, "DEVICE_LIMIT_S", 0.4)
    speaker = SimulatedSpeaker()
    speaker.hold()

    def play() -> None:
        with LivePlayer(opened(), speaker) as player:
            while not player.status().ended:
                time.sleep(0.02)

    started_s = time.monotonic()
    with pytest.raises(OutputError, match=r"device has taken no sound for 0\.4 s; see whether the sound service"):
        play()
    assert time.monotonic() - started_s < 10
    speaker.go_on()


def test_every_command_is_logged_with_its_time_as_soon_as_it_is_followed(tmp_path: Path) -> None:
    """Also those of the last chunk before the session is left."""
    session = opened()
    lines: list[list[str]] = []
    speaker = SimulatedSpeaker(
        {
            30_000: lambda: give(player, session, Command("stay")),
            40_000: lambda: until(lambda: (tmp_path / "log.jsonl").read_text().count("\n") == 1),
            41_000: lambda: lines.append((tmp_path / "log.jsonl").read_text().splitlines()),
            60_000: lambda: give(player, session, Command("end_in", minutes=3)),
        }
    )
    log = CommandLog(tmp_path / "log.jsonl")
    player = LivePlayer(session, speaker, log)
    with player:
        until(lambda: speaker.at_ms > 60_500)
    log.close()
    written = (tmp_path / "log.jsonl").read_text().splitlines()
    assert [len(one) for one in lines] == [1]
    assert lines[0] == written[:1]
    assert [json.loads(line)["command"] for line in written] == ["stay", "end_in 3"]


def test_a_silent_session_lasts_as_long_as_the_clock_says() -> None:
    """Without sound, time passes as it would with it."""
    clock = FakeClock()
    session = opened()
    with LivePlayer(session, SilentDevice(clock)) as player:
        until(lambda: ended(player))
    assert clock.now_s() == pytest.approx(180, abs=0.001)
