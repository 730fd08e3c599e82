"""The sign of a picture, which says where the hands go and how: each way of moving has a line of its own.

A stroke is an arrow, circles are a coil, kneading is a wave, taps are dots, and stretches are dashes. Hands that stay
in place have rings where they press, zigzags where they shake, and two bars where they rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import atan2, cos, hypot, pi, sin

from kneadcast.output.pictures.curves import Point
from kneadcast.output.pictures.scenes.hands import TOOLS
from kneadcast.output.pictures.scenes.picture import Motion, StepPicture
from kneadcast.output.pictures.scenes.track import TrackPoint

_HEAD, _HEAD_WIDTH = 34, 32
"""Length and width of an arrow's head, in units of a scene."""
_STEP = 5
"""Distance of the points of a wave or a coil along the way."""
_WAVE, _COIL = 58, 62
"""Length of one wave, and distance from one turn of a coil to the next."""
_WAVE_HEIGHT, _COIL_RADIUS = 15, 20
_STRAIGHT_END = 46
"""The end of the way, in which a wave or a coil becomes straight, so that the head points where the hands go."""
_Shift = Callable[[float], tuple[float, float]]
"""How far a line leaves its way, across it and along it, at a distance from the start."""
_FADE = 36
"""How long before that it becomes smaller."""
_DASHES = {"tap": "1 24", "stretch": "26 24"}


@dataclass(frozen=True)
class _Sign:
    """A line with heads of arrows at some of its ends."""

    points: tuple[Point, ...]
    heads: tuple[tuple[Point, Point], ...] = ()
    """For each head, a point behind it, and its tip."""
    dashes: str = ""


def guide(picture: StepPicture) -> str:
    """Returns the markup of the sign of a picture, or an empty string if a tool alone moves in place."""
    return "".join(_markup(sign) for sign in _signs(picture))


def _signs(picture: StepPicture) -> Iterator[_Sign]:
    points = [point.at for point in picture.track]
    if len(points) > 1:
        yield _way(points, picture.motion, ring=picture.ring)
        return
    (place,) = picture.track
    if picture.motion == "shake":
        yield from _zigzags(place)
    elif picture.motion == "move":
        yield _rising(place) if picture.scene == "calf" else _turning(place)
    elif picture.motion == "still":
        yield from _resting(place)
    elif picture.motion == "press":
        yield from _pressing(place, picture)


def _way(points: Sequence[Point], motion: Motion, *, ring: bool) -> _Sign:
    line = points
    if motion == "knead" and not ring:
        line = _offset(points, lambda along: (_WAVE_HEIGHT * sin(2 * pi * along / _WAVE), 0))
    elif motion == "circle" and not ring:
        line = _offset(points, _coil)
    return _Sign(tuple(line), ((_before(points), points[-1]),), _DASHES.get(motion, ""))


def _coil(along: float) -> tuple[float, float]:
    angle = 2 * pi * along / _COIL
    return _COIL_RADIUS * sin(angle), _COIL_RADIUS * (cos(angle) - 1)


def _offset(points: Sequence[Point], shift: _Shift) -> list[Point]:
    """Returns a way that leaves its line by a shift across and along it, and becomes straight at its end."""
    lengths = list(accumulate((hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points)), initial=0.0))
    total, found = lengths[-1], []
    for number in range(int(total / _STEP) + 1):
        along = number * _STEP
        index = max(place for place, length in enumerate(lengths[:-1]) if length <= along)
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        span = lengths[index + 1] - lengths[index] or 1
        share = (along - lengths[index]) / span
        strength = min(1, max(0, (total - _STRAIGHT_END - along) / _FADE))
        across, forward = (strength * one for one in shift(along))
        forward_x, forward_y = (x1 - x0) / span, (y1 - y0) / span
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        found.append((x + forward_x * forward - forward_y * across, y + forward_y * forward + forward_x * across))
    return [*found, points[-1]]


