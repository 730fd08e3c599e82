"""`kneadcast show`."""

from __future__ import annotations

from pathlib import Path

from kneadcast.routine.library import find_routine
from tests.cli.runner import run


def test_every_step_is_shown_with_its_id_and_every_part_of_the_body_with_a_bar() -> None:
    shown = run("show", "lymphatic").stdout
    assert "[groin-lymph-stretch]" in shown
    assert "not with: heart failure" in shown
    assert "whole leg" in shown.splitlines()[-1]
    assert shown.splitlines()[-1].endswith("#")


def test_a_routine_in_a_language_that_has_no_phrases_yet_is_shown(here: Path) -> None:
    text = find_routine("five-minute-feet").read_text(encoding="utf-8")
    (here / "pieds.yaml").write_text(text.replace("name: five-minute-feet", "name: pieds\nlanguage: fr"), "utf-8")
    assert "(pieds)" in run("show", "./pieds.yaml").stdout


def test_what_a_caution_leaves_out_of_a_routine_is_a_note_on_standard_error() -> None:
    result = run("show", "toes-to-hip", "--avoid", "knee")
    assert "left out: knee" in result.stderr
    assert "knee-friction" not in result.stdout
