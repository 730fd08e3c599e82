"""Curves through points."""

from __future__ import annotations

import pytest

from kneadcast.output.pictures.curves import smooth

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
