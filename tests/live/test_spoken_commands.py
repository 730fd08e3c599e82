"""Spoken commands from the mouth to the recording: the real listener hears a synthetic voice in a simulated room."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast import inspection
from kneadcast.listening.availability import listening_problem
from kneadcast.listening.listener import Listener
from kneadcast.listening.recogniser import MoonshineRecogniser
from kneadcast.listening.voice_activity import SileroVoiceActivity
from kneadcast.live.opening import open_live
from kneadcast.live.recording import record
from kneadcast.script.model import TICK
from tests.listening.speakers import speakers
from tests.live.sessions import with_template
from tests.live.simulated import SimulatedRoom
from tests.live.test_hearing import Evening, sentence_after, silence_after
from tests.short_session import LENGTH, ROUTINE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(listening_problem("en")), reason=str(listening_problem("en"))),
]
ECHO = 0.3
OVER_MS = 700
"""How long after the beginning of a sentence somebody speaks over it."""
LONGEST_TO_TICK_MS = 400
"""From the end of a phrase until its tick is heard. Two fifths are the silence that ends a command, and a fifth is what
the loudspeaker holds."""


def test_commands_in_a_pause_and_over_the_voice_change_the_session_and_are_recorded(
    tmp_path: Path, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session hears its own echo all the time, and takes none of it for a command."""
    monkeypatch.setenv("KNEADCAST_CACHE", str(spoken_cache))
    options = with_template("singing-bowls")
    session = open_live(ROUTINE, length=LENGTH, options=options)
    person = speakers()["heart"]
    room = SimulatedRoom(echo=ECHO)
    evening = Evening(room, session, Listener(SileroVoiceActivity(), MoonshineRecogniser()))
    pause_ms = silence_after(session, 60_000)
    over_ms = sentence_after(session, 20_000).at_ms + OVER_MS
    stay, left = person("Stay a bit longer."), person("How long is left?")
    room.say(over_ms, left)
    room.say(pause_ms, stay)
    assert evening.play_until(400_000, 600).ended

    ticks = [cue.at_ms for cue in session.plan.script.cues if cue.sound == TICK]
    assert [str(entry.command) for entry in session.plan.log] == ["time_left", "stay"]
    for begins_ms, phrase, tick_ms in zip((over_ms, pause_ms), (left, stay), ticks, strict=True):
        heard_ms = tick_ms + round(room.latency_s * 1000)
        assert 0 < heard_ms - (begins_ms + len(phrase) // 16) <= LONGEST_TO_TICK_MS
    record(session, tmp_path / "evening.mp3", options)
    assert inspection.verify(tmp_path / "evening.mp3").faults == ()
