"""Hearing commands while a session is played, in a simulated room with ears that need no model."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from kneadcast.listening.listener import Heard, ListenerEvent, NothingHeard, VoiceDetected
from kneadcast.listening.samples import BLOCK_MS, RATE, Samples
from kneadcast.live import hearing
from kneadcast.live.hearing import Ears, Hearing, spoken_at
from kneadcast.live.player import LivePlayer
from kneadcast.live.session import LiveSession, LiveStatus
from kneadcast.output import devices
from kneadcast.planning.live.commands import Command
from kneadcast.script.model import TICK, Cue
from tests.live.sessions import Frames, frames_of, opened, rendered, with_template
from tests.live.simulated import SimulatedRoom, until

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")

STAY, MUMBLE = 0.5, 0.25
"""The level of the tone that means a command, and of one that means nothing."""
QUIET_PEAK = 0.02


def tone(level: float, length_ms: int = 600) -> Samples:
    return np.full(length_ms * RATE // 1000, level, np.float32)


class LevelEars:
    """Understands levels in place of words: one is a command, another one is nothing."""

    def __init__(self) -> None:
        self.references: list[Samples] = []
        self.microphone: list[Samples] = []
        self.spoken: list[str | None] = []
        self.asked: list[bool] = []
        self._level, self._over_voice = 0.0, False

    def expect_answer(self, is_expected: bool) -> None:
        self.asked.append(is_expected)

    def feed(
        self, microphone: Samples, reference: Samples, *, speaking: bool, spoken_text: str | None = None
    ) -> list[ListenerEvent]:
        self.references.append(reference)
        self.microphone.append(microphone)
        self.spoken.append(spoken_text)
        level = float(np.abs(microphone).max())
        if level > 0.1:
            began = not self._level
            self._level, self._over_voice = level, self._over_voice or (began and speaking)
            return [VoiceDetected()] if began and speaking else []
        level, over_voice, self._level, self._over_voice = self._level, self._over_voice, 0.0, False
        if level == STAY:
            return [Heard(Command("stay"), "stay here")]
        return [NothingHeard()] if over_voice else []


class Evening:
    """A session that is played in a room, with somebody who listens and speaks."""

    def __init__(self, room: SimulatedRoom, session: LiveSession | None = None, ears: Ears | None = None) -> None:
        self.session, self.room, self.ears = session or opened(), room, LevelEars()
        self.hearing = Hearing(room.microphone(), ears or self.ears)
        self.player = LivePlayer(self.session, room, hearing=self.hearing, clock=room.clock)
        self.player.command = self._give  # type: ignore[method-assign]

    def _give(self, command: Command) -> None:
        """Gives a command and waits until it has been followed; meanwhile, no simulated time passes."""
        followed = len(self.session.plan.log)
        LivePlayer.command(self.player, command)
        until(lambda: len(self.session.plan.log) > followed)

    def play_until(self, at_ms: int, limit_s: float = 120) -> LiveStatus:
        with self.player as player:
            until(lambda: self.room.at_ms >= at_ms or player.status().ended, limit_s)
            return player.status()

    @property
    def heard(self) -> Frames:
        return frames_of(bytes(self.room.data))

    def peak(self, from_ms: int, to_ms: int) -> float:
        return float(np.abs(self.heard[from_ms * 441 // 10 : to_ms * 441 // 10]).max() / 32_768)


def ticks(session: LiveSession) -> list[int]:
    return [cue.at_ms for cue in session.plan.script.cues if cue.sound == TICK]


def sentence_after(session: LiveSession, at_ms: int) -> Cue:
    return next(cue for cue in session.plan.script.cues if cue.text and cue.at_ms > at_ms and cue.length_ms > 2500)


def silence_after(session: LiveSession, at_ms: int) -> int:
    """Returns a moment with two seconds of silence around it."""
    return next(
        moment
        for moment in range(at_ms, 170_000, 100)
        if all(spoken_at(session.plan.script, near) is None for near in range(moment - 1000, moment + 2000, 100))
    )


def test_a_command_that_is_spoken_in_a_pause_is_followed() -> None:
    """The session ticks soon after the end of what was said, and does not go quiet for it."""
    room = SimulatedRoom()
    evening = Evening(room)
    at_ms = silence_after(evening.session, 40_000)
    room.say(at_ms, tone(STAY))
    evening.play_until(at_ms + 4000)
    (tick,) = ticks(evening.session)
    assert at_ms + 600 <= tick <= at_ms + 600 + 200
    assert [str(entry.command) for entry in evening.session.plan.log] == ["stay"]
    assert np.array_equal(evening.heard, rendered(evening.session)[: len(evening.heard)])


def test_a_voice_over_ours_quiets_the_session_until_its_command_is_followed() -> None:
    """What was said meanwhile is said again after the answer, because the step goes on."""
    room = SimulatedRoom()
    evening = Evening(room)
    cue = sentence_after(evening.session, 30_000)
    room.say(cue.at_ms + 500, tone(STAY, 1200))
    evening.play_until(cue.at_ms + 20_000)
    assert evening.peak(cue.at_ms, cue.at_ms + 500) > 3 * QUIET_PEAK
    assert evening.peak(cue.at_ms + 500 + 350, cue.at_ms + 500 + 1100) < QUIET_PEAK
    (tick,) = ticks(evening.session)
    answers = [one for one in evening.session.plan.script.cues if one.role == "answer"]
    assert answers[0].at_ms > tick
    assert answers[-1].text == cue.text
    assert evening.peak(answers[-1].at_ms, answers[-1].end_ms) > 3 * QUIET_PEAK


def test_after_a_voice_that_was_no_command_the_sentence_is_said_again() -> None:
    """Without a tick, since nothing was understood."""
    room = SimulatedRoom()
    evening = Evening(room)
    cue = sentence_after(evening.session, 30_000)
    room.say(cue.at_ms + 300, tone(MUMBLE, 4000))
    evening.play_until(cue.at_ms + 15_000)
    assert ticks(evening.session) == []
    again = next(one for one in evening.session.plan.script.cues if one.role == "answer")
    assert again.text == cue.text
    assert again.at_ms > cue.at_ms + 4000
    assert evening.peak(again.at_ms, again.end_ms) > 3 * QUIET_PEAK


def test_without_its_microphone_the_session_goes_on_and_says_so_once() -> None:
    """Also if it was quiet at that moment; keys go on working."""
    session = opened()
    cue = sentence_after(session, 30_000)
    room = SimulatedRoom({cue.at_ms + 6000: lambda: evening.player.command(Command("softer"))})
    evening = Evening(room, session)
    room.say(cue.at_ms + 300, tone(MUMBLE, 60_000))
    room.unplug(cue.at_ms + 1500)
    status = evening.play_until(cue.at_ms + 12_000)
    assert room.at_ms >= cue.at_ms + 12_000
    assert not status.listens
    assert status.problems == ("the microphone returns nothing more; was it unplugged? The keys work without it",)
    assert [str(entry.command) for entry in session.plan.log] == ["softer"]
    assert evening.peak(cue.at_ms + 2500, cue.at_ms + 9000) > 3 * QUIET_PEAK


def test_an_error_of_the_ears_ends_listening_and_not_the_session() -> None:
    """What was not expected is told as well."""
    room = SimulatedRoom()
    evening = Evening(room)

    def broken(*_: object, **__: object) -> list[ListenerEvent]:
        raise RuntimeError("no memory")

    evening.ears.feed = broken  # type: ignore[method-assign]
    status = evening.play_until(20_000)
    assert room.at_ms >= 20_000
    assert status.problems == ("the session no longer listens: no memory; the keys work without the microphone",)


def test_the_microphone_is_closed_at_the_end_and_listening_is_shown_while_it_is_open() -> None:
    """Whoever looks at the screen knows whether the microphone is on."""
    room = SimulatedRoom()
    evening = Evening(room)
    status = evening.play_until(20_000)
    assert status.listens
    assert status.problems == ()
    assert not room.microphone_open
    assert not evening.hearing.listens
    assert evening.hearing.problem is None


def test_a_microphone_that_cannot_be_closed_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some drivers wait for ever for a device that is gone."""
    monkeypatch.setattr(devices, "DEVICE_LIMIT_S", 0.2)
    monkeypatch.setattr(hearing, "_STOPPING_S", 0.2)
    room, gone = SimulatedRoom(), threading.Event()
    evening = Evening(room)
    microphone = room.microphone()
    monkeypatch.setattr(evening.hearing, "_microphone", microphone)
    close = microphone.close

    def wait_and_close() -> None:
        gone.wait(60)
        close()

    monkeypatch.setattr(microphone, "close", wait_and_close)
    evening.play_until(2_000)
    assert room.microphone_open
    gone.set()


