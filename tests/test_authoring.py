"""What authors and readers use: starting points, checks of files, and the lines that have to be recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast import Options, OutputError, RoutineError, compile_script
from kneadcast.authoring import check_file, lines_to_record, start_routine
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.resources import built_in
from kneadcast.routine import load_phrases, load_routine
from kneadcast.routine.library import find_routine
from kneadcast.script.file import to_yaml
from tests.speech.recorded_lines import record

HOME = "self-massage-at-home"
FILES = {
    "routine": built_in("routines") / "relaxing.yaml",
    "translation": built_in("routines") / f"i18n/de/{HOME}.yaml",
    "phrases": built_in("routines") / "i18n/de/phrases.yaml",
    "template": built_in("audio_templates") / "plain.yaml",
}


@pytest.mark.parametrize("name", [HOME, "toes-to-hip"])
def test_every_line_has_an_id_and_no_two_lines_share_one(name: str) -> None:
    lines = lines_to_record(name)
    assert all(line.ids for line in lines)
    every = [id_ for line in lines for id_ in line.ids]
    assert len(set(every)) == len(every)
    assert {line.text for line in lines} == {
        line.text for line in narration_lines(load_routine(name), load_phrases("en"))
    }


@pytest.mark.usefixtures("silent_narrator")
def test_the_id_of_an_instruction_is_that_of_its_cue() -> None:
    ids = {line.text: line.ids for line in lines_to_record(HOME)}
    cues = compile_script(load_routine(HOME), length="18m").cues
    written = [cue for cue in cues if ".added." not in cue.id]
    instructions = [cue for cue in written if cue.role in ("action", "preview") and cue.text]
    assert instructions
    assert [cue.id for cue in instructions if cue.id not in ids[cue.text or ""]] == []


@pytest.mark.usefixtures("silent_narrator")
def test_a_session_is_fitted_to_the_length_of_recordings(tmp_path: Path) -> None:
    record(tmp_path / "clips", "safety.action.1.wav", 9.0)
    script = compile_script(HOME, length="10m", options=Options(clips=tmp_path / "clips"))
    cue = next(cue for cue in script.cues if cue.id == "safety.action.1")
    assert cue.length_ms == pytest.approx(9020, abs=5)
    assert script.length_ms == 600_000


@pytest.mark.usefixtures("silent_narrator")
def test_recordings_beside_a_routine_or_a_script_need_no_option(tmp_path: Path) -> None:
    routine = tmp_path / "mine.yaml"
    routine.write_bytes(find_routine(HOME).read_bytes())
    record(tmp_path / "clips", "phrases.halfway.wav", 3.0)
    script = compile_script(routine, length="10m")
    assert next(cue for cue in script.cues if cue.role == "halfway").length_ms == pytest.approx(3020, abs=5)
    assert [line.recording is not None for line in lines_to_record(routine)].count(True) == 1
    (tmp_path / "script.yaml").write_text(to_yaml(script), encoding="utf-8")
    record(tmp_path / "clips", "safety.action.1.wav", 3.0)
    assert [line.recording is not None for line in lines_to_record(tmp_path / "script.yaml")].count(True) == 1


@pytest.mark.usefixtures("silent_narrator")
def test_the_lines_of_a_script_are_named_by_its_cues(tmp_path: Path) -> None:
    script = compile_script(HOME, length="6m")
    path = tmp_path / "script.yaml"
    path.write_text(to_yaml(script), encoding="utf-8")
    named = {one: line.text for line in lines_to_record(path) for one in line.ids}
    assert named == {cue.id: cue.text for cue in script.cues if cue.text}


def test_a_folder_that_is_given_comes_before_the_one_beside_the_file(tmp_path: Path) -> None:
    routine = tmp_path / "mine.yaml"
    routine.write_bytes(find_routine(HOME).read_bytes())
    record(tmp_path / "clips", "remind.1.wav")
    (given,) = [record(tmp_path / "other", "remind.2.wav")]
    assert [line.recording for line in lines_to_record(routine, tmp_path / "other") if line.recording] == [given]


@pytest.mark.parametrize("path", FILES.values(), ids=FILES)
def test_a_built_in_file_of_every_kind_has_no_problems(path: Path) -> None:
    assert check_file(path) == ()


@pytest.mark.parametrize(
    ("kind", "old", "new", "message"),
    [
        ("routine", "mode: self", "mode: alone", "mode: expected one of self, partner, got 'alone'"),
        ("phrases", "halfway:", "halfways: x\nhalfway:", "unknown key 'halfways' (did you mean 'halfway'?)"),
        ("template", "attack_ms: 16", "attack: 16", "unknown key 'attack'"),
    ],
)
def test_a_file_is_checked_as_the_kind_that_its_keys_show(
    tmp_path: Path, kind: str, old: str, new: str, message: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(FILES[kind].read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(message in str(problem) for problem in check_file(path))


@pytest.mark.parametrize("base", [None, HOME], ids=["complete", "extension"])
def test_a_starting_point_has_no_problems_and_is_not_written_over(tmp_path: Path, base: str | None) -> None:
    path = start_routine("my-feet", base=base, output=tmp_path / "my-feet.yaml")
    assert check_file(path) == ()
    assert load_routine(path).name == "my-feet"
    path.write_text("my edits", encoding="utf-8")
    with pytest.raises(OutputError, match="already exists"):
        start_routine("my-feet", base=base, output=path)
    assert path.read_text(encoding="utf-8") == "my edits"


def test_a_routine_cannot_extend_one_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RoutineError, match="did you mean 'toes-to-hip'"):
        start_routine("mine", base="toes-to-hop", output=tmp_path / "mine.yaml")
    assert list(tmp_path.iterdir()) == []
