"""A reader's own recordings in place of the voice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.errors import KneadcastWarning, SpeechError
from kneadcast.speech import Delivery, Line
from kneadcast.speech.recordings import RecordedNarrator, find_recordings
from tests.silent_narrator import SilentNarrator
from tests.speech.recorded_lines import record

LINES = [Line("Take your foot.", "a", "foot.action.1"), Line("Breathe out.", "b", "remind.1"), Line("Rest.", "c")]
AGAIN = Line("Breathe out.", "d", "remind.2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    return tmp_path / "clips"


def narrator(folder: Path) -> RecordedNarrator:
    inner = SilentNarrator(folder.parent / "hums", Delivery())
    return RecordedNarrator(inner, folder, cache_folder=folder.parent / "cache")


@pytest.mark.parametrize("kind", ["wav", "WAV", "flac", "mp3", "ogg"])
def test_a_recording_of_any_format_replaces_the_voice_without_its_silence(folder: Path, kind: str) -> None:
    record(folder, f"foot.action.1.{kind}", 1.2)
    clips = narrator(folder).speak(LINES).clips
    hums = SilentNarrator(folder.parent / "hums", Delivery()).speak(LINES).clips
    assert clips[Line("Take your foot.")].length_ms == pytest.approx(1220, abs=30)
    assert {line: clip for line, clip in clips.items() if line.text != "Take your foot."} == {
        line: clip for line, clip in hums.items() if line.text != "Take your foot."
    }


def test_any_id_of_a_line_names_its_recording(folder: Path) -> None:
    record(folder, "remind.2.wav", 2.0)
    assert narrator(folder).speak([*LINES, AGAIN]).clips[Line("Breathe out.")].length_ms > 1900


def test_a_changed_recording_is_read_again(folder: Path) -> None:
    record(folder, "remind.1.wav", 1.0)
    first = narrator(folder).speak(LINES).clips[Line("Breathe out.")]
    assert narrator(folder).speak(LINES).clips[Line("Breathe out.")] == first
    record(folder, "remind.1.wav", 2.0)
    assert narrator(folder).speak(LINES).clips[Line("Breathe out.")].length_ms > first.length_ms + 900


def test_everything_may_be_recorded(folder: Path) -> None:
    record(folder, "foot.action.1.wav")
    assert list(narrator(folder).speak(LINES[:1]).clips) == [Line("Take your foot.")]


def test_a_recording_of_no_line_is_reported(folder: Path) -> None:
    record(folder, "foot.action.2.wav")
    with pytest.warns(KneadcastWarning, match=r"2\.wav records no line .*did you mean 'foot\.action\.1'"):
        narrator(folder).speak(LINES)


def test_an_error_names_every_recording_that_cannot_be_used(folder: Path) -> None:
    record(folder, "foot.action.1.wav", level=0)
    (folder / "remind.1.mp3").write_bytes(b"no sound at all")
    with pytest.raises(SpeechError) as caught:
        narrator(folder).speak(LINES)
    assert [Path(problem.path).name for problem in caught.value.problems] == ["foot.action.1.wav", "remind.1.mp3"]


def test_a_line_recorded_twice_is_an_error(folder: Path) -> None:
    record(folder, "remind.1.wav")
    record(folder, "remind.1.flac")
    with pytest.raises(SpeechError, match="keep one of the two"):
        narrator(folder)


def test_the_length_of_a_recorded_line_is_that_of_its_recording(folder: Path) -> None:
    record(folder, "remind.2.wav", 2.0)
    teller = narrator(folder)
    lengths_ms = teller.lengths_ms([*LINES, AGAIN])
    assert lengths_ms == teller.speak([*LINES, AGAIN]).lengths_ms()
    assert lengths_ms[Line("Breathe out.")] > 1900


def test_a_recording_that_a_session_may_use_is_not_reported_where_a_script_does_without_it(
    folder: Path, recwarn: pytest.WarningsRecorder
) -> None:
    record(folder, "foot.action.1.wav")
    teller = narrator(folder)
    teller.lengths_ms(LINES)
    teller.speak(LINES[1:])
    assert not recwarn.list


def test_a_recording_of_no_line_is_reported_once(folder: Path, recwarn: pytest.WarningsRecorder) -> None:
    record(folder, "foot.action.2.wav")
    teller = narrator(folder)
    teller.lengths_ms(LINES)
    teller.speak(LINES)
    assert len(recwarn.list) == 1


def test_the_length_of_a_recording_is_known_once_it_has_been_used(folder: Path) -> None:
    record(folder, "foot.action.1.wav", 1.2)
    hums_ms = SilentNarrator(folder.parent / "hums", Delivery()).lengths_ms(LINES)
    unknown = narrator(folder).known_lengths_ms(LINES)
    assert unknown == {line: length_ms for line, length_ms in hums_ms.items() if line != LINES[0]}
    measured_ms = narrator(folder).lengths_ms(LINES)
    assert narrator(folder).known_lengths_ms(LINES) == measured_ms != hums_ms


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_what_is_no_recording_is_reported_before_anything_is_spoken(folder: Path) -> None:
    """A pipe, a folder and a file of any size under the name of a recording are all reported, without being read."""
    os.mkfifo(folder / "a.wav")
    (folder / "b.wav").mkdir()
    with (folder / "c.mp3").open("wb") as file:
        file.truncate(100_000_000_000)
    with pytest.raises(SpeechError) as caught:
        find_recordings(folder)
    assert [problem.message for problem in caught.value.problems] == [
        "cannot be read: it is a pipe, not a file",
        "cannot be read: it is a folder, not a file",
        "is larger than 50 MB, too large for a file of its kind",
    ]
