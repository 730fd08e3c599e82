"""The drawing of the leg, as shapes: the page shows them as SVG, and the pictures inside a file are painted from them.

Two views stand side by side in one frame. The profile shows what is worked, the foot pointing right. The front view
shows which leg, as in a mirror, so that the listener's left leg is on the left. An edge is a list of (y, x) points with
a smooth line through them; an area of a limb is a band between two heights and two shares of the limb's width, so that
areas always follow the outline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import copysign, cos, pi, sin
from typing import Literal

from kneadcast.session.script import StepSide

Point = tuple[float, float]
View = Literal["profile", "left", "right"]

WIDTH, HEIGHT = 640, 1000
"""The frame that all coordinates lie in."""

_STEPS = 8
"""Straight pieces between two points of a smooth line."""
_FRONT_CENTRE = 506.0
_FRONT_SCALE = 0.84
_PROFILE_SHIFT = -34.0
_BAND_POINTS = 40
_ROUND = 0.3
"""How square a band's corners are: 1 makes an ellipse, 0 a rectangle (Lamé's superellipse)."""


@dataclass(frozen=True)
class Shape:
    """One closed outline of the drawing."""

    view: View
    area: str
    """The area's id; empty for the outline of the limb."""
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The outline in SVG's path language."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points) + "Z"


_BACK: tuple[Point, ...] = (
    (40, 128), (90, 104), (140, 78), (190, 66), (240, 76), (285, 104), (340, 112), (420, 122), (490, 138),
    (545, 150), (590, 140), (640, 122), (690, 124), (750, 146), (810, 164), (855, 168), (885, 160),
)  # fmt: skip
_FRONT: tuple[Point, ...] = (
    (40, 248), (90, 256), (140, 264), (200, 276), (270, 282), (340, 276), (410, 262), (470, 248), (505, 248),
    (535, 254), (565, 248), (600, 234), (660, 228), (730, 220), (790, 214), (840, 214), (868, 222),
)  # fmt: skip
_FOOT: tuple[Point, ...] = (
    (160, 885), (150, 905), (147, 928), (155, 948), (178, 957), (212, 954), (250, 946), (290, 948), (330, 955),
    (366, 958), (386, 952), (390, 940), (378, 928), (350, 916), (312, 902), (274, 886), (240, 874), (222, 868),
)  # fmt: skip
_OUTER: tuple[Point, ...] = (
    (40, 112), (90, 130), (150, 146), (210, 150), (280, 144), (360, 130), (440, 114), (500, 104), (545, 101),
    (590, 104), (640, 109), (700, 102), (760, 88), (820, 77), (860, 76), (885, 82), (915, 96), (938, 102),
)  # fmt: skip
_INNER: tuple[Point, ...] = (
    (40, 0), (90, 0), (150, 0), (210, 2), (240, 6), (280, 9), (360, 18), (440, 30), (500, 38), (545, 42),
    (590, 40), (640, 33), (700, 35), (760, 45), (820, 52), (860, 50), (885, 46), (915, 40), (938, 36),
)  # fmt: skip

_PROFILE_BANDS: Mapping[str, tuple[float, float, float, float]] = {
    "glutes": (118, 285, 0.0, 0.52),
    "hip": (62, 215, 0.5, 1.0),
    "back-thigh": (292, 505, 0.0, 0.36),
    "outer-thigh": (225, 495, 0.36, 0.68),
    "front-thigh": (225, 490, 0.66, 1.0),
    "knee": (492, 596, 0.5, 1.0),
    "back-of-knee": (512, 584, 0.0, 0.34),
    "calf": (588, 765, 0.0, 0.64),
    "shin": (600, 838, 0.7, 1.0),
    "achilles": (768, 884, 0.0, 0.34),
    "thigh": (225, 495, 0.0, 1.0),
    "lower-leg": (596, 880, 0.0, 1.0),
}
"""Top, bottom, and the shares of the width from the back to the front."""
_FRONT_BANDS: Mapping[str, tuple[float, float, float, float]] = {
    "hip": (70, 205, 0.55, 1.0),
    "front-thigh": (260, 490, 0.32, 0.8),
    "outer-thigh": (225, 490, 0.78, 1.0),
    "inner-thigh": (318, 490, 0.0, 0.36),
    "upper-inner-thigh": (238, 318, 0.0, 0.4),
    "knee": (492, 596, 0.0, 1.0),
    "shin": (604, 838, 0.3, 0.72),
    "calf": (604, 765, 0.7, 1.0),
    "ankle": (822, 884, 0.0, 1.0),
    "thigh": (250, 490, 0.0, 1.0),
    "lower-leg": (600, 880, 0.0, 1.0),
}
"""Top, bottom, and the shares of the width from the inside to the outside."""


@lru_cache(maxsize=1)
def outlines() -> tuple[Shape, ...]:
    """Returns the limb of each view."""
    back, front = _smooth(_swap(_BACK)), _smooth(_swap(_FRONT))
    profile = (*back, *_smooth(_FOOT)[1:-1], *reversed(front))
    limb = (*_smooth(_swap(_OUTER)), *_smooth(_FOREFOOT), *reversed(_smooth(_swap(_INNER))))
    return (Shape("profile", "", _profile(profile)), *(Shape(side, "", _front(limb, side)) for side in _SIDES))


