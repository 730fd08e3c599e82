"""Variations: a text may have several wordings, and a session speaks one of each; what is safety has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.routine import check_routine_file, load_routine
from tests.routine.files import faulty, write

ONE, TWO, THREE = "Set both thumbs on your {side} sole.", "Circle on your {side} sole.", "Rub your {side} sole."
SOLE = 'say: "Set both thumbs on your {side} sole."'


def worded(*wordings: str) -> str:
    return faulty((SOLE, f"say: {[*wordings]}"))


@pytest.mark.parametrize(("variation", "words"), [(1, ONE), (2, TWO), (3, THREE)])
def test_a_variation_speaks_one_wording_of_each_text_in_turn(tmp_path: Path, variation: int, words: str) -> None:
    routine = load_routine(write(tmp_path, worded(ONE, TWO, THREE)), variation=variation)
    assert routine.sections[0].steps[0].say == words
    assert routine.sections[0].steps[1].say == "Turn your {side} foot slowly."


def test_a_text_with_one_wording_is_the_same_in_every_variation(tmp_path: Path) -> None:
    path = write(tmp_path, faulty())
    assert load_routine(path, variation=7) == load_routine(path)


def test_every_wording_is_checked_and_reported_at_its_own_line(tmp_path: Path) -> None:
    path = write(tmp_path, worded(ONE, "This cures your {side} sole."))
    _, problems = check_routine_file(path)
    assert {problem.rule for problem in problems} >= {"health-claim"}
    assert {problem.place for problem in problems} == {"sections[0].steps[0].say"}


@pytest.mark.parametrize(
    "edit", [("  safety: {time: 15s/18s/25s, say: ", "  safety: {time: 15s/18s/25s, say: [x], brief: ")]
)
def test_what_is_said_for_safety_has_one_wording(tmp_path: Path, edit: tuple[str, str]) -> None:
    with pytest.raises(RoutineError, match=r"opening\.safety\.say"):
        load_routine(write(tmp_path, faulty(edit)))
