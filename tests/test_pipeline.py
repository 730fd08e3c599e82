"""The passes of a session up to its script, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kneadcast import Options
from kneadcast.build import compile_script, plan_session, preview_session
from kneadcast.document import reading
from kneadcast.errors import NearestLengthWarning, PlanError, SpeechError
from kneadcast.pipeline import (
    MeasuredSession,
    Stage,
    compile_written,
    durations_of,
    measure,
    measure_known,
    prepare,
    speak,
    write_measured,
)
from kneadcast.planning.limits import limits
from kneadcast.planning.preferences import parse_preferences
from kneadcast.resources import built_in
from kneadcast.routine import library, phrases
from kneadcast.script.consistency import faults
from kneadcast.script.file import ScriptFile
from kneadcast.speech import Line, Narration, Narrator, SpeechProgress
from kneadcast.speech.recordings import RecordedNarrator
from kneadcast.units import length_in_ms
from tests.short_session import OPTIONS, ROUTINE, compiled
from tests.silent_narrator import SilentNarrator
from tests.speech.recorded_lines import record

pytestmark = pytest.mark.usefixtures("silent_narrator")


@pytest.mark.parametrize("avoid", [(), ("ankle",)], ids=["whole", "adapted"])
def test_for_a_session_its_routine_its_phrases_and_its_template_are_each_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, avoid: tuple[str, ...]
) -> None:
    read: list[Path] = []
    parse = reading.parse_document

    def parse_and_note(text: str, path: str, *arguments: Any, **more: Any) -> reading.Document:
        read.append(Path(path))
        return parse(text, path, *arguments, **more)

    # What other tests have read is held by the process.
    for held in (library._load_built_in, phrases._read_built_in, reading._parsed_file):
        held.cache_clear()
    monkeypatch.setattr(reading, "parse_document", parse_and_note)
    preview_session(ROUTINE, length="150s", output=tmp_path / "s.wav", options=replace(OPTIONS, avoid=avoid))
    routines = built_in("routines")
    expected = [
        routines / f"{ROUTINE}.yaml",
        routines / "i18n/en/phrases.yaml",
        built_in("audio_templates") / "plain.yaml",
    ]
    # The messages of a language are kept from one session to the next.
    assert sorted(path for path in read if path.parent.name != "messages") == sorted(expected)


def test_a_script_that_was_not_edited_is_compiled_to_itself() -> None:
    before = compiled()
    for refitted in (False, True):
        again = compile_written(ScriptFile(before.script), OPTIONS, refitted=refitted)
        assert again.script == before.script
        assert again.template == before.template


class OffNarrator(SilentNarrator):
    """A narrator with wrong lengths of its lines: off by up to the given percentages, which differ between lines."""

    def __init__(self, folder: Path, *off_percent: int) -> None:
        super().__init__(folder)
        self._off_percent = off_percent
        self.spoken: list[list[Line]] = []

    def lengths_ms(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Mapping[Line, int]:
        real_ms = super().lengths_ms(lines, progress)
        percent = {line: 100 + self._off_percent[len(line.text) % len(self._off_percent)] for line in real_ms}
        return {line: length_ms * percent[line] // 100 for line, length_ms in real_ms.items()}

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        self.spoken.append(list(lines))
        return super().speak(self.spoken[-1], progress)


def measured(narrator: Narrator, routine: str, length: str, options: Options | None = None) -> MeasuredSession:
    return measure(prepare(routine, options or Options(), length_in_ms(length)), narrator)


@pytest.mark.parametrize("off_percent", [(0,), (-5,), (5,), (-7, 3, 6), (40, -30)], ids=str)
@pytest.mark.parametrize(("routine", "length"), [("self-massage-at-home", "10m"), ("toes-to-hip", "30m")])
def test_a_script_that_is_spoken_has_the_lengths_of_its_clips_however_wrong_the_known_ones_were(
    tmp_path: Path, routine: str, length: str, off_percent: tuple[int, ...]
) -> None:
    narrator = OffNarrator(tmp_path / "hums", *off_percent)
    session = measured(narrator, routine, length)
    spoken = speak(session)
    cues = [cue for cue in spoken.script.cues if cue.line]
    assert [cue.length_ms for cue in cues] == [spoken.narration.clip(cue.line).length_ms for cue in cues if cue.line]
    assert spoken.script.length_ms == length_in_ms(length)
    durations = durations_of(spoken.narration.lengths_ms(), spoken.template)
    assert list(faults(spoken.script, durations)) == []
    assert (len(narrator.spoken) == 1) == (off_percent == (0,))


def test_only_the_lines_of_the_script_are_spoken_each_with_all_its_ids(tmp_path: Path) -> None:
    narrator = OffNarrator(tmp_path / "hums", 0)
    session = measured(narrator, ROUTINE, "4m")
    script = speak(session).script
    (lines,) = narrator.spoken
    assert set(lines) == {cue.line for cue in script.cues if cue.line} < set(session.lines)
    ids = {line: {one.id for one in session.lines if one == line} for line in lines}
    assert {line: {one.id for one in lines if one == line} for line in lines} == ids


def test_a_session_that_is_not_possible_with_the_lengths_of_its_clips_is_refused(tmp_path: Path) -> None:
    narrator = OffNarrator(tmp_path / "hums", -30)
    shortest_ms = limits(measured(narrator, ROUTINE, "5m").routine).shortest_ms
    session = measured(narrator, ROUTINE, f"{shortest_ms // 1000}s")
    assert write_measured(session).length_ms == shortest_ms
    with pytest.raises(PlanError, match="cannot last"):
        speak(session)


def test_a_voice_that_never_speaks_a_line_at_the_same_length_is_refused(tmp_path: Path) -> None:
    class Unsteady(SilentNarrator):
        calls = 0

        def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
            self.calls += 1
            clips = super().speak(lines, progress).clips
            return Narration(
                {line: replace(clip, length_ms=clip.length_ms + self.calls) for line, clip in clips.items()}
            )

    narrator = Unsteady(tmp_path / "hums")
    with pytest.raises(SpeechError, match="at another length each time"):
        speak(measured(narrator, ROUTINE, "5m"))
    assert narrator.calls == 20


def test_a_script_and_a_plan_are_written_without_speaking(tmp_path: Path) -> None:
    narrator = OffNarrator(tmp_path / "hums", 3)
    script = compile_script(ROUTINE, length="5m", narrator=narrator)
    assert plan_session(ROUTINE, length="5m", narrator=narrator).length_ms == script.length_ms == 300_000
    assert narrator.spoken == []


def test_the_lines_of_a_session_are_counted_once_even_if_it_is_planned_again(tmp_path: Path) -> None:
    reports: list[tuple[Stage, int, int]] = []
    session = measured(OffNarrator(tmp_path / "hums", -7, 3, 6), "toes-to-hip", "30m")
    speak(session, lambda stage, done, total: reports.append((stage, done, total)))
    first = {cue.line for cue in write_measured(session).cues if cue.line}
    assert reports == [("speak", number, len(first)) for number in range(1, len(first) + 1)]


def test_a_recording_of_a_line_that_a_session_says_is_timed_with_its_own_length(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    options = Options(clips=tmp_path / "clips")
    (tmp_path / "clips").mkdir()
    session = measured(SilentNarrator(tmp_path / "hums"), ROUTINE, "5m")
    record(tmp_path / "clips", f"{session.lines_of(write_measured(session))[0].id}.wav", 2.5)
    narrator = RecordedNarrator(SilentNarrator(tmp_path / "hums"), tmp_path / "clips", cache_folder=tmp_path / "cache")
    spoken = speak(measured(narrator, ROUTINE, "5m", options))
    recorded = [clip for clip in spoken.narration.clips.values() if clip.path.is_relative_to(tmp_path / "cache")]
    assert [clip.length_ms for clip in recorded] == [pytest.approx(2520, abs=40)]
    assert not recwarn.list


@pytest.mark.parametrize("off_percent", [(0,), (-20,), (20,), (-7, 3, 6)], ids=str)
@pytest.mark.parametrize("length", ["1m", "5h"])
def test_the_nearest_length_holds_with_the_lengths_of_the_clips_however_wrong_the_known_ones_were(
    tmp_path: Path, length: str, off_percent: tuple[int, ...]
) -> None:
    options = Options(preferences=parse_preferences(countdown=True, side="left"))
    prepared = prepare(ROUTINE, options, length_in_ms(length), nearest=True)
    real = measure(prepared, SilentNarrator(tmp_path / "hums"))
    with pytest.warns(NearestLengthWarning) as told:
        spoken = speak(measure(prepared, OffNarrator(tmp_path / "hums", *off_percent)))
    ends = limits(real.routine)
    nearest_ms = ends.shortest_ms if length == "1m" else ends.longest_ms
    assert real.length_ms == spoken.script.length_ms == nearest_ms
    last = told[-1].message
    assert isinstance(last, NearestLengthWarning)
    assert last.length_ms == nearest_ms


def test_the_measured_routine_of_a_session_is_made_once(tmp_path: Path) -> None:
    """What is calculated for it at one length is used at all others."""
    session = measured(SilentNarrator(tmp_path), ROUTINE, "3m")
    assert session.routine is session.routine


def test_a_length_that_is_possible_is_not_replaced(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    prepared = prepare(ROUTINE, Options(), 300_000, nearest=True)
    assert measure(prepared, SilentNarrator(tmp_path / "hums")).length_ms == 300_000
    assert not recwarn.list


def test_lines_of_unknown_length_are_not_measured_where_only_known_ones_are_asked_for(tmp_path: Path) -> None:
    class Forgetful(OffNarrator):
        def known_lengths_ms(self, lines: Iterable[Line]) -> Mapping[Line, int]:
            return {line: ms for line, ms in super().known_lengths_ms(lines).items() if len(line.text) < 60}

    prepared = prepare(ROUTINE, Options(), 300_000)
    known = measure_known(prepared, SilentNarrator(tmp_path / "hums"))
    assert known is not None
    assert known.durations == measure(prepared, SilentNarrator(tmp_path / "hums")).durations
    forgetful = Forgetful(tmp_path / "hums", 0)
    assert (measure_known(prepared, forgetful), forgetful.spoken) == (None, [])
