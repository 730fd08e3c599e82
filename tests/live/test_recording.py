"""Recording a live session: the file is what was heard, verifies, and can be made again from its script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kneadcast import inspection, output
from kneadcast.build import render_script
from kneadcast.errors import OutputError
from kneadcast.live.opening import open_live
from kneadcast.live.recording import record
from kneadcast.planning.live.commands import Command
from kneadcast.script.file import to_yaml
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.units import frames_at
from tests.live.sessions import Frames, Requests, largest_step, opened, pulled, replanned_frames
from tests.short_session import LENGTH, OPTIONS, ROUTINE

REQUESTS: Requests = {
    250: [Command("stay")],
    400: [Command("time_left")],
    520: [Command("pause")],
    620: [Command("resume")],
    700: [Command("softer")],
    800: [Command("next")],
    1000: [Command("again")],
    1100: [Command("end_in", minutes=4)],
}


def samples_of(path: Path) -> Frames:
    return np.asarray(soundfile.read(str(path), dtype="int16")[0], dtype=np.int16)


@pytest.mark.usefixtures("silent_narrator")
def test_a_recording_is_what_was_heard_with_the_script_as_it_happened(tmp_path: Path) -> None:
    """It lasts to the sample what the session lasted, and keeps the level of the session when it was made softer."""
    session = opened()
    heard = pulled(session, REQUESTS)
    recorded = record(session, tmp_path / "s.wav", OPTIONS)
    samples = samples_of(tmp_path / "s.wav")
    assert len(samples) == len(heard) == frames_at(recorded.script.length_ms, FRAME_RATE)
    assert np.array_equal(samples[: 700 * 4410], heard[: 700 * 4410])
    assert not np.array_equal(samples, heard)
    assert output.read_provenance(tmp_path / "s.wav").script == session.finish() == recorded.script
    assert recorded.chapters


@pytest.mark.usefixtures("silent_narrator")
def test_the_script_of_a_recording_gives_the_same_samples_again(tmp_path: Path) -> None:
    """The file of the script, rendered as any other, is the recording."""
    session = opened()
    pulled(session, REQUESTS)
    record(session, tmp_path / "s.wav", OPTIONS)
    (tmp_path / "s.yaml").write_text(to_yaml(session.finish()), encoding="utf-8")
    render_script(tmp_path / "s.yaml", tmp_path / "again.wav")
    assert np.array_equal(samples_of(tmp_path / "again.wav"), samples_of(tmp_path / "s.wav"))


@pytest.mark.usefixtures("silent_narrator")
def test_a_session_that_is_left_early_is_recorded_until_then(tmp_path: Path) -> None:
    """What sounds when it is left fades out."""
    session = opened()
    heard = pulled(session, {}, 333)
    record(session, tmp_path / "s.wav", OPTIONS)
    samples = samples_of(tmp_path / "s.wav")
    assert np.array_equal(samples[: len(heard)], heard)
    assert np.abs(samples[-100:]).max() < 50


@pytest.mark.usefixtures("silent_narrator")
@pytest.mark.parametrize("silent", [False, True])
def test_a_session_that_was_not_heard_cannot_be_recorded(tmp_path: Path, silent: bool) -> None:
    """Nothing is written, neither of a session that never began nor of a silent one."""
    session = open_live(ROUTINE, length=LENGTH, options=OPTIONS, silent=silent)
    pulled(session, {}, 10 * silent)
    with pytest.raises(OutputError, match=r"nothing was heard, so that there is nothing to record as '.*s\.wav'"):
        record(session, tmp_path / "s.wav", OPTIONS)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("template", ["singing-bowls", "wood-and-rain", "silent"])
def test_a_recorded_session_with_a_real_voice_verifies(
    tmp_path: Path, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    """Every sentence, chime and tick is found at its time; no moment of planning anew is heard as a click."""
    monkeypatch.setenv("KNEADCAST_CACHE", str(spoken_cache))
    options = replace(OPTIONS, sound=SoundSettings(template=template, pacer="full"))
    session = open_live(ROUTINE, length=LENGTH, options=options)
    heard = pulled(session, {at: asked for at, asked in REQUESTS.items() if at != 700})
    record(session, tmp_path / "s.mp3", options)
    record(session, tmp_path / "s.wav", options)
    assert np.array_equal(samples_of(tmp_path / "s.wav"), heard)
    found = inspection.verify(tmp_path / "s.mp3")
    assert found.faults == ()
    assert found.frames == len(heard)
    around = frames_at(20, FRAME_RATE)
    near = [largest_step(heard, at - around, at + around) for at in replanned_frames(session)]
    assert len(near) == len(REQUESTS) - 1
    assert max(near) <= largest_step(heard)
