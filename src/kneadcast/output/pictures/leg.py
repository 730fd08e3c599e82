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

from kneadcast.script.model import Side

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
    """One outline or line of the drawing."""

    view: View
    area: str
    """The area's id; empty for the outline of the limb, and for the lines upon it."""
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The closed outline in SVG's path language."""
        return f"{self.line}Z"

    @property
    def line(self) -> str:
        """The same, left open: the limb goes on above the frame."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


# Proportions are those of a person 1,470 units tall, after Drillis & Contini, Body Segment Parameters (1966): knee
# 0.285 and ankle 0.039 of the height above the ground, foot 0.152 long and 0.055 broad.
_BACK: tuple[Point, ...] = (
    (40, 126), (85, 108), (130, 84), (172, 68), (212, 66), (246, 78), (274, 99), (296, 108), (340, 110), (400, 113),
    (455, 122), (505, 136), (542, 143), (576, 138), (612, 124), (648, 117), (684, 121), (722, 134), (762, 147),
    (802, 156), (838, 161), (866, 160), (890, 153),
)  # fmt: skip
_FRONT: tuple[Point, ...] = (
    (40, 252), (90, 259), (140, 267), (190, 278), (240, 286), (290, 288), (340, 285), (390, 278), (440, 268),
    (478, 261), (505, 263), (532, 268), (558, 264), (582, 254), (612, 250), (650, 245), (700, 238), (750, 231),
    (795, 226), (830, 224), (856, 229),
)  # fmt: skip
_FOOT: tuple[Point, ...] = (
    (144, 914), (141, 934), (146, 949), (158, 957), (180, 959), (206, 956), (234, 949), (264, 945), (292, 948),
    (318, 955), (344, 958), (370, 959), (388, 957), (396, 949), (394, 939), (383, 932), (364, 926), (342, 919),
    (316, 909), (288, 897), (264, 884), (246, 871),
)  # fmt: skip
_OUTER: tuple[Point, ...] = (
    (40, 120), (90, 133), (140, 144), (190, 149), (240, 148), (300, 143), (360, 135), (420, 126), (470, 118),
    (510, 114), (545, 113), (580, 112), (620, 116), (660, 117), (700, 112), (750, 102), (800, 94), (836, 90),
    (862, 92), (884, 93),
)  # fmt: skip
_INNER: tuple[Point, ...] = (
    (40, 0), (90, 0), (140, 0), (190, 0), (222, 1), (246, 6), (290, 9), (340, 13), (400, 20), (450, 26), (490, 30),
    (520, 31), (548, 32), (578, 34), (612, 30), (650, 27), (690, 30), (740, 37), (790, 42), (832, 44), (858, 40),
    (884, 44),
)  # fmt: skip
_FOREFOOT: tuple[Point, ...] = (
    (100, 904), (110, 924), (116, 938), (115, 948), (108, 953), (101, 955), (94, 958), (86, 959), (78, 961),
    (69, 962), (61, 962), (52, 963), (38, 963), (28, 957), (25, 945), (29, 928), (38, 906),
)  # fmt: skip
_PROFILE_LINES: tuple[tuple[Point, ...], ...] = (
    ((100, 276), (122, 288), (150, 290), (176, 282)),  # the fold below the glutes
    ((214, 252), (209, 330), (204, 410), (206, 474)),  # the band along the outer thigh
    ((241, 508), (233, 522), (234, 545), (243, 560)),  # the kneecap
    ((153, 520), (164, 540), (160, 560)),  # the crease behind the knee
    ((178, 628), (188, 670), (184, 714), (170, 752)),  # the calf muscle
    ((176, 800), (184, 838), (182, 868)),  # the Achilles tendon
    ((184, 884), (190, 875), (201, 874), (209, 881), (209, 892), (203, 899)),  # the ankle bone
    ((322, 957), (318, 950), (322, 943), (331, 941)),  # the toes
    ((339, 958), (335, 950), (338, 941), (347, 938)),
    ((356, 959), (352, 950), (355, 940), (364, 936)),
    ((374, 959), (370, 950), (373, 941), (381, 936)),
)
_FRONT_LINES: tuple[tuple[Point, ...], ...] = (
    ((6, 228), (48, 196), (92, 150), (118, 118)),  # the fold of the groin
    ((44, 440), (46, 474), (56, 498), (66, 503)),  # the muscle above the knee
    ((103, 458), (102, 482), (95, 500)),
    ((57, 526), (55, 545), (64, 561), (76, 564), (87, 559), (93, 544), (90, 526)),  # the kneecap
    ((76, 606), (73, 690), (70, 780), (69, 832)),  # the edge of the shin
    ((50, 862), (45, 870), (46, 878)),  # the ankle bones
    ((86, 868), (91, 876), (90, 884)),
    ((58, 961), (55, 950), (57, 940)),  # the toes
    ((74, 961), (72, 951), (73, 942)),
    ((89, 958), (88, 949), (88, 941)),
    ((103, 954), (102, 946), (101, 938)),
)

_PROFILE_BANDS: Mapping[str, tuple[float, float, float, float]] = {
    "glutes": (112, 284, 0.0, 0.52),
    "hip": (66, 212, 0.5, 1.0),
    "back-thigh": (298, 500, 0.0, 0.36),
    "outer-thigh": (228, 490, 0.34, 0.7),
    "front-thigh": (236, 488, 0.66, 1.0),
    "knee": (490, 596, 0.52, 1.0),
    "back-of-knee": (508, 584, 0.0, 0.34),
    "calf": (588, 768, 0.0, 0.62),
    "shin": (604, 836, 0.7, 1.0),
    "achilles": (772, 888, 0.0, 0.36),
    "thigh": (228, 492, 0.0, 1.0),
    "lower-leg": (598, 852, 0.0, 1.0),
}
"""Top, bottom, and the shares of the width from the back to the front."""
_FRONT_BANDS: Mapping[str, tuple[float, float, float, float]] = {
    "hip": (70, 205, 0.55, 1.0),
    "front-thigh": (252, 486, 0.3, 0.8),
    "outer-thigh": (228, 486, 0.76, 1.0),
    "inner-thigh": (318, 486, 0.0, 0.36),
    "upper-inner-thigh": (240, 318, 0.0, 0.4),
    "knee": (494, 594, 0.0, 1.0),
    "shin": (604, 836, 0.34, 0.72),
    "calf": (604, 765, 0.7, 1.0),
    "ankle": (838, 884, 0.0, 1.0),
    "thigh": (252, 488, 0.0, 1.0),
    "lower-leg": (600, 880, 0.0, 1.0),
}
"""Top, bottom, and the shares of the width from the inside to the outside."""
_SOLE: tuple[Point, ...] = (
    (166, 952), (170, 941), (190, 936), (220, 932), (262, 928), (300, 932), (334, 940), (342, 950), (334, 957),
    (318, 954), (292, 947), (264, 944), (234, 948), (206, 955), (180, 958),
)  # fmt: skip
_TOP_OF_FOOT: tuple[Point, ...] = (
    (238, 866), (248, 873), (266, 886), (290, 899), (318, 911), (338, 919), (334, 930), (312, 930), (282, 920),
    (252, 906), (228, 886), (228, 870),
)  # fmt: skip
_TOES: tuple[Point, ...] = (
    (346, 921), (366, 927), (384, 933), (394, 940), (395, 949), (387, 956), (370, 958), (346, 957), (326, 955),
    (322, 946), (330, 934),
)  # fmt: skip
_HEEL: tuple[Point, ...] = (
    (153, 892), (145, 914), (142, 934), (147, 948), (159, 956), (178, 957), (192, 946), (192, 922), (180, 902),
)  # fmt: skip
_ANKLE: tuple[Point, ...] = (
    (168, 866), (190, 856), (214, 858), (230, 872), (232, 892), (220, 908), (198, 913), (176, 907), (165, 888),
)  # fmt: skip
_WHOLE_FOOT: tuple[Point, ...] = ((153, 892), *_FOOT[:-3], (240, 884), (206, 884), (172, 882))
_FRONT_TOES: tuple[Point, ...] = (*_FOREFOOT[2:15], (40, 938), (58, 935), (76, 936), (96, 934), (108, 930))
_INSTEP: tuple[Point, ...] = (
    (52, 884), (86, 884), (97, 904), (106, 922), (94, 930), (74, 933), (54, 932), (34, 932), (33, 924), (42, 904),
)  # fmt: skip
_GROIN: tuple[Point, ...] = ((8, 216), (52, 172), (92, 128), (104, 138), (70, 186), (22, 240))


@lru_cache(maxsize=1)
def outlines() -> tuple[Shape, ...]:
    """Returns the limb of each view, from the waist down one edge, round the foot and up the other."""
    profile = _smooth((*_swap(_BACK), *_FOOT, *reversed(_swap(_FRONT))))
    limb = _smooth((*_swap(_OUTER), *_FOREFOOT, *reversed(_swap(_INNER))))
    return (Shape("profile", "", _profile(profile)), *(Shape(side, "", _front(limb, side)) for side in _SIDES))


@lru_cache(maxsize=1)
def lines() -> tuple[Shape, ...]:
    """Returns what makes a limb a leg: kneecap, ankle bones, folds and toes, as open lines."""
    return (
        *(Shape("profile", "", _profile(_smooth(line))) for line in _PROFILE_LINES),
        *(Shape(side, "", _front(_smooth(line), side)) for side in _SIDES for line in _FRONT_LINES),
    )


@lru_cache(maxsize=1)
def areas() -> tuple[Shape, ...]:
    """Returns every area that has a place of its own, in every view in which it can be seen."""
    profile = {name: _band(_BACK, _FRONT, *band) for name, band in _PROFILE_BANDS.items()}
    profile |= {name: _smooth(points, closed=True) for name, points in _PROFILE_PATCHES.items()}
    front = {name: _band(_INNER, _OUTER, *band) for name, band in _FRONT_BANDS.items()}
    front |= {name: _smooth(points, closed=True) for name, points in _FRONT_PATCHES.items()}
    profile["hip-point"], front["hip-point"] = _oval(186, 178, 30, 34), _oval(128, 190, 16, 26)
    return (
        *(Shape("profile", name, _profile(points)) for name, points in profile.items()),
        *(Shape(side, name, _front(points, side)) for side in _SIDES for name, points in front.items()),
        *(Shape(outline.view, "whole-leg", outline.points) for outline in outlines()),
    )


_PROFILE_PATCHES: Mapping[str, tuple[Point, ...]] = {
    "heel": _HEEL,
    "sole": _SOLE,
    "top-of-foot": _TOP_OF_FOOT,
    "toes": _TOES,
    "ankle": _ANKLE,
    "foot": _WHOLE_FOOT,
}
_FRONT_PATCHES: Mapping[str, tuple[Point, ...]] = {
    "toes": _FRONT_TOES,
    "top-of-foot": _INSTEP,
    "foot": (*_FOREFOOT, (52, 886), (86, 886)),
    "groin": _GROIN,
}
_SIDES: tuple[Side, ...] = ("left", "right")


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
    """Returns where an edge is at a height, on the smooth line that the outline is drawn with."""
    line = _smooth(_swap(edge))
    for (x0, y0), (x1, y1) in pairwise(line):
        if y0 <= y <= y1:
            return x0 + (x1 - x0) * (y - y0) / (y1 - y0 or 1)
    return line[0][0] if y < line[0][1] else line[-1][0]


def _swap(edge: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((x, y) for y, x in edge)


def _profile(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple((x + _PROFILE_SHIFT, y) for x, y in points)


def _front(points: Iterable[Point], side: Side) -> tuple[Point, ...]:
    sign = -1 if side == "left" else 1
    shift = HEIGHT * (1 - _FRONT_SCALE) * 0.96
    return tuple((_FRONT_CENTRE + sign * (x + 3) * _FRONT_SCALE, y * _FRONT_SCALE + shift) for x, y in points)


def _oval(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    angles = [2 * pi * number / 48 for number in range(48)]
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
