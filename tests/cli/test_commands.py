"""The command line, with a narrator that speaks no words so that it is quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli
from kneadcast.output import is_kneadcast_file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


HOME = "self-massage-at-home"


def test_build_writes_a_file_that_says_what_it_is_and_prints_only_its_path(here: Path) -> None:
    result = run("build", HOME, "--length", "6m")
    assert (result.exit_code, result.stdout) == (0, "self-massage-at-home-6m00s.mp3\n")
    assert is_kneadcast_file(here / "self-massage-at-home-6m00s.mp3")


def test_build_as_json_is_for_another_program(here: Path) -> None:
    facts = json.loads(run("build", HOME, "-l", "6m", "-o", "x.mp3", "--json").stdout)
    assert (facts["path"], facts["routine"], facts["length_ms"]) == ("x.mp3", HOME, 360_000)
    assert (here / "x.mp3").is_file()


def test_a_session_of_ours_is_replaced_and_a_stranger_s_file_is_not(here: Path) -> None:
    (here / "mine.mp3").write_bytes(b"my only recording")
    refused = run("build", HOME, "-l", "6m", "-o", "mine.mp3")
    assert refused.exit_code == 1
    assert "is there already and not a session of Kneadcast" in refused.stderr
    assert (here / "mine.mp3").read_bytes() == b"my only recording"
    assert run("build", HOME, "-l", "6m", "-o", "mine.mp3", "--force").exit_code == 0
    assert run("build", HOME, "-l", "6m", "-o", "mine.mp3").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["build", "toes-to-hop"], "did you mean 'toes-to-hip'?"),
        (["build", HOME, "--length", "3m"], "cannot last 3m00s: it can last from"),
        (["build", "--length", "3h"], "cannot last 3h00m00s: it can last from"),
        (["build", "--length", "0s"], "cannot last 0s"),
        (["build", "--bitrate", "100"], "an MP3 cannot have 100 kbit/s"),
        (["build", "--template", "singing-bowl"], "did you mean 'singing-bowls'?"),
        (["build", "-o", "no/such/folder.mp3"], "there is no folder 'no/such'"),
    ],
)
def test_what_cannot_be_had_is_one_clear_text_and_exit_code_1(here: Path, arguments: list[str], complaint: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert result.stdout == ""
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("arguments", [["build", "--length", "soon"], ["build", "--volume", "2"], ["bild"], ["check"]])
def test_a_mistyped_command_line_is_exit_code_2(here: Path, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
    assert list(here.iterdir()) == []


@pytest.mark.usefixtures("here")
def test_script_prints_a_table_with_every_line_that_will_be_said() -> None:
    table = run("script", HOME, "-l", "8m").stdout
    cues = json.loads(run("script", HOME, "-l", "8m", "--format", "json").stdout)["cues"]
    assert all(cue["text"] in table for cue in cues if cue["kind"] == "speech")


@pytest.mark.usefixtures("here")
def test_script_as_json_has_what_other_programs_rely_on() -> None:
    script = json.loads(run("script", HOME, "--format", "json").stdout)
    assert {"format", "routine", "title", "length_ms", "steps", "cues"} <= script.keys()
    assert {"id", "section", "area", "technique", "side", "position", "start_ms", "end_ms", "hands_on_ms"} <= set(
        script["steps"][0]
    )
    assert {"pressure", "tempo"} <= script["steps"][0].keys()
    assert {"at_ms", "length_ms", "kind", "step", "text", "sound"} <= script["cues"][0].keys()


def test_a_script_is_written_edited_and_rendered(here: Path) -> None:
    assert run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml").exit_code == 0
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    (here / "mine.yaml").write_text(text.replace("You are halfway through.", "Half done."), encoding="utf-8")
    rendered = run("render", "mine.yaml", "-o", "mine.mp3")
    assert (rendered.exit_code, rendered.stdout) == (0, "mine.mp3\n")
    assert is_kneadcast_file(here / "mine.mp3")


def test_an_edited_script_is_not_overwritten_unasked(here: Path) -> None:
    (here / "mine.yaml").write_text("my edits", encoding="utf-8")
    refused = run("script", HOME, "-o", "mine.yaml")
    assert refused.exit_code == 1
    assert "mine.yaml" in refused.stderr
    assert (here / "mine.yaml").read_text(encoding="utf-8") == "my edits"
    assert run("script", HOME, "-o", "mine.yaml", "--force").exit_code == 0


def test_render_names_the_line_of_a_cue_that_overlaps(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml")
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    (here / "mine.yaml").write_text(text.replace("at_ms: 10000,", "at_ms: 500,", 1), encoding="utf-8")
    result = run("render", "mine.yaml", "-o", "mine.mp3")
    assert result.exit_code == 1
    assert "mine.yaml:" in result.stderr
    assert "overlaps" in result.stderr
    assert not (here / "mine.mp3").exists()


def test_check_tells_every_problem_with_its_line_and_exits_with_1(here: Path) -> None:
    (here / "bad.yaml").write_text("format: 1\nname: bad\ntypo: 1\n", encoding="utf-8")
    result = run("check", "bad.yaml")
    assert result.exit_code == 1
    assert "bad.yaml:3:1: typo: unknown key 'typo'" in result.stdout
    assert "the key 'title' is missing" in result.stdout
    rows = json.loads(run("check", "bad.yaml", "--json").stdout)
    assert {"path", "line", "column", "place", "message", "rule", "severity"} == set(rows[0])


@pytest.mark.usefixtures("here")
def test_routines_are_listed_with_lengths_that_can_be_built() -> None:
    rows = json.loads(run("routines", "--json").stdout)
    assert {"name", "title", "type", "mode", "shortest_ms", "default_ms", "longest_ms"} == set(rows[0])
    for row in rows[:2]:
        for key in ("shortest_ms", "default_ms", "longest_ms"):
            assert run("script", row["name"], "--length", f"{row[key] // 1000}s").exit_code == 0


def test_help_does_not_wait_for_heavy_imports() -> None:
    code = (
        "import sys; from kneadcast.cli import cli; print(sorted({'numpy', 'pydantic', 'pydub'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.usefixtures("here")
def test_progress_goes_to_standard_error_in_quiet_lines_where_there_is_no_terminal() -> None:
    result = run("build", HOME, "-l", "6m")
    assert "Speaking ...\nMixing ...\n" in result.stderr