def _before(points: Sequence[Point]) -> Point:
    """Returns the point of a way from which its head starts."""
    tip = points[-1]
    far = (point for point in reversed(points) if hypot(point[0] - tip[0], point[1] - tip[1]) >= _HEAD * 0.6)
    return next(far, points[0])


def _zigzags(place: TrackPoint) -> Iterator[_Sign]:
    """Yields a zigzag on each side of a limb that is shaken."""
    (x, y), reach = place.at, place.half_width + 30
    for sign in (-1, 1):
        yield _Sign(tuple((x + sign * (reach + 18 * (turn % 2)), y + 26 * (turn - 3)) for turn in range(7)))


def _resting(place: TrackPoint) -> Iterator[_Sign]:
    """Yields two bars, as on the button that pauses."""
    x, y = place.at
    for beside in (-15, 15):
        yield _Sign(((x + beside, y - 30), (x + beside, y + 30)))


def _turning(place: TrackPoint) -> _Sign:
    """Returns an arc with two heads, for joints that move."""
    (x, y), radius = place.at, place.half_width + 34
    arc = [(x + radius * cos(angle), y + radius * sin(angle)) for angle in (-pi * share / 24 for share in range(3, 22))]
    return _Sign(tuple(arc), ((arc[-4], arc[-1]), (arc[3], arc[0])))


def _rising(place: TrackPoint) -> _Sign:
    """Returns an arrow up and down beside the limb, for heels that rise and sink."""
    x, y = place.at[0] - place.half_width - 34, place.at[1]
    return _Sign(((x, y - 90), (x, y + 90)), (((x, y), (x, y - 90)), ((x, y), (x, y + 90))))


def _pressing(place: TrackPoint, picture: StepPicture) -> Iterator[_Sign]:
    """Yields arrows from both sides for hands around a limb, one from above for a foot on a tool, otherwise rings."""
    (x, y), kinds = place.at, {hand.artwork for hand in picture.hands}
    if "wrap" in kinds:
        outer, inner = place.half_width + 96, place.half_width + 26
        for sign in (-1, 1):
            start, end = (x + sign * outer, y), (x + sign * inner, y)
            yield _Sign((start, end), ((start, end),))
    elif kinds & TOOLS and picture.scene in ("foot-on-floor", "leg-on-roller"):
        yield _Sign(((x, y - 170), (x, y - 26)), (((x, y - 170), (x, y - 26)),))
    else:
        for radius in (30, 58):
            yield _Sign(
                tuple((x + radius * sin(turn * pi / 16), y - radius * cos(turn * pi / 16)) for turn in range(33))
            )


def _markup(sign: _Sign) -> str:
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in sign.points)
    dashes = f' stroke-dasharray="{sign.dashes}"' if sign.dashes else ""
    heads = "".join(_head(behind, tip) for behind, tip in sign.heads)
    shaft = f'<path class="guide-case" d="{line}"{dashes}/><path class="guide" d="{line}"{dashes}/>'
    return shaft + (f'<path class="guide-head" d="{heads}"/>' if heads else "")


def _head(behind: Point, tip: Point) -> str:
    """Returns a filled head whose tip is where the way ends."""
    angle = atan2(tip[1] - behind[1], tip[0] - behind[0])
    forward, across = (cos(angle), sin(angle)), (-sin(angle) * _HEAD_WIDTH / 2, cos(angle) * _HEAD_WIDTH / 2)
    x, y = tip[0] - forward[0] * _HEAD * 0.75, tip[1] - forward[1] * _HEAD * 0.75
    nose = (tip[0] + forward[0] * _HEAD * 0.25, tip[1] + forward[1] * _HEAD * 0.25)
    corners = (nose, (x + across[0], y + across[1]), (x - across[0], y - across[1]))
    return "M" + "L".join(f"{one:.1f} {other:.1f}" for one, other in corners) + "Z"
