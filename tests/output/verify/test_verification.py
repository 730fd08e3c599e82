"""Verification of finished files: a good one passes, and each kind of fault is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kneadcast.errors import OutputError
from kneadcast.output import Verification, verify_sound
from kneadcast.script.model import TICK, Cue, Script
from kneadcast.sound import load_template
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE
from tests.output.sessions import LENGTH_MS, LINES, session, sound

FinishedFile = Callable[[str], Path]

TEMPLATE = load_template("singing-bowls")


def changed(planned_ms: int, **update: int | str | None) -> Script:
    """Returns the session with the cue at a moment changed."""
    script = session()
    cues = [cue.model_copy(update=update) if cue.at_ms == planned_ms else cue for cue in script.cues]
    return script.model_copy(update={"cues": tuple(sorted(cues, key=lambda cue: cue.at_ms))})


def without(*at_ms: int) -> Script:
    """Returns the session without the cues at some moments."""
    script = session()
    return script.model_copy(update={"cues": tuple(cue for cue in script.cues if cue.at_ms not in at_ms)})


def verified(folder: Path, sounds: Script) -> Verification:
    """Verifies a file of a script against the session; as WAV, which is quick to write."""
    samples = np.frombuffer(b"".join(block.raw_data for block in sound(sounds, folder)), dtype="<i2")
    soundfile.write(str(folder / "s.wav"), samples.reshape(-1, CHANNELS), FRAME_RATE, subtype="PCM_16")
    return verify_sound(session(), TEMPLATE, folder / "s.wav")


def test_a_good_file_passes_with_chimes_to_the_frame_and_speech_to_a_few_hundredths(
    finished_file: FinishedFile,
) -> None:
    found = verify_sound(session(), TEMPLATE, finished_file("mp3"))
    assert found.faults == ()
    off = {cue_kind: [o.off_ms for o in found.onsets if o.cue.kind == cue_kind] for cue_kind in ("chime", "speech")}
    assert all(value is not None and abs(value) < 0.5 for value in off["chime"])
    assert all(value is not None and abs(value) < 60 for value in off["speech"])


@pytest.mark.parametrize("by_ms", [-700, 12, 1500])
def test_a_shifted_chime_is_named_with_how_far(tmp_path: Path, by_ms: int) -> None:
    found = verified(tmp_path, changed(14_000, at_ms=14_000 + by_ms))
    way = "late" if by_ms > 0 else "early"
    assert f"the chime 'side' at 0:14 comes {abs(by_ms)} ms {way}" in found.faults


def test_missing_chimes_are_named(tmp_path: Path) -> None:
    faults = verified(tmp_path, without(0, 21_000)).faults
    assert faults == ("the chime 'start' at 0:00 was not heard", "the chime 'end' at 0:21 was not heard")


@pytest.mark.parametrize("first", [0, 1])
def test_missing_lines_are_named(tmp_path: Path, first: int) -> None:
    """Every other line is missing, so that each is missed next to lines that are there."""
    missing = list(LINES)[first::2]
    faults = verified(tmp_path, without(*(LINES[text][0] for text in missing))).faults
    assert [fault.split("' at ")[0][1:] for fault in faults] == missing
    assert all(fault.endswith("was not heard") for fault in faults)


def test_a_line_that_comes_late_is_named(tmp_path: Path) -> None:
    (fault,) = verified(tmp_path, changed(11_203, at_ms=11_203 + 400)).faults
    assert fault.startswith("'Knead your left calf.' at 0:11 comes ")
    assert fault.endswith("ms late")


@pytest.mark.parametrize(("by_ms", "word"), [(-500, "shorter"), (250, "longer")])
def test_a_wrong_length_is_named(finished_file: FinishedFile, tmp_path: Path, by_ms: int, word: str) -> None:
    samples, rate = soundfile.read(str(finished_file("wav")), dtype="int16")
    other = np.pad(samples, ((0, max(0, by_ms) * rate // 1000), (0, 0)))[: (LENGTH_MS + by_ms) * rate // 1000]
    soundfile.write(str(tmp_path / "other.wav"), other, rate, subtype="PCM_16")
    found = verify_sound(session(), TEMPLATE, tmp_path / "other.wav")
    assert f"the sound is {abs(by_ms)} ms ({abs(by_ms) * 441 // 10} frames) {word} than planned" in found.faults


def test_a_truncated_file_is_named_with_all_that_is_missing(finished_file: FinishedFile, tmp_path: Path) -> None:
    samples, rate = soundfile.read(str(finished_file("wav")), dtype="int16")
    soundfile.write(str(tmp_path / "cut.wav"), samples[: 10 * rate], rate, subtype="PCM_16")
    faults = verify_sound(session(), TEMPLATE, tmp_path / "cut.wav").faults
    assert faults[0] == "the sound is 14000 ms (617400 frames) shorter than planned"
    missing = [text for text, (at_ms, _) in LINES.items() if at_ms > 10_000]
    assert [fault.split("' at")[0][1:] for fault in faults if fault.startswith("'")] == missing


def test_everything_is_found_over_a_background_20_db_below_the_voice(
    finished_file: FinishedFile, tmp_path: Path
) -> None:
    samples, _ = soundfile.read(str(finished_file("wav")))
    noise = np.random.default_rng(3).normal(scale=0.008, size=len(samples))
    soundfile.write(str(tmp_path / "noisy.wav"), samples + noise[:, np.newaxis], 44_100, subtype="PCM_16")
    assert verify_sound(session(), TEMPLATE, tmp_path / "noisy.wav").faults == ()


def test_a_file_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.mp3").write_text("Dear all", encoding="utf-8")
    with pytest.raises(OutputError, match=r"'.*letter\.mp3' cannot be decoded"):
        verify_sound(session(), TEMPLATE, tmp_path / "letter.mp3")


def ticked(*at_ms: int) -> Script:
    """Returns the session with ticks at some moments."""
    script = session()
    ticks = [
        Cue(id=f"tick.{at}", at_ms=at, length_ms=0, kind="chime", step=script.steps[0].id, role="mark", sound=TICK)
        for at in at_ms
    ]
    return script.model_copy(update={"cues": tuple(sorted((*script.cues, *ticks), key=lambda cue: cue.at_ms))})


def verified_ticks(folder: Path, sounds: Script, says: Script) -> Verification:
    samples = np.frombuffer(b"".join(block.raw_data for block in sound(sounds, folder)), dtype="<i2")
    soundfile.write(str(folder / "s.wav"), samples.reshape(-1, CHANNELS), FRAME_RATE, subtype="PCM_16")
    return verify_sound(says, TEMPLATE, folder / "s.wav")


def test_ticks_are_found_unless_a_voice_covers_them(tmp_path: Path) -> None:
    """Ticks at 0:03.5, soon after each other and while chimes ring; the one at 0:06.5 is under a voice."""
    script = ticked(3_500, 3_700, 5_400, 6_500, 17_500, 20_500)
    found = verified_ticks(tmp_path, script, script)
    assert found.faults == ()
    ticks = {onset.cue.at_ms: onset.off_ms for onset in found.onsets if onset.cue.sound == TICK}
    assert set(ticks) == {3_500, 3_700, 5_400, 17_500, 20_500}
    assert all(off is not None and abs(off) < 1 for off in ticks.values())


def test_a_tick_just_before_a_sentence_is_not_taken_for_it(tmp_path: Path) -> None:
    """The sentence at 0:08.5 keeps its time, whether or not a tick comes before it."""
    plain, script = verified_ticks(tmp_path, session(), session()), ticked(8_100)
    off = {onset.cue.id: onset.off_ms for onset in plain.onsets}
    for onset in verified_ticks(tmp_path, script, script).onsets:
        if onset.cue.text:
            assert onset.off_ms == pytest.approx(off[onset.cue.id], abs=25)


def test_a_missing_tick_is_named(tmp_path: Path) -> None:
    """A command that was heard without a tick is a fault of the sound."""
    assert verified_ticks(tmp_path, session(), ticked(3_500)).faults == ("the tick 'heard' at 0:03 was not heard",)
