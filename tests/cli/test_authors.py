"""What the command line offers to those who choose with care and those who write routines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli
from kneadcast.resources import CONFIG_FOLDER_VARIABLE
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import routine_names
from kneadcast.routine.rules import RULES


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


def test_what_is_spared_is_told_on_standard_error_said_in_the_opening_and_kept_in_the_script() -> None:
    result = run("script", "toes-to-hip", "--avoid", "knee,ankle", "--format", "json")
    assert "left out: knee, circular rubbing" in result.stderr
    script = json.loads(result.stdout)
    assert script["avoid"] == ["knee", "ankle"]
    assert script["length_ms"] == 1_800_000
    assert "Today leaves the knees alone." in [cue["text"] for cue in script["cues"]]
    assert not {"knee", "ankle"} & {step["area"] for step in script["steps"]}


def test_a_built_session_tells_what_was_spared_to_another_program() -> None:
    result = run("build", "self-massage-at-home", "-l", "6m", "--avoid", "ankle", "--json")
    facts = json.loads(result.stdout)
    assert facts["avoid"] == ["ankle"]
    assert any("left out: ankle" in note for note in facts["notes"])


def test_where_nothing_safe_is_left_nothing_is_built(home: Path) -> None:
    result = run("build", "five-minute-feet", "--avoid", "cannot-reach-feet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing of 'five-minute-feet' is safe" in result.stderr
    assert list(home.glob("*.mp3")) == []


def test_a_session_is_told_in_the_language_asked_for() -> None:
    script = json.loads(run("script", "self-massage-at-home", "--language", "de", "--format", "json").stdout)
    texts = [cue["text"] for cue in script["cues"]]
    assert script["language"] == "de"
    assert "Die Hälfte ist geschafft." in texts
    assert not any("your" in (text or "") for text in texts)


def test_avoidances_are_listed_for_people_and_programs() -> None:
    listed = run("avoidances").stdout
    rows = json.loads(run("avoidances", "--json").stdout)
    assert [row["id"] for row in rows] == list(CAUTIONS)
    assert all(row["id"] in listed for row in rows)


def test_every_rule_is_explained() -> None:
    for rule in RULES.values():
        told = run("check", "--explain", rule.id).stdout
        assert rule.why in told
        assert rule.remedy in told


def test_a_rule_that_is_not_there_is_answered_with_the_nearest() -> None:
    result = run("check", "--explain", "presure-cap")
    assert result.exit_code == 1
    assert "did you mean 'pressure-cap'?" in result.stderr


def test_check_begins_every_line_with_its_place(home: Path) -> None:
    assert run("new", "mine", "-o", "mine.yaml").exit_code == 0
    text = (home / "mine.yaml").read_text(encoding="utf-8")
    text = text.replace("pressure: 5 ", "pressure: 9 ").replace("needs: [chair, stool]", "needs: [chair, stool, wall]")
    (home / "mine.yaml").write_text(text, encoding="utf-8")
    lines = run("check", "mine.yaml").stdout.splitlines()
    assert lines[0].startswith("mine.yaml:9:23: warning: needs[2]: [props-named] ")
    assert lines[1].startswith("mine.yaml:41:19: sections[0].steps[0].pressure: [pressure-cap] ")


def test_a_new_routine_is_found_by_its_name_and_can_be_built(home: Path) -> None:
    assert run("new", "my-feet").stdout == f"{home / 'routines' / 'my-feet.yaml'}\n"
    assert run("check", "my-feet").stdout == "my-feet: nothing to mend\n"
    assert run("script", "my-feet").exit_code == 0
    assert run("new", "my-feet").exit_code == 1
    assert run("new", "my-feet", "--force").exit_code == 0


@pytest.mark.parametrize("base", routine_names())
def test_a_new_change_of_any_routine_has_nothing_to_mend(base: str) -> None:
    assert run("new", f"my-{base}", "--from", base).exit_code == 0
    assert run("check", f"my-{base}").stdout == f"my-{base}: nothing to mend\n"


def test_a_new_change_differs_from_its_base_in_what_it_says(home: Path) -> None:
    run("new", "my-hips", "--from", "toes-to-hip")
    path = home / "routines" / "my-hips.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "remove: [hips.glutes-vibration]\n", encoding="utf-8")
    rows = {row["area"]: row for row in json.loads(run("diff", "toes-to-hip", "my-hips", "--json").stdout)}
    assert rows["glutes"]["won_ms"] < 0
    assert sum(row["won_ms"] for row in rows.values()) == 0


@pytest.mark.parametrize("name", ["My Feet", "toes-to-hip", "../x"])
def test_a_name_that_cannot_be_used_is_refused(home: Path, name: str) -> None:
    assert run("new", name).exit_code == 1
    assert not (home / "routines").exists()


@pytest.mark.parametrize("kind", ["routine", "template", "script"])
def test_schemas_are_json(kind: str) -> None:
    assert json.loads(run("schema", kind).stdout)["type"] == "object"


def test_show_tells_every_step_with_its_id_and_a_bar_for_every_area() -> None:
    told = run("show", "lymphatic").stdout
    assert "[groin-lymph-stretch]" in told
    assert "not with: heart failure" in told
    assert "whole leg" in told.splitlines()[-1]
    assert told.splitlines()[-1].endswith("#")
