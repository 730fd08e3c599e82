"""Scripts as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from kneadcast.errors import ScriptError
from kneadcast.reports.listing import to_json
from kneadcast.script.durations import Durations
from kneadcast.script.file import read_script, to_yaml
from kneadcast.script.model import Script
from tests.planning.test_script_writer import scripts, usual
from tests.routines import CHIMES_MS


def saved(folder: Path, text: str) -> Path:
    path = folder / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@given(scripts())
@settings(max_examples=20)
def test_a_script_written_read_and_written_again_is_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, script: Script
) -> None:
    path = saved(tmp_path_factory.mktemp("script"), to_yaml(script))
    read = read_script(path).script
    assert read == script
    assert to_yaml(read) == path.read_text(encoding="utf-8")


def test_each_cue_stands_on_a_line_of_its_own() -> None:
    script = usual()
    lines = to_yaml(script).splitlines()
    assert sum(line.startswith("  - {id: ") for line in lines) == len(script.cues) + len(script.steps)


def test_a_script_can_be_read_from_json_as_well(tmp_path: Path) -> None:
    script = usual()
    assert read_script(saved(tmp_path, to_json(script))).script == script


def test_a_fault_names_the_line_of_the_cue(tmp_path: Path) -> None:
    script = usual()
    path = saved(tmp_path, to_yaml(script).replace("at_ms: 10000,", "at_ms: 100,", 1))
    durations = Durations({str(cue.text): cue.length_ms for cue in script.cues}, CHIMES_MS)
    (problem,) = read_script(path).problems(durations)
    line = path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "at_ms: 100," in line
    assert "overlaps the one before it" in problem.message


def test_a_mistyped_sound_is_told_with_its_line_and_the_sounds_there_are(tmp_path: Path) -> None:
    path = saved(tmp_path, to_yaml(usual()).replace("sound: halfway", "sound: halfwy"))
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert "session.yaml:" in str(caught.value)
    assert "got 'halfwy' (did you mean 'halfway'?)" in str(caught.value)


def test_a_cue_added_by_hand_needs_no_more_than_its_moment_and_its_words(tmp_path: Path) -> None:
    script = usual()
    step = next(one for one in script.steps if one.kind == "work")
    text = to_yaml(script) + f'  - {{at_ms: {step.start_ms + 500}, text: "Breathe out."}}\n'
    added = read_script(saved(tmp_path, text)).script.cues[-1]
    assert (added.kind, added.role, added.step, added.text) == ("speech", "reminder", step.id, "Breathe out.")
    assert added.id == f"{step.id}.added.1"


def test_an_added_cue_without_a_moment_or_with_a_typo_is_told_with_its_line(tmp_path: Path) -> None:
    lines = len(to_yaml(usual()).splitlines())
    text = to_yaml(usual()) + "  - {text: Breathe out.}\n  - {at_ms: 70000, sond: step}\n"
    with pytest.raises(ScriptError) as caught:
        read_script(saved(tmp_path, text))
    assert f"session.yaml:{lines + 1}:" in str(caught.value)
    assert "at_ms" in str(caught.value)
    assert "unknown key 'sond' (did you mean 'sound'?)" in str(caught.value)
