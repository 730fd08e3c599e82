"""What touches the body in a step."""

from __future__ import annotations

from typing import get_args

import pytest

from kneadcast.routine.body import AREAS, TECHNIQUES, TOOLS
from kneadcast.routine.hands import HANDS, Hand, default_hand
from kneadcast.routine.library import load_routine, routine_names


def test_every_hand_has_a_description() -> None:
    assert tuple(HANDS) == get_args(Hand)


@pytest.mark.parametrize("area", AREAS)
def test_every_area_and_technique_has_a_hand_with_every_tool(area: str) -> None:
    assert {default_hand(area, technique, tool) for technique in TECHNIQUES for tool in TOOLS} <= set(HANDS)


def test_a_tool_decides_on_the_hand() -> None:
    of_tool = {tool: {default_hand(area, "effleurage", tool) for area in AREAS} for tool in TOOLS if tool != "hands"}
    assert of_tool == {"ball": {"ball"}, "roller": {"roller"}, "leg": {"foot"}, "none": {"none"}}


@pytest.mark.parametrize(
    ("area", "technique", "hand"),
    [
        ("calf", "effleurage", "palms"),
        ("calf", "petrissage", "grasp"),
        ("sole", "friction", "thumbs"),
        ("toes", "friction", "pinch"),
        ("ankle", "friction", "fingertips"),
        ("glutes", "friction", "palm"),
        ("calf", "tapotement", "fingertips"),
        ("calf", "vibration", "wrap"),
        ("heel", "compression", "wrap"),
        ("foot", "hold", "wrap"),
        ("toes", "mobilisation", "none"),
    ],
)
def test_a_technique_decides_on_the_hand_and_an_area_may_have_another(area: str, technique: str, hand: Hand) -> None:
    assert default_hand(area, technique, "hands") == hand


def test_some_built_in_step_is_done_with_each_hand() -> None:
    routines = map(load_routine, routine_names())
    assert {step.contact for routine in routines for section in routine.sections for step in section.steps} == set(
        HANDS
    )
