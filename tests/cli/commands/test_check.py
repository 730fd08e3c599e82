"""`kneadcast check`."""

from __future__ import annotations

import json
from pathlib import Path

from kneadcast.routine.rules import RULES
from tests.cli.runner import printed, run


def test_every_rule_is_explained_as_text_and_as_json() -> None:
    for rule in RULES.values():
        explained = run("check", "--explain", rule.id).stdout
        assert rule.why in explained
        assert rule.remedy in explained
        facts = printed("check", "--explain", rule.id, "--json")
        assert facts == {"rule": rule.id, "refuses": rule.refuses, "why": rule.why, "remedy": rule.remedy}


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    result = run("check", "--explain", "presure-cap")
    assert result.exit_code == 1
    assert "did you mean 'pressure-cap'?" in result.stderr


def test_every_problem_begins_with_its_place(here: Path) -> None:
    assert run("new", "mine", "-o", "mine.yaml").exit_code == 0
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    text = text.replace("pressure: 5 ", "pressure: 9 ").replace("needs: [chair, towel]", "needs: [chair, towel, wall]")
    (here / "mine.yaml").write_text(text, encoding="utf-8")
    lines = run("check", "mine.yaml").stdout.splitlines()
    assert lines[0].startswith("mine.yaml:9:23: warning: needs[2]: [props-named] ")
    assert lines[1].startswith("mine.yaml:58:19: sections[0].steps[0].pressure: [pressure-cap] ")


def test_every_problem_is_reported_with_its_line_and_an_error_is_exit_code_1(here: Path) -> None:
    (here / "bad.yaml").write_text("format: 1\nname: bad\ntypo: 1\n", encoding="utf-8")
    result = run("check", "bad.yaml")
    assert result.exit_code == 1
    assert "bad.yaml:3:1: typo: unknown key 'typo'" in result.stdout
    assert "the key 'title' is missing" in result.stdout
    rows = json.loads(run("check", "bad.yaml", "--json").stdout)
    assert {"path", "line", "column", "place", "message", "rule", "severity"} == set(rows[0])


def test_an_audio_template_is_not_taken_for_a_routine(here: Path) -> None:
    (here / "sounds.yaml").write_text("format: 1\nname: sounds\ntitle: x\nchimes: null\n", encoding="utf-8")
    result = run("check", "sounds.yaml")
    assert result.exit_code == 1
    assert "the key 'feels' is missing" in result.stdout
