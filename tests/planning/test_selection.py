"""Selection: only what the listener requests is worked, or the request is refused with its reason."""

from __future__ import annotations

import pytest

from kneadcast.choices import SideChoice
from kneadcast.errors import PlanError
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.selection import select_steps
from kneadcast.routine.parts import areas_of
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, planned, worked
from tests.routines import PHRASES, routine, section, step

TOES_TO_HIP = BUILT_IN["toes-to-hip"].routine


def test_only_works_what_it_names_and_skip_leaves_out_what_it_names() -> None:
    only = planned(TOES_TO_HIP, 15 * MS_PER_MINUTE, parse_preferences(only=["feet, calf"]))
    assert {area for _, area in worked(only)} <= areas_of("feet") | {"calf"}
    skip = planned(TOES_TO_HIP, 30 * MS_PER_MINUTE, parse_preferences(skip=["Knees"]))
    assert "knee" not in {area for _, area in worked(skip)}


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_is_worked_alone_without_a_change_of_side(side: SideChoice) -> None:
    plan = planned(TOES_TO_HIP, 20 * MS_PER_MINUTE, Preferences(side=side))
    assert {found for found, _ in worked(plan)} == {side}
    assert "switch" not in {timed.segment.kind for timed in plan.segments}


def test_a_section_without_steps_loses_its_move() -> None:
    move = {"preview": "Soon you lie back.", "say": "Lie back.", "time": "15s/25s/40s"}
    reclined = section(step("calf"), name="Lying", position="reclined", move=move)
    selected = select_steps(routine(section(step("sole")), reclined), PHRASES, parse_preferences(skip=["calf"]))
    assert [one.name for one in selected.sections] == ["Feet"]


def test_a_section_that_relies_on_the_move_of_a_removed_one_gets_that_move_without_a_side() -> None:
    plan = planned(TOES_TO_HIP, TOES_TO_HIP.length, parse_preferences(skip=["whole leg"]))
    move = next(timed for timed in plan.segments if timed.segment.key == "both-feet.move")
    assert [line.text for line in move.segment.action] == ["Sit up slowly, both cushions behind your back."]


def test_a_requested_part_keeps_its_longest_step_although_all_are_optional() -> None:
    short, long = (step("toes", f"40s/{ideal}s/120s", optional=True, id=f"s{ideal}") for ideal in (60, 95))
    of = routine(section(step("sole"), short, long))
    selected = select_steps(of, PHRASES, parse_preferences(more=["toes"]))
    assert [one.optional for one in selected.sections[0].steps] == [False, True, False]


def test_without_preferences_a_routine_stays_as_it_is() -> None:
    assert select_steps(FEET_AND_LEGS, PHRASES, Preferences()) is FEET_AND_LEGS


@pytest.mark.parametrize(
    ("preferences", "message"),
    [
        ({"only": ["hip"]}, "'only hip' is not possible: 'test' does nothing there; it works sole, toes, calf, shin"),
        ({"only": ["hip"]}, "`kneadcast routines --area hip` lists the routines that do"),
        ({"skip": ["feet", "lower leg"]}, "'skip feet' and 'skip lower-leg' leave nothing of 'test'"),
        ({"only": ["feet"], "more": ["calf"]}, "'more calf=1.5' and 'only feet' conflict"),
    ],
)
def test_a_request_that_a_routine_cannot_meet_is_refused_with_its_reason(
    preferences: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(PlanError) as caught:
        select_steps(FEET_AND_LEGS, PHRASES, parse_preferences(**preferences))  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_a_rest_in_a_language_without_words_for_it_is_refused() -> None:
    phrases = PHRASES.model_copy(update={"rest": None})
    of = routine(section(step()), closing={"close": {"time": "15s/25s/60s", "say": "Open your eyes."}})
    with pytest.raises(PlanError, match=r"'rest' is not possible: 'test' has no rest, and language 'en' has no words"):
        select_steps(of, phrases, parse_preferences(rest="1m"))
