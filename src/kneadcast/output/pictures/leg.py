"""The drawing of the leg as shapes, from which the SVG of the page and the pictures inside a file are made.

Two views stand side by side in one frame. The profile shows the area that is worked, with the foot pointing right. The
front view shows which leg, as in a mirror: the listener's left leg is on the left. Bands follow the edges of the limb,
so an area always fits the outline. The coordinates are in `leg.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import copysign, cos, pi, sin
from typing import Literal

from kneadcast.output.pictures.curves import Point, oval, smooth, x_at
from kneadcast.output.pictures.leg_data import LimbBand, LimbView, leg_data
from kneadcast.script.model import Side

View = Literal["profile", "left", "right"]

_SIDES: tuple[Side, ...] = ("left", "right")
_BAND_POINTS = 40
_SQUARENESS = 0.3
"""Exponent of a band's corners: 1 makes an ellipse, 0 a rectangle (Lamé's superellipse)."""


@dataclass(frozen=True)
class Shape:
    """One outline or line of the drawing."""

    view: View
    area: str
    """The area's id; empty for the outline of the limb and for the lines on it."""
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The closed outline in SVG's path language."""
        return f"{self.line}Z"

    @property
    def line(self) -> str:
        """The open outline in SVG's path language: the limb continues above the frame."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


@lru_cache(maxsize=1)
def outlines() -> tuple[Shape, ...]:
    """Returns the outline of the limb in each view, from the waist down one edge, round the foot and up the other."""
    profile, front = leg_data().profile, leg_data().front
    limb = smooth((*profile.start_edge, *profile.foot, *reversed(profile.end_edge)))
    front_limb = smooth((*front.end_edge, *front.foot, *reversed(front.start_edge)))
    return (_in_profile("", limb), *(_in_front(side, "", front_limb) for side in _SIDES))


@lru_cache(maxsize=1)
def lines() -> tuple[Shape, ...]:
    """Returns the open lines on the limb: kneecap, ankle bones, folds and toes."""
    profile, front = leg_data().profile.lines, leg_data().front.lines
    return (
        *(_in_profile("", smooth(line.points)) for line in profile),
        *(_in_front(side, "", smooth(line.points)) for side in _SIDES for line in front),
    )


@lru_cache(maxsize=1)
def areas() -> tuple[Shape, ...]:
    """Returns every area in every view that shows it."""
    profile, front = tuple(_outlined(leg_data().profile)), tuple(_outlined(leg_data().front))
    return (
        *(_in_profile(area, points) for area, points in profile),
        *(_in_front(side, area, points) for side in _SIDES for area, points in front),
        *(Shape(outline.view, "whole-leg", outline.points) for outline in outlines()),
    )


def _outlined(view: LimbView) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """Yields each area of a view with its outline."""
    for band in view.bands:
        yield band.area, _band_outline(view, band)
    for patch in view.patches:
        yield patch.area, smooth(patch.points, closed=True)
    for area in view.ovals:
        yield area.area, oval(area.x, area.y, area.x_radius, area.y_radius)


def _band_outline(view: LimbView, band: LimbBand) -> tuple[Point, ...]:
    """Returns the outline of a band between the edges of a limb, with rounded corners."""
    start_edge, end_edge = smooth(view.start_edge), smooth(view.end_edge)
    outline = []
    for number in range(_BAND_POINTS):
        angle = 2 * pi * number / _BAND_POINTS
        u, v = ((1 + copysign(abs(f(angle)) ** _SQUARENESS, f(angle))) / 2 for f in (cos, sin))
        y = band.top + (band.bottom - band.top) * v
        start, end = x_at(start_edge, y), x_at(end_edge, y)
        outline.append((start + (end - start) * (band.start + (band.end - band.start) * u), y))
    return tuple(outline)


def _in_profile(area: str, points: Iterable[Point]) -> Shape:
    left = leg_data().profile_place.x
    return Shape("profile", area, tuple((x + left, y) for x, y in points))


def _in_front(side: Side, area: str, points: Iterable[Point]) -> Shape:
    """Places a shape of the right leg as seen from the front; the left leg is its mirror image."""
    place = leg_data().front_place
    scale, top = -place.scale if side == "left" else place.scale, place.ground * (1 - place.scale)
    return Shape(side, area, tuple((place.x + (x + place.gap) * scale, y * place.scale + top) for x, y in points))
