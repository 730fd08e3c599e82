"""Routines without some of their steps."""

from __future__ import annotations

from typing import Any

from kneadcast.routine.model import Routine, Section
from kneadcast.routine.omission import step_key, without_steps
from tests.routines import routine, section, step

LEAN_BACK = {
    "preview": "Soon you will lean back. Your {side} leg goes first.",
    "say": "Lean back. Lean on your {side} hand.",
    "time": "15s/25s/40s",
    "remind": ["Lean on your {side} hand.", "Take your time."],
}
SIT_UP = {"preview": "Soon you will sit up.", "say": "Sit up.", "time": "15s/25s/40s"}


def one_step(name: str, **more: Any) -> dict[str, Any]:
    return section(step("sole", id="only"), name=name, **more)


def both_at_once(name: str, **more: Any) -> dict[str, Any]:
    found = section(step("sole", id="only", say="Rub both soles."), name=name, **more)
    return {key: value for key, value in found.items() if key != "switch"} | {"sides": "none"}


def without(of: Routine, *names: str) -> list[Section]:
    """Returns the sections that remain when all steps of the named ones are left out."""
    omitted = {step_key(one, step) for one in of.sections if one.name in names for step in one.steps}
    return list(without_steps(of, omitted).sections)


def test_a_step_is_left_out_by_its_key() -> None:
    of = routine(section(step("toes"), step("sole")), section(step("sole"), name="Again"))
    remaining = without_steps(of, {"feet.sole-friction"})
    assert [[step.area for step in one.steps] for one in remaining.sections] == [["toes"], ["sole"]]


def test_a_section_without_steps_is_left_out_with_its_move() -> None:
    of = routine(one_step("A"), one_step("B", position="reclined", move=LEAN_BACK), one_step("C", position="seated"))
    remaining = without(of, "B")
    assert [(one.name, one.position, one.move) for one in remaining] == [("A", "seated", None), ("C", "seated", None)]


def test_a_move_back_to_where_the_listener_still_is_is_left_out() -> None:
    lying = one_step("B", position="reclined", move=LEAN_BACK)
    of = routine(one_step("A"), lying, one_step("C", position="seated", move=SIT_UP))
    assert without(of, "B")[-1].move is None
    assert without(of, "A")[-1].move is not None


def test_the_next_section_in_the_same_position_takes_over_a_move() -> None:
    of = routine(one_step("A"), one_step("B", position="reclined", move=LEAN_BACK), one_step("C"))
    (_, last) = without(of, "B")
    assert (last.position, last.move) == ("reclined", of.sections[1].move)


def test_a_move_that_is_taken_over_names_no_side_where_there_is_none() -> None:
    of = routine(one_step("A"), one_step("B", position="reclined", move=LEAN_BACK), both_at_once("C"))
    move = without(of, "B")[-1].move
    assert move is not None
    assert (move.preview, move.say) == ("Soon you will lean back.", "Lean back.")
    assert move.remind == ("Take your time.",)


def test_a_move_is_not_taken_over_by_a_listener_who_never_left() -> None:
    lying = one_step("B", position="reclined", move=LEAN_BACK)
    of = routine(one_step("A"), lying, one_step("C", position="seated", move=SIT_UP), one_step("D"))
    assert [(one.name, one.move) for one in without(of, "B", "C")] == [("A", None), ("D", None)]


def test_a_routine_without_any_step_has_no_sections() -> None:
    assert without(routine(one_step("A"), one_step("B")), "A", "B") == []
