"""The commands of sound, with a narrator that speaks no words so that they are quick."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli
from kneadcast.script.file import read_script

HOME = "self-massage-at-home"
TEMPLATES = {"singing-bowls", "soft-bells", "wood-and-rain", "plain", "silent"}


@pytest.fixture(autouse=True)
def no_templates_of_yours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kneadcast.sound.template_library.own_folder", lambda: tmp_path / "none")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


@pytest.mark.usefixtures("here")
def test_templates_are_listed_with_what_they_feel_like() -> None:
    assert "wood-and-rain   Wood and rain: Round wooden notes" in run("templates").stdout
    rows = json.loads(run("templates", "--json").stdout)
    assert {row["name"] for row in rows} == TEMPLATES
    assert set(rows[0]) == {"name", "title", "feels", "own"}


def test_templates_are_sampled_into_a_folder(here: Path) -> None:
    rows = json.loads(run("templates", "--sample", "samples", "--json").stdout)
    assert {Path(row["sample"]) for row in rows} == {Path("samples") / f"{name}.mp3" for name in TEMPLATES}
    assert all((here / row["sample"]).stat().st_size > 100_000 for row in rows)


@pytest.mark.usefixtures("here")
def test_a_build_reports_its_levels() -> None:
    built = run("build", HOME, "-l", "6m", "--template", "plain", "--json", "-o", "x.mp3")
    levels = json.loads(built.stdout)["levels"]
    assert set(levels) == {
        "speech_lufs",
        "speech_target_lufs",
        "true_peak_dbtp",
        "speech_share",
        "ambience_distance_lu",
    }
    assert 0.1 < levels["speech_share"] < 0.5
    assert levels["true_peak_dbtp"] < -1.5


def test_what_is_chosen_of_the_sound_goes_into_the_script_and_what_is_not_stays_the_template_s(here: Path) -> None:
    chosen = (
        "--template",
        "wood-and-rain",
        "--pan",
        "0.2",
        "--pacer",
        "full",
        "--loudness",
        "-16",
        "--ambience",
        "none",
    )
    assert run("script", HOME, "-l", "6m", *chosen, "--format", "yaml", "-o", "a.yaml").exit_code == 0
    script = read_script(here / "a.yaml").script
    assert (script.sound.template, script.sound.pan, script.sound.pacer, script.sound.loudness_lufs) == (
        "wood-and-rain",
        0.2,
        "full",
        -16,
    )
    assert script.sound.ambience == "none"
    assert run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "b.yaml").exit_code == 0
    script = read_script(here / "b.yaml").script
    assert (script.sound.pan, script.sound.pacer, script.sound.loudness_lufs, script.sound.ambience) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.usefixtures("here")
def test_a_script_is_rendered_in_other_sounds_than_its_own() -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "a.yaml")
    done = run("render", "a.yaml", "--template", "silent", "--loudness", "-16", "--json")
    assert json.loads(done.stdout)["levels"]["speech_target_lufs"] == -16


@pytest.mark.usefixtures("here")
def test_a_session_can_do_without_its_template_s_ambience() -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "a.yaml")
    done = run("render", "a.yaml", "--ambience", "none", "--json")
    assert json.loads(done.stdout)["levels"]["ambience_distance_lu"] is None


def test_check_knows_a_template_from_a_routine(here: Path) -> None:
    (here / "sounds.yaml").write_text("format: 1\nname: sounds\ntitle: x\nchimes: null\n", encoding="utf-8")
    result = run("check", "sounds.yaml")
    assert result.exit_code == 1
    assert "the key 'feels' is missing" in result.stdout


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "option",
    [("--loudness", "-9"), ("--pan", "2"), ("--pacer", "loud"), ("--ambience", "surf")],
    ids=["loudness", "pan", "pacer", "ambience"],
)
def test_what_no_session_can_have_is_a_usage_error(option: tuple[str, str]) -> None:
    assert run("build", *option).exit_code == 2


def test_a_script_is_drawn(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "a.yaml")
    assert run("plot", "a.yaml", "-o", "a.svg").stdout == "a.svg\n"
    assert run("plot", "a.yaml").stdout == "a.png\n"
    assert (here / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_session_that_carries_no_script_is_drawn_by_one_that_is_named(here: Path) -> None:
    run("script", HOME, "-l", "6m", "--template", "silent", "--format", "yaml", "-o", "a.yaml")
    run("render", "a.yaml")
    done = run("plot", "a.mp3", "--script", "a.yaml", "-o", "a.svg")
    assert (done.exit_code, done.stdout) == (0, "a.svg\n")
    assert "left ear" in (here / "a.svg").read_text(encoding="utf-8")
