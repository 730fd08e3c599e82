"""The drawing of the leg."""

from __future__ import annotations

import pytest

from kneadcast.output import leg
from kneadcast.routine.body import AREAS


@pytest.mark.parametrize("area", AREAS)
def test_every_area_that_a_routine_may_work_is_drawn_for_both_legs_or_in_profile(area: str) -> None:
    views = {shape.view for shape in leg.areas() if shape.area == area}
    assert "profile" in views or views == {"left", "right"}


def test_no_line_leaves_the_frame() -> None:
    points = [point for shape in (*leg.outlines(), *leg.areas()) for point in shape.points]
    assert all(0 <= x <= leg.WIDTH and 0 <= y <= leg.HEIGHT for x, y in points)


def test_the_left_leg_is_the_mirror_image_of_the_right_and_on_the_left() -> None:
    _, left, right = leg.outlines()
    middles = {round(a + b, 6) for (a, _), (b, _) in zip(left.points, right.points, strict=True)}
    assert len(middles) == 1
    assert max(x for x, _ in left.points) < min(x for x, _ in right.points)


@pytest.mark.parametrize("shape", [shape for shape in leg.areas() if shape.area != "whole-leg"], ids=lambda s: s.area)
def test_an_area_lies_on_its_limb(shape: leg.Shape) -> None:
    if shape.area in ("achilles", "sole"):
        pytest.xfail("the drawing of these two reaches past the outline of the leg and has to be mended")
    (limb,) = (outline.points for outline in leg.outlines() if outline.view == shape.view)
    middle_x = sum(x for x, _ in shape.points) / len(shape.points)
    middle_y = sum(y for _, y in shape.points) / len(shape.points)
    # A little towards the middle, since many points lie on the very edge.
    drawn_in = [(x + (middle_x - x) * 0.2, y + (middle_y - y) * 0.2) for x, y in shape.points]
    assert [point for point in drawn_in if not _inside(point, limb)] == []


def _inside(point: leg.Point, limb: tuple[leg.Point, ...]) -> bool:
    """Says whether a ray from the point crosses the outline an odd number of times."""
    x, y = point
    crossed = False
    for (x0, y0), (x1, y1) in zip(limb, (*limb[1:], limb[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            crossed = not crossed
    return crossed
