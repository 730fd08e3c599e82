"""Variations: a text may have several wordings, and a session speaks one of each; what is safety has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.routine import check_routine_file, load_routine
from kneadcast.routine.rules.findings import texts_of
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
    texts = [text for place, text, _ in texts_of(load_routine(path)) if "remind" not in place]
    for variation in range(2, 9):
        varied = texts_of(load_routine(path, variation=variation))
        assert [text for place, text, _ in varied if "remind" not in place] == texts


def test_reminders_are_the_same_in_every_variation_and_begin_with_another(tmp_path: Path) -> None:
    path = write(tmp_path, faulty())
    first, second = (load_routine(path, variation=number).remind for number in (1, 2))
    assert second == (*first[1:], first[0])


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_as_many_variations_in_a_row_as_there_are_wordings_have_each_of_them_once(tmp_path: Path, number: int) -> None:
    path = write(tmp_path, worded(*(f"Rub your {{side}} sole {times} times." for times in range(number))))
    said = [load_routine(path, variation=1 + turn).sections[0].steps[0].say for turn in range(4 * number)]
    for start in range(0, 4 * number, number):
        assert len(set(said[start : start + number])) == number


def test_more_wordings_than_anybody_hears_are_refused_at_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, worded(*(f"Rub your {{side}} sole {times} times." for times in range(21))))
    with pytest.raises(RoutineError, match=r"say: 21 wordings; at most 20 are possible"):
        load_routine(path)
    routine, problems = check_routine_file(path)
    assert routine is None
    assert [problem.message for problem in problems] == ["21 wordings; at most 20 are possible"]


def test_wordings_of_two_texts_go_out_of_step() -> None:
    routines = [load_routine("toes-to-hip", variation=number) for number in (1, 4)]
    said = [[step.say for section in routine.sections for step in section.steps] for routine in routines]
    assert 0 < sum(one == other for one, other in zip(*said, strict=True)) < len(said[0])


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
