"""The tracks of steps: the places over which hands pass, from one landmark to another, around a joint, or one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import cast

from kneadcast.output.pictures.curves import Point, smooth
from kneadcast.output.pictures.scenes.artwork import SCENE_SIZE, Landmark, Scene
from kneadcast.routine.landmarks import LANDMARKS, LandmarkId
from kneadcast.routine.stroke_path import StrokePath, default_path

_RING_POINTS = 72
_BIG_TOE = "toe-1"


@dataclass(frozen=True)
class TrackPoint:
    """A place over which the hands of a step pass."""

    at: Point
    half_width: float
    """Half the width of the limb there."""


Track = tuple[TrackPoint, ...]


def track_of(drawn: Scene, area: str, path: StrokePath) -> Track:
    """Returns the track of a path in a scene: one point for hands that stay in place, a closed ring around a joint."""
    if path.kind == "along" and path.start and path.end:
        return _along(drawn, path)
    if path.start:
        place = drawn.landmarks[path.start]
        return _ring(place) if path.kind == "around" else (TrackPoint(place.at, place.half_width),)
    usual = default_path(area, "effleurage")
    if usual.kind != "along":
        place = drawn.landmarks[usual.landmarks[0]]
        return (TrackPoint(place.at, place.half_width),)
    stroke = _along(drawn, usual)
    return (stroke[len(stroke) // 2],)


def _along(drawn: Scene, path: StrokePath) -> Track:
    """Returns the way from one landmark to another, through those of the scene between them."""
    ends = [drawn.landmarks[id_] for id_ in path.landmarks]
    ranks = sorted(LANDMARKS[id_].rank for id_ in path.landmarks)
    between = [
        place
        for id_, place in drawn.landmarks.items()
        if id_ in _ON_THE_WAY and ranks[0] < LANDMARKS[cast("LandmarkId", id_)].rank < ranks[1]
    ]
    places = [ends[0], *(between if path.rise > 0 else reversed(between)), ends[1]]
    points = smooth(tuple(place.at for place in places))
    widths = smooth(tuple((place.half_width, 0.0) for place in places))
    return tuple(TrackPoint(point, width) for point, (width, _) in zip(points, widths, strict=True))


_ON_THE_WAY = frozenset(
    {"toes", "arch", "ankle", "calf", "below-knee", "knee", "above-knee", "mid-thigh", "below-groin", "buttock"}
)
"""Landmarks in the middle of the limb, through which long strokes pass."""


def _ring(centre: Landmark) -> Track:
    x, y = centre.at
    angles = [2 * pi * number / _RING_POINTS for number in range(_RING_POINTS + 1)]
    return tuple(
        TrackPoint((x - centre.half_width * sin(angle), y + centre.half_width * cos(angle)), centre.half_width)
        for angle in angles
    )


def at_big_toe(track: Sequence[TrackPoint], drawn: Scene) -> Track:
    """Returns a track moved from the middle of the foot to the toe with which finger and thumb begin."""
    if _BIG_TOE not in drawn.landmarks:
        return tuple(track)
    by = drawn.landmarks[_BIG_TOE].at[0] - track[0].at[0]
    return tuple(replace(point, at=(point.at[0] + by, point.at[1])) for point in track)


def turned(point: TrackPoint) -> TrackPoint:
    """Returns a point after a turn of the scene by 180 degrees."""
    x, y = point.at
    return TrackPoint((SCENE_SIZE - x, SCENE_SIZE - y), point.half_width)
