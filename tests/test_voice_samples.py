"""One line at a time, samples of voices, and what a reader has to record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner

from kneadcast import Options, compile_script
from kneadcast.authoring import lines_to_record
from kneadcast.cli import cli
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.routine import load_phrases, load_routine
from kneadcast.routine.library import find_routine
from kneadcast.script.file import to_yaml
from kneadcast.speech import Delivery
from kneadcast.speech.model import Voice
from kneadcast.voice_samples import sample_voices, say_line
from tests.speech.conftest import no_worker_left as no_worker_left
from tests.speech.conftest import worker_folder as worker_folder
from tests.speech.fake_driver import fake_voice
from tests.speech.test_recordings import record

HOME = "self-massage-at-home"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.usefixtures("own_cache")
def test_a_line_is_written_as_loud_as_in_a_session(tmp_path: Path, no_worker_left: Callable[[], None]) -> None:
    said = say_line("Hold 3 s.", tmp_path / "x.wav", Delivery(), voice=fake_voice())
    samples, frame_rate = soundfile.read(said.path)
    assert (frame_rate, samples.shape[1], said.words) == (44_100, 2, "Hold three seconds.")
    assert len(samples) / frame_rate == pytest.approx(said.length_ms / 1000, abs=0.002)
    no_worker_left()


@pytest.mark.usefixtures("own_cache", "no_worker_left")
def test_a_voice_that_cannot_speak_does_not_stop_the_samples_of_the_others(tmp_path: Path) -> None:
    broken = Voice("broken", fake_voice("NOT_INSTALLED").driver, "x", ("en",))
    samples = list(sample_voices([broken, fake_voice()], tmp_path / "samples"))
    assert [sample.path is not None for sample in samples] == [False, True]
    assert "libhum.so.1" in samples[0].problem


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
    instructions = [cue for cue in cues if cue.role in ("action", "preview") and cue.text]
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


def test_the_list_shows_what_is_recorded_already(tmp_path: Path) -> None:
    record(tmp_path / "clips", "remind.2.mp3")
    result = CliRunner().invoke(cli, ["record-list", HOME, "--clips", str(tmp_path / "clips")])
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.stdout.splitlines() if line.startswith("+")] == ["remind.2"]
    assert result.stderr.endswith("lines, 1 of them recorded\n")


def test_the_cache_is_shown_and_cleared(own_cache: Path) -> None:
    (own_cache / "clips").mkdir(parents=True)
    (own_cache / "clips/a.wav").write_bytes(bytes(2_000_000))
    assert CliRunner().invoke(cli, ["cache"]).stdout == f"{own_cache}: 1 clips, 2.0 of 500 MB\n"
    cleared = CliRunner().invoke(cli, ["cache", "--clear"])
    assert (cleared.stdout, cleared.stderr) == (f"{own_cache}: 0 clips, 0.0 of 500 MB\n", "1 clips removed\n")
