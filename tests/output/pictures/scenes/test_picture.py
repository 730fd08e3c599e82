"""The picture of a step: what it shows is what the step says, on the side that is worked."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.output.pictures.scenes.artwork import SCENE_SIZE, scene
from kneadcast.output.pictures.scenes.drawing import still
from kneadcast.output.pictures.scenes.picture import StepPicture, picture_of
from kneadcast.routine.hands import HANDS
from kneadcast.routine.model import Mode
from kneadcast.script.model import ScriptStep
from tests.output.pictures.scenes.painting import pixels
from tests.output.pictures.scenes.steps import built_in_steps

STEPS = {f"{name}-{step.id}": (step, mode) for name, step, mode in built_in_steps()}
WORKS_ALONE: Mode = "self"


def picture(step: ScriptStep, mode: Mode | None) -> StepPicture:
    found = picture_of(step, mode)
    assert found
    return found


def example(**changes: object) -> ScriptStep:
    step, _ = STEPS["toes-to-hip-feet-and-lower-legs.sole-friction"]
    return step.model_copy(update=changes)


@pytest.mark.parametrize("step_id", STEPS)
def test_every_step_of_the_routines_has_a_picture_that_lights_its_area(step_id: str) -> None:
    step, mode = STEPS[step_id]
    drawn = picture(step, mode)
    assert drawn.lit in scene(drawn.scene).areas
    assert drawn.lit == step.area or (drawn.lit, step.area) in {
        ("sole", "foot"),
        ("outer-thigh", "thigh"),
        ("belly", "hip"),
    }


@pytest.mark.parametrize("step_id", STEPS)
def test_a_stroke_begins_and_ends_at_the_landmarks_that_the_step_names(step_id: str) -> None:
    step, mode = STEPS[step_id]
    assert step.path
    drawn = picture(step, mode)
    if step.path.kind != "along":
        assert drawn.ring == (step.path.kind == "around")
        assert drawn.ring or len(drawn.track) == 1
        return
    for point, name in zip((drawn.track[0], drawn.track[-1]), step.path.landmarks, strict=True):
        x, y = scene(drawn.scene).landmarks[name].at
        expected = (SCENE_SIZE - x, SCENE_SIZE - y) if drawn.turned else (x, y)
        # Finger and thumb begin with the big toe, at the height of the landmark.
        assert (
            point.at == pytest.approx(expected) if step.hand != "pinch" else point.at[1] == pytest.approx(expected[1])
        )


@pytest.mark.parametrize("step_id", STEPS)
def test_a_picture_has_the_hands_that_the_step_names(step_id: str) -> None:
    step, mode = STEPS[step_id]
    hands = {place.artwork.removesuffix("s") for place in picture(step, mode).hands}
    if step.hand == "none":
        assert hands == set()
    else:
        assert hands & {str(step.hand).removesuffix("s"), "fingertip", "wrap", "palm", "grasp"}


@pytest.mark.parametrize("step_id", list(STEPS)[::9])
def test_the_right_side_is_the_exact_mirror_image_of_the_left(step_id: str) -> None:
    step, mode = STEPS[step_id]
    left = pixels(still(picture(step.model_copy(update={"side": "left"}), mode)), 300)
    right = pixels(still(picture(step.model_copy(update={"side": "right"}), mode)), 300)
    assert np.abs(left - right[:, ::-1]).mean() < 0.3
    assert np.abs(left - right).mean() > 1


def test_both_legs_are_drawn_if_both_are_worked() -> None:
    lying = {"area": "calf", "hand": "none", "technique": "mobilisation", "path": None}
    one, both = (pixels(still(picture(example(side=side, **lying), WORKS_ALONE)), 480) for side in ("left", None))
    assert both.shape[1] / both.shape[0] > one.shape[1] / one.shape[0]
    assert np.abs(both - both[:, ::-1]).mean() < 0.3


def test_a_giver_at_the_feet_sees_the_front_of_the_leg_turned_and_a_listener_does_not() -> None:
    step = example(area="front-thigh", technique="petrissage", hand="grasp", path=None, position="supine")
    assert picture(step, "partner").turned
    assert not picture(step, "self").turned
    assert picture(step, "partner").track[0].at != picture(step, "self").track[0].at


def test_an_older_script_without_hand_and_path_has_those_of_its_technique() -> None:
    assert picture(example(hand=None, path=None), None) == picture(example(), None)


def test_whoever_lies_on_the_side_works_with_one_hand() -> None:
    step = example(area="glutes", technique="petrissage", hand="grasp", path=None, position="side-lying")
    assert len(picture(step, "self").hands) == 1


def test_a_step_without_an_area_or_with_an_unknown_one_has_no_picture() -> None:
    assert picture_of(example(area=None)) is None
    assert picture_of(example(area="elbow", path=None)) is None


def test_each_hand_of_the_program_can_be_drawn() -> None:
    for hand in HANDS:
        assert still(picture(example(hand=hand), "self")).startswith("<svg")
