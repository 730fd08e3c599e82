"""Choosing, seeing and editing at the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli
from kneadcast.output import is_kneadcast_file

HOME = "self-massage-at-home"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


def test_wishes_shape_a_script_and_leave_its_length_alone() -> None:
    options = ["--only", "feet,calf", "--more", "calf=2", "--talk", "brief", "--order", "area", "--rest", "1m"]
    script = json.loads(run("script", HOME, "-l", "9m", *options, "--format", "json").stdout)
    assert script["length_ms"] == 540_000
    assert {step["area"] for step in script["steps"] if step["area"]} == {"foot", "toes", "sole", "calf"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["plan", HOME, "--only", "hip"], "'only hip' cannot be had"),
        (["plan", HOME, "--only", "calf", "--skip", "calf"], "'only calf' and 'skip calf' collide"),
        (["script", HOME, "--more", "clf"], "did you mean 'calf'?"),
        (["build", HOME, "--only", "toes", "-l", "20m"], "The nearest is"),
        (["preview", HOME, "--from", "1h"], "a preview cannot begin at 1h00m00s"),
        (["routines", "--type", "relaxed"], "did you mean 'relaxing'?"),
    ],
)
def test_wishes_that_cannot_be_met_are_one_clear_text(here: Path, arguments: list[str], complaint: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert list(here.iterdir()) == []


def test_the_ledger_is_a_table_or_data() -> None:
    assert "left out: nothing" in run("plan", HOME).stdout
    assert json.loads(run("plan", HOME, "--json").stdout)["length_ms"] == 600_000


def test_a_preview_is_a_minute_and_a_skim_has_every_word(here: Path) -> None:
    minute = json.loads(run("preview", HOME, "--json").stdout)
    assert minute["length_ms"] == 60_000
    assert is_kneadcast_file(here / minute["path"])
    skim = json.loads(run("preview", HOME, "-l", "6m", "--skim", "-o", "skim.mp3", "--json").stdout)
    assert 60_000 < skim["length_ms"] < 360_000


def test_routines_are_found_by_what_they_are() -> None:
    rows = json.loads(run("routines", "--length", "8m", "--area", "calf", "--position", "seated", "--json").stdout)
    assert HOME in {row["name"] for row in rows}
    assert all(row["shortest_ms"] <= 480_000 <= row["longest_ms"] for row in rows)
    assert "toes-to-hip" not in {row["name"] for row in rows}


def test_a_search_without_a_find_says_what_each_wish_rules_out() -> None:
    asked = ["--length", "15m", "--area", "calf", "--type", "relaxing", "--position", "sitting"]
    result = run("routines", *asked)
    assert result.stdout == ""
    assert "without --position seated: relaxing" in result.stderr
    assert "without --type relaxing: hands-free-feet, seated-only, self-massage-at-home" in result.stderr


def test_routines_are_found_by_what_a_body_is_to_be_spared_and_by_language() -> None:
    def names(*arguments: str) -> set[str]:
        return {row["name"] for row in json.loads(run("routines", *arguments, "--json").stdout)}

    safe = names("--avoid", "pregnancy")
    assert "toes-to-hip" in safe
    assert not safe & {"lymphatic", "anti-cellulite", "classical", "partner-full"}
    assert names("--language", "de") == {HOME}
    assert "did you mean 'pregnancy'?" in run("routines", "--avoid", "pregnan").stderr


def test_one_of_your_own_that_cannot_be_read_does_not_hide_the_others() -> None:
    folder = Path(os.environ["KNEADCAST_CONFIG_DIR"]) / "routines"
    folder.mkdir()
    (folder / "broken.yaml").write_text("format: 1\nname: broken\n", encoding="utf-8")
    result = run("routines", "--type", "relaxing")
    assert "relaxing" in result.stdout
    assert "left out of the list" in result.stderr
    assert "broken.yaml:1:1: title: the key 'title' is missing" in result.stderr


def test_what_was_spared_is_told_with_the_plan() -> None:
    assert "left out: calf" in run("plan", HOME, "--avoid", "varicose-veins").stderr


def test_a_script_and_a_routine_taken_for_each_other_are_told_apart(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml")
    assert "this is the script of a session, not a routine" in run("build", "mine.yaml").stderr
    base = str(Path(__file__).parents[2] / "routines" / f"{HOME}.yaml")
    assert "this is a routine; `kneadcast build`" in run("render", base, "-o", str(here / "x.mp3")).stderr


def test_a_script_without_steps_is_refused(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml")
    head = (here / "mine.yaml").read_text(encoding="utf-8").split("steps:")[0]
    (here / "mine.yaml").write_text(f"{head}steps: []\ncues: []\n", encoding="utf-8")
    for refit in ([], ["--refit"]):
        assert "steps: expected at least 1 entry" in run("render", "mine.yaml", *refit).stderr


def test_a_script_is_edited_freely_and_rendered_with_refit(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "mine.yaml")
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    text = text.replace("Stop if anything hurts.", "Stop at once if anything hurts, wherever it is, and rest a while.")
    text = text.replace("at_ms: 10000,", "at_ms: 500,", 1) + "  - {at_ms: 100000, text: Breathe out slowly.}\n"
    (here / "mine.yaml").write_text(text, encoding="utf-8")
    refused = run("render", "mine.yaml", "-o", "mine.mp3")
    assert refused.exit_code == 1
    assert "mine.yaml:" in refused.stderr
    rendered = run("render", "mine.yaml", "-o", "mine.mp3", "--refit", "--json")
    assert rendered.exit_code == 0, rendered.stderr
    assert json.loads(rendered.stdout)["length_ms"] == 360_000
    assert is_kneadcast_file(here / "mine.mp3")
