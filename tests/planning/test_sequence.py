"""The sequence of a session: its segments in the preferred order and number of rounds."""

from __future__ import annotations

import pytest

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.sequence import arrange
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, planned, worked
from tests.routines import PHRASES, measured, routine, section, step

TOES_TO_HIP = BUILT_IN["toes-to-hip"].routine


def test_area_by_area_alternates_sides_and_changes_only_once_a_step() -> None:
    plan = planned(FEET_AND_LEGS, 12 * MS_PER_MINUTE, Preferences(order="area"))
    assert worked(plan) == [
        ("left", "sole"), ("right", "sole"), ("right", "toes"), ("left", "toes"),
        ("left", "calf"), ("right", "calf"), ("right", "shin"), ("left", "shin"),
    ]  # fmt: skip


@pytest.mark.parametrize("minutes", range(1, 5))
def test_area_by_area_every_line_has_a_length_whichever_steps_a_fixed_time_drops(minutes: int) -> None:
    for name in ("ankle", "calf", "sole", "feet", "lower-leg", "thigh"):
        for time in (f"{name}={minutes * 20}s", f"{name}={minutes}m"):
            preferences = parse_preferences(order="area", time=[time])
            try:
                assert planned(TOES_TO_HIP, 35 * MS_PER_MINUTE, preferences).length_ms == 35 * MS_PER_MINUTE
            except PlanError as error:
                assert "he nearest is" in str(error)  # noqa: PT017


def test_area_by_area_turning_over_stays_one_change_for_all_steps() -> None:
    plan = planned(TOES_TO_HIP, 40 * MS_PER_MINUTE, Preferences(order="area"))
    switches = [timed for timed in plan.segments if timed.segment.key == "hips.switch"]
    assert len(switches) == 1


def test_rounds_repeat_the_steps_of_a_side_with_equal_time() -> None:
    plan = planned(FEET_AND_LEGS, 14 * MS_PER_MINUTE, Preferences(rounds=2, only=("feet",)))
    assert worked(plan) == [("left", "sole"), ("left", "toes")] * 2 + [("right", "sole"), ("right", "toes")] * 2
    assert len({timed.hands_on_ms for timed in plan.segments if timed.segment.area == "sole"}) == 1
    assert len({timed.segment.id for timed in plan.segments}) == len(plan.segments)


def test_the_second_side_has_fewer_words_if_the_routine_has_them() -> None:
    segments = {one.id: one for one in arrange(FEET_AND_LEGS, PHRASES)}
    assert [line.text for line in segments["feet.left.sole-friction"].action] == [
        "Rub your left sole.",
        "Small circles, row by row.",
    ]
    assert [line.text for line in segments["feet.right.sole-friction"].action] == ["Now your right sole."]


def test_the_lines_of_a_segment_are_named_after_it_and_numbered() -> None:
    first = next(one for one in arrange(FEET_AND_LEGS, PHRASES) if one.kind == "work")
    assert [line.id for line in first.action] == [
        "feet.left.sole-friction.action.1",
        "feet.left.sole-friction.action.2",
    ]


def test_a_section_whose_steps_are_dropped_loses_its_move() -> None:
    move = {"preview": "Soon you lie back.", "say": "Lie back.", "time": "15s/25s/40s"}
    last = section(step("calf", optional=True), name="Lying", position="reclined", move=move)
    of = measured(routine(section(step("sole")), last))
    shortest = of.plan(of.limits().shortest_ms)
    assert "move" not in {timed.segment.kind for timed in shortest.segments}
    assert {timed.segment.position for timed in shortest.segments} == {"seated"}