def test_the_reference_is_the_echo_a_little_earlier_and_stays_so() -> None:
    """A filter for echoes learns a constant delay of at most 0.3 s, and no jump."""
    room = SimulatedRoom(echo=0.5)
    evening = Evening(room, opened(with_template("wood-and-rain")))
    evening.play_until(60_000)
    references, echoes = (np.concatenate(blocks) for blocks in (evening.ears.references, evening.ears.microphone))
    delays = []
    for first in range(20 * RATE, 55 * RATE, 5 * RATE):
        echo = echoes[first : first + 2 * RATE].astype(np.float64)
        before = int(0.4 * RATE)
        window = references[first - before : first + 2 * RATE].astype(np.float64)
        products = np.correlate(window, echo[: 2 * RATE], "valid")
        delays.append((before - int(np.argmax(products))) / RATE)
    assert all(0 <= delay <= 0.3 for delay in delays)
    assert max(delays) - min(delays) < 0.005


def test_the_ears_know_what_is_said_and_whether_an_answer_is_expected() -> None:
    """They take no echo of a sentence for a command, and yes for a command only after the question."""
    session = opened()
    room = SimulatedRoom({40_000: lambda: evening.player.command(Command("stop"))})
    evening = Evening(room, session)
    cue = sentence_after(session, 20_000)
    evening.play_until(70_000)
    middle = (cue.at_ms + cue.length_ms // 2 + int(1000 * room.latency_s)) // BLOCK_MS
    assert evening.ears.spoken[middle] == cue.text
    assert not any(evening.ears.asked[: 40_000 // BLOCK_MS])
    assert all(evening.ears.asked[41_000 // BLOCK_MS : 55_000 // BLOCK_MS])
    assert not evening.ears.asked[65_000 // BLOCK_MS]
