"""The drawing of the leg."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest

from kneadcast.output.pictures import leg
from kneadcast.output.pictures.curves import Point
from kneadcast.output.pictures.leg_data import leg_data
from kneadcast.routine.body import AREAS

TOLERANCE = 2.0
"""Of a leg a thousand units long; the stroke of the outline covers it."""


@pytest.mark.parametrize("area", AREAS)
def test_every_area_that_a_routine_may_work_is_drawn_for_both_legs_or_in_profile(area: str) -> None:
    views = {shape.view for shape in leg.areas() if shape.area == area}
    assert "profile" in views or views == {"left", "right"}


def test_only_areas_that_a_routine_may_work_are_drawn() -> None:
    assert {shape.area for shape in leg.areas()} <= set(AREAS)


def test_no_line_leaves_the_frame() -> None:
    frame = leg_data().frame
    points = [point for shape in (*leg.outlines(), *leg.areas()) for point in shape.points]
    assert all(0 <= x - frame.left <= frame.width and 0 <= y - frame.top <= frame.height for x, y in points)


def test_the_left_leg_is_the_mirror_image_of_the_right_and_on_the_left() -> None:
    _, left, right = leg.outlines()
    middles = {round(a + b, 6) for (a, _), (b, _) in zip(left.points, right.points, strict=True)}
    assert len(middles) == 1
    assert max(x for x, _ in left.points) < min(x for x, _ in right.points)


@pytest.mark.parametrize("shape", [*leg.areas(), *leg.lines()], ids=lambda s: s.area or "line")
def test_everything_on_a_limb_lies_within_its_outline(shape: leg.Shape) -> None:
    (limb,) = (outline.points for outline in leg.outlines() if outline.view == shape.view)
    outside = [point for point in shape.points if not _inside(point, limb) and _distance(point, limb) > TOLERANCE]
    assert outside == []


def _distance(point: Point, limb: tuple[Point, ...]) -> float:
    """Returns how far a point is from the outline."""
    x, y = point
    found = []
    for (x0, y0), (x1, y1) in pairwise((*limb, limb[0])):
        along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2 or 1)
        along = min(1.0, max(0.0, along))
        found.append(hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)))
    return min(found)


def _inside(point: Point, limb: tuple[Point, ...]) -> bool:
    """Returns whether a ray from the point crosses the outline an odd number of times."""
    x, y = point
    crossed = False
    for (x0, y0), (x1, y1) in pairwise((*limb, limb[0])):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            crossed = not crossed
    return crossed