@lru_cache(maxsize=1)
def areas() -> tuple[Shape, ...]:
    """Returns every area that has a place of its own, in every view in which it can be seen."""
    profile = {name: _band(_BACK, _FRONT, *band) for name, band in _PROFILE_BANDS.items()}
    profile |= {**_foot_areas(), "hip-point": _oval(186, 178, 30, 34)}
    front = {name: _band(_INNER, _OUTER, *band) for name, band in _FRONT_BANDS.items()}
    toes = (*_smooth(_FOREFOOT), (42, 928), (70, 934), (98, 928))
    front |= {
        "toes": toes,
        "top-of-foot": _smooth(_INSTEP, closed=True),
        "foot": (*_smooth(_FOREFOOT), *_INSTEP[4:], *_INSTEP[:3]),
    }
    front |= {"groin": _smooth(_GROIN, closed=True), "hip-point": _oval(128, 190, 16, 26)}
    return (
        *(Shape("profile", name, _profile(points)) for name, points in profile.items()),
        *(Shape(side, name, _front(points, side)) for side in _SIDES for name, points in front.items()),
        *(Shape(outline.view, "whole-leg", outline.points) for outline in outlines()),
    )


_SIDES: tuple[StepSide, ...] = ("left", "right")
_FOREFOOT: tuple[Point, ...] = ((102, 938), (100, 948), (88, 954), (70, 955), (52, 953), (40, 948), (36, 938))
_GROIN: tuple[Point, ...] = ((8, 216), (52, 172), (92, 128), (104, 138), (70, 186), (22, 240))
_INSTEP: tuple[Point, ...] = ((80, 882), (92, 904), (98, 922), (68, 928), (40, 922), (44, 900), (50, 882))
_SOLE: tuple[Point, ...] = (
    (176, 946), (184, 938), (212, 936), (250, 929), (290, 931), (330, 938), (340, 946), (330, 955), (290, 948),
    (250, 946), (212, 954), (184, 956),
)  # fmt: skip
_TOP_OF_FOOT: tuple[Point, ...] = (
    (228, 874), (240, 874), (274, 886), (312, 902), (336, 912), (334, 926), (322, 930), (290, 924),
    (250, 914), (226, 894),
)  # fmt: skip
_TOES: tuple[Point, ...] = (
    (344, 916), (352, 917), (378, 928), (390, 940), (386, 952), (366, 958), (346, 957), (338, 946), (338, 926),
)  # fmt: skip


def _foot_areas() -> dict[str, tuple[Point, ...]]:
    return {
        "heel": _smooth(
            ((158, 890), (149, 908), (147, 928), (155, 948), (176, 957), (190, 938), (186, 906)), closed=True
        ),
        "sole": _smooth(_SOLE, closed=True),
        "top-of-foot": _smooth(_TOP_OF_FOOT, closed=True),
        "toes": _smooth(_TOES, closed=True),
        "ankle": _oval(194, 872, 30, 30),
        "foot": _smooth(_FOOT, closed=True),
    }  # fmt: skip


def _band(first: Sequence[Point], second: Sequence[Point], top: float, bottom: float, low: float, high: float
          ) -> tuple[Point, ...]:  # fmt: skip
    """Returns the band between two edges, its corners rounded."""
    drawn = []
    for number in range(_BAND_POINTS):
        angle = 2 * pi * number / _BAND_POINTS
        u, v = ((1 + copysign(abs(f(angle)) ** _ROUND, f(angle))) / 2 for f in (cos, sin))
        y = top + (bottom - top) * v
        a, b = _at(first, y), _at(second, y)
        drawn.append((a + (b - a) * (low + (high - low) * u), y))
    return tuple(drawn)


def _at(edge: Sequence[Point], y: float) -> float:
    """Returns where an edge is at a height, on the same smooth line that the outline is drawn with."""
    line = _smooth(_swap(edge))
    for (x0, y0), (x1, y1) in pairwise(line):
        if y0 <= y <= y1:
            return x0 + (x1 - x0) * (y - y0) / (y1 - y0 or 1)
    return line[0][0] if y < line[0][1] else line[-1][0]


def _swap(edge: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((x, y) for y, x in edge)


def _profile(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple((x + _PROFILE_SHIFT, y) for x, y in points)


def _front(points: Iterable[Point], side: StepSide) -> tuple[Point, ...]:
    sign = -1 if side == "left" else 1
    shift = HEIGHT * (1 - _FRONT_SCALE) * 0.96
    return tuple((_FRONT_CENTRE + sign * (x + 3) * _FRONT_SCALE, y * _FRONT_SCALE + shift) for x, y in points)


def _oval(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    angles = [2 * pi * number / 24 for number in range(24)]
    return tuple((x + wide * cos(angle), y + high * sin(angle)) for angle in angles)


@lru_cache(maxsize=64)
def _smooth(points: tuple[Point, ...], *, closed: bool = False) -> tuple[Point, ...]:
    """Draws a Catmull-Rom spline (Catmull & Rom, 1974) through points, as short straight pieces."""
    before = points[-1] if closed else points[0]
    after = points[:2] if closed else points[-1:]
    line = (before, *points, *after)
    drawn = [
        _between(line[index : index + 4], step / _STEPS) for index in range(len(line) - 3) for step in range(_STEPS)
    ]
    return (*drawn, points[0] if closed else points[-1])


def _between(four: Sequence[Point], t: float) -> Point:
    a, b, c, d = four

    def blend(p0: float, p1: float, p2: float, p3: float) -> float:
        return 0.5 * (
            2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )

    return blend(a[0], b[0], c[0], d[0]), blend(a[1], b[1], c[1], d[1])
