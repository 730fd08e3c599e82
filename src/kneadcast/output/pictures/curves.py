"""Curves through points, as sequences of short straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Point = tuple[float, float]
"""x to the right, y downwards."""

_LINES_BETWEEN_POINTS = 8


@lru_cache(maxsize=64)
def smooth(points: tuple[Point, ...], *, closed: bool = False) -> tuple[Point, ...]:
    """Returns a Catmull-Rom spline (Catmull & Rom, 1974) through points."""
    before = points[-1] if closed else points[0]
    after = points[:2] if closed else points[-1:]
    control = (before, *points, *after)
    curve = [
        _between(control[index : index + 4], step / _LINES_BETWEEN_POINTS)
        for index in range(len(control) - 3)
        for step in range(_LINES_BETWEEN_POINTS)
    ]
    return (*curve, points[0] if closed else points[-1])


def _between(control: Sequence[Point], t: float) -> Point:
    """Returns the point at `t`, from 0 to 1, between the second and the third of four control points."""
    a, b, c, d = control

    def blend(p0: float, p1: float, p2: float, p3: float) -> float:
        return 0.5 * (
            2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )

    return blend(a[0], b[0], c[0], d[0]), blend(a[1], b[1], c[1], d[1])
