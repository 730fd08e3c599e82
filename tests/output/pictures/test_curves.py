"""Curves through points."""

from __future__ import annotations

import pytest

from kneadcast.output.pictures.curves import oval, smooth, x_at

POINTS = ((0.0, 0.0), (10.0, 20.0), (5.0, 40.0))


def test_an_open_curve_runs_through_its_points_from_the_first_to_the_last() -> None:
    curve = smooth(POINTS)
    assert [point for point in curve if point in POINTS] == list(POINTS)
    assert (curve[0], curve[-1]) == (POINTS[0], POINTS[-1])


def test_a_closed_curve_ends_where_it_begins() -> None:
    curve = smooth(POINTS, closed=True)
    assert curve[0] == curve[-1] == POINTS[0]
    assert set(POINTS) <= set(curve)


def test_a_curve_through_points_on_a_line_stays_on_it() -> None:
    assert all(y == pytest.approx(2 * x) for x, y in smooth(((0, 0), (1, 2), (2, 4), (3, 6))))


@pytest.mark.parametrize(("y", "x"), [(-1, 0), (0, 0), (10, 5), (20, 10), (30, 7.5), (40, 5), (99, 5)])
def test_a_curve_has_an_x_at_each_height_and_its_end_beyond_it(y: float, x: float) -> None:
    assert x_at(POINTS, y) == x


def test_an_oval_touches_its_radii() -> None:
    points = oval(10, 20, 3, 4)
    assert max(x for x, _ in points) == pytest.approx(13)
    assert min(y for _, y in points) == pytest.approx(16)
