"""`kneadcast build`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kneadcast.output import is_kneadcast_file
from tests.cli.runner import HOME, SHORT, printed, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the folder of the session that several tests share."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture(scope="module")
def facts(folder: Path) -> dict[str, Any]:
    """Returns what `--json` prints of the session in that folder."""
    session = (HOME, "--length", "6m", "--side", "left", "--avoid", "ankle", "--template", "plain")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        facts: dict[str, Any] = printed("build", *session, "-o", "x.mp3", "--json")
        return facts


def test_a_build_writes_a_file_that_holds_its_provenance_and_prints_only_its_path(here: Path) -> None:
    result = run("build", "five-minute-feet", "--length", "3m", "--side", "left")
    assert (result.exit_code, result.stdout) == (0, "five-minute-feet-3m00s.mp3\n")
    assert is_kneadcast_file(here / "five-minute-feet-3m00s.mp3")


def test_a_session_ends_at_a_time_of_day_and_the_last_moment_to_begin_it_is_printed(
    here: Path, set_clock: Callable[[str], None]
) -> None:
    set_clock("22:24:30")
    result = run("build", "five-minute-feet", "--length", "until 22:30", "--side", "left", "--template", "plain")
    assert (result.exit_code, result.stdout) == (0, "five-minute-feet-4m00s.mp3\n")
    assert result.stderr.splitlines()[-1] == "A session of 4m00s: begin it by 22:26 and it ends at 22:30."
    assert is_kneadcast_file(here / "five-minute-feet-4m00s.mp3")


@pytest.mark.parametrize("command", ["plan", "script"])
def test_a_session_that_ends_at_a_time_of_day_can_be_planned(command: str, set_clock: Callable[[str], None]) -> None:
    set_clock("22:24:30")
    shown, expected = (run(command, "five-minute-feet", "--length", length) for length in ("until 10:30 pm", "4m"))
    assert shown.stdout == expected.stdout
    assert shown.stderr == f"{expected.stderr}A session of 4m00s: begin it by 22:26 and it ends at 22:30.\n"


def test_a_session_that_cannot_be_built_has_no_time_to_begin(set_clock: Callable[[str], None]) -> None:
    set_clock("22:24:30")
    result = run("build", "toes-to-hip", "--length", "until 22:30")
    assert result.exit_code == 1
    assert "'toes-to-hip' cannot last 4m00s" in result.stderr
    assert "begin it" not in result.stderr


def test_json_states_the_file_the_routine_and_the_length(facts: dict[str, Any], folder: Path) -> None:
    assert (facts["path"], facts["routine"], facts["length_ms"]) == ("x.mp3", HOME, 360_000)
    assert facts["sidecars"] == []
    assert (folder / "x.mp3").is_file()


def test_json_states_what_a_caution_leaves_out(facts: dict[str, Any]) -> None:
    assert facts["avoid"] == ["ankle"]
    assert any("left out: ankle" in note for note in facts["notes"])


def test_json_states_the_levels(facts: dict[str, Any]) -> None:
    levels = facts["levels"]
    assert set(levels) == {
        "speech_lufs",
        "speech_target_lufs",
        "true_peak_dbtp",
        "speech_share",
        "ambience_distance_lu",
    }
    assert 0.1 < levels["speech_share"] < 0.5
    assert levels["true_peak_dbtp"] < -1.5


def test_a_session_of_kneadcast_is_replaced_and_any_other_file_only_by_force(here: Path) -> None:
    (here / "mine.mp3").write_bytes(b"my only recording")
    refused = run("build", *SHORT, "-o", "mine.mp3")
    assert refused.exit_code == 1
    assert "'mine.mp3' already exists and was not made by Kneadcast" in refused.stderr
    assert (here / "mine.mp3").read_bytes() == b"my only recording"
    assert run("build", *SHORT, "-o", "mine.mp3", "--force").exit_code == 0
    assert run("build", *SHORT, "-o", "mine.mp3").exit_code == 0


def test_nothing_is_built_if_too_little_of_the_routine_is_safe(here: Path) -> None:
    result = run("build", "five-minute-feet", "--avoid", "cannot-reach-feet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing of 'five-minute-feet' is safe" in result.stderr
    assert list(here.glob("*.mp3")) == []


def test_sidecars_are_written_next_to_the_session_and_replaced_with_it(here: Path) -> None:
    for _ in range(2):
        result = run("build", *SHORT, "-o", "x.flac", "--with", "page,captions", "--with", "transcript")
        assert result.stdout.split() == ["x.flac", "x.html", "x.vtt", "x.srt", "x.md"]
    assert is_kneadcast_file(here / "x.flac")
    assert 'src="x.flac"' in (here / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--with", "pages"], "there is no sidecar 'pages' (did you mean 'page'?)"),
        (["--with", "transcript", "-o", "x.mp3"], "'x.md' already exists"),
        (["--album", "--with", "page"], "an album has no page"),
    ],
)
def test_sidecars_that_cannot_be_written_are_reported_before_any_work(
    here: Path, arguments: list[str], message: str
) -> None:
    (here / "x.md").write_text("mine", encoding="utf-8")
    result = run("build", HOME, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert "Speaking" not in result.stderr
    assert [file.name for file in here.iterdir()] == ["x.md"]


@pytest.mark.usefixtures("here")
def test_a_script_in_place_of_a_routine_is_recognised() -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml")
    assert "this is the script of a session, not a routine" in run("build", "mine.yaml").stderr
