"""The artwork: every file has what the program reads from it, and is legible on a phone."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.output.pictures.scenes.artwork import (
    SCENE_SIZE,
    hand,
    hand_names,
    pose,
    pose_names,
    scene,
    scene_names,
    stylesheet,
)
from kneadcast.routine.body import AREAS, POSITIONS
from kneadcast.routine.landmarks import LANDMARKS
from tests.output.pictures.scenes.painting import Mask, color_of, contrast, mask

SMALLEST_SIDE = 114
"""Of a lit area, in units of a scene: 48 pixels where a scene is 254 pixels high, on a phone of 375 by 553."""
EDGE = 14
"""How far the soft edge of a lit area may pass the edge of the limb."""
AREAS_OF_SCENES = [(name, area) for name in scene_names() for area in scene(name).areas]


def area_mask(name: str, area: str) -> Mask:
    return mask(f'<path fill="#fff" d="{scene(name).areas[area]}"/>')


def limb_mask(name: str) -> Mask:
    style = ".skin, .cloth { fill: #fff; stroke: #fff; stroke-width: 2px } .shade, .shine, .crease { fill: none }"
    return mask(f"<style>{style}</style>{scene(name).body}")


@pytest.mark.parametrize(("name", "area"), AREAS_OF_SCENES)
def test_a_lit_area_is_large_enough_for_a_phone(name: str, area: str) -> None:
    rows, columns = np.nonzero(area_mask(name, area))
    assert min(np.ptp(rows), np.ptp(columns)) + 1 >= SMALLEST_SIDE


@pytest.mark.parametrize(("name", "area"), AREAS_OF_SCENES)
def test_a_lit_area_lies_on_the_body(name: str, area: str) -> None:
    lit, limb = area_mask(name, area), limb_mask(name)
    assert (lit & ~limb).sum() <= 0.04 * lit.sum()


@pytest.mark.parametrize("name", scene_names())
def test_a_scene_names_areas_and_landmarks_of_the_body_and_says_what_it_shows(name: str) -> None:
    drawn = scene(name)
    assert set(drawn.areas) - {"belly"} <= set(AREAS)
    assert {one for one in drawn.landmarks if not one.startswith(("toe-", "hip-"))} <= set(LANDMARKS)
    assert drawn.title
    assert drawn.body
    assert 0.3 <= drawn.hand_scale <= 2
    assert all(-SCENE_SIZE * 0.1 <= value <= SCENE_SIZE * 1.1 for one in drawn.landmarks.values() for value in one.at)


@pytest.mark.parametrize("name", scene_names())
def test_the_landmarks_of_a_scene_lie_on_the_body_or_at_its_edge(name: str) -> None:
    limb = limb_mask(name)
    for id_, landmark in scene(name).landmarks.items():
        x, y = (round(min(max(value, EDGE), SCENE_SIZE - 1 - EDGE)) for value in landmark.at)
        assert limb[y - EDGE : y + EDGE + 1, x - EDGE : x + EDGE + 1].any(), id_


def test_every_position_has_a_pose_and_every_hand_a_drawing() -> None:
    assert set(POSITIONS) <= set(pose_names())
    assert all(pose(name).markup for name in pose_names())
    assert all(hand(name).markup for name in hand_names())


def test_the_stylesheet_has_every_class_of_the_artwork() -> None:
    markup = "".join(
        [
            *(scene(name).body for name in scene_names()),
            *(hand(name).markup for name in hand_names()),
            *(pose(name).markup for name in pose_names()),
        ]
    )
    classes = {one for part in markup.split('class="')[1:] for one in part.partition('"')[0].split()}
    assert all(f".{one}" in stylesheet() for one in classes), classes


@pytest.mark.parametrize("ground", ["#8a6a57", "#745443", "#4f382c", "#15120f"])
def test_a_lit_area_stands_out_from_skin_and_ground(ground: str) -> None:
    assert contrast(color_of("lit", "fill"), ground) >= 3


def test_the_way_of_the_hands_stands_out_wherever_it_is() -> None:
    line, case = color_of("guide", "stroke"), color_of("guide-case", "stroke")
    for ground in (color_of("lit", "fill"), "#f6dcc4", "#8a6a57", "#4f382c", "#15120f", "#faf5ee"):
        assert max(contrast(line, ground), contrast(case, ground)) >= 3
    assert contrast(line, case) >= 4.5
