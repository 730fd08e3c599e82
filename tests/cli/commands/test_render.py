"""`kneadcast render`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneadcast.output import is_kneadcast_file
from kneadcast.routine.library import find_routine
from tests.cli.runner import SHORT, SHORT_MS, printed, run

WITH_AMBIENCE = (*SHORT[:-1], "wood-and-rain")
START_OVERLAP = ("at_ms: 10000,", "at_ms: 500,")
"""Moves the first sentence into the chime at the start."""


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Returns a text with replacements, each of which must occur exactly once."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def script_file(here: Path) -> Path:
    """Returns the script of a session as a file in the current folder."""
    assert run("script", *SHORT, "--format", "yaml", "-o", "mine.yaml").exit_code == 0
    return here / "mine.yaml"


def test_an_edited_script_is_rendered(script_file: Path) -> None:
    text = script_file.read_text(encoding="utf-8")
    script_file.write_text(replaced(text, ("There is about one minute to go.", "One minute.")), encoding="utf-8")
    rendered = run("render", "mine.yaml", "-o", "mine.mp3")
    assert (rendered.exit_code, rendered.stdout) == (0, "mine.mp3\n")
    assert is_kneadcast_file(script_file.with_name("mine.mp3"))


def test_a_cue_that_overlaps_is_reported_with_its_line(script_file: Path) -> None:
    text = script_file.read_text(encoding="utf-8")
    script_file.write_text(replaced(text, START_OVERLAP), encoding="utf-8")
    result = run("render", "mine.yaml", "-o", "mine.mp3")
    assert result.exit_code == 1
    assert "mine.yaml:" in result.stderr
    assert "overlaps" in result.stderr
    assert not script_file.with_name("mine.mp3").exists()


def test_cues_that_overlap_are_moved_with_refit(script_file: Path) -> None:
    text = script_file.read_text(encoding="utf-8")
    longer = (
        "Stop if anything hurts, tingles or goes numb.",
        "Stop at once if anything hurts, wherever it is, and rest a while.",
    )
    text = replaced(text, longer, START_OVERLAP) + "  - {at_ms: 100000, text: Breathe out slowly.}\n"
    script_file.write_text(text, encoding="utf-8")
    refused = run("render", "mine.yaml", "-o", "mine.mp3")
    assert refused.exit_code == 1
    assert "mine.yaml:" in refused.stderr
    rendered = run("render", "mine.yaml", "-o", "mine.mp3", "--refit", "--json")
    assert rendered.exit_code == 0, rendered.stderr
    assert json.loads(rendered.stdout)["length_ms"] == SHORT_MS
    assert is_kneadcast_file(script_file.with_name("mine.mp3"))


@pytest.mark.parametrize("refit", [[], ["--refit"]], ids=["as-it-is", "refit"])
def test_a_script_without_steps_is_refused(script_file: Path, refit: list[str]) -> None:
    head = script_file.read_text(encoding="utf-8").split("steps:")[0]
    script_file.write_text(f"{head}steps: []\ncues: []\n", encoding="utf-8")
    assert "steps: expected at least 1 entry" in run("render", "mine.yaml", *refit).stderr


def test_a_routine_in_place_of_a_script_is_recognised(here: Path) -> None:
    result = run("render", str(find_routine("five-minute-feet")), "-o", str(here / "x.mp3"))
    assert result.exit_code == 1
    assert "this is a routine; use `kneadcast build` for a session" in result.stderr


@pytest.mark.usefixtures("here")
def test_options_of_the_command_override_the_sound_of_the_script() -> None:
    run("script", *WITH_AMBIENCE, "--format", "yaml", "-o", "a.yaml")
    done = printed("render", "a.yaml", "--template", "silent", "--loudness", "-16", "--json")
    assert done["levels"]["speech_target_lufs"] == -16


@pytest.mark.usefixtures("here")
def test_a_session_can_do_without_the_ambience_of_its_template() -> None:
    run("script", *WITH_AMBIENCE, "--format", "yaml", "-o", "a.yaml")
    done = printed("render", "a.yaml", "--ambience", "none", "--json")
    assert done["levels"]["ambience_distance_lu"] is None
