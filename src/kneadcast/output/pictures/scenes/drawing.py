"""Pictures of steps as SVG: the parts that a page shares among its pictures, and complete still pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import copysign

from kneadcast.output.pictures.scenes.artwork import SCENE_SIZE, hand, paints, pose, scene, stylesheet
from kneadcast.output.pictures.scenes.guide import guide
from kneadcast.output.pictures.scenes.hands import TOOLS, HandPlace
from kneadcast.output.pictures.scenes.picture import StepPicture
from kneadcast.output.pictures.scenes.views import shows_both

_BOTH_WIDTH = 960
"""Width of a picture that shows both legs, in units of the scene."""
_BOTH_WIDTH_OF: Mapping[str, int] = {"foot-on-floor": 1210, "ankle": 1210}
"""The width for scenes in which the limb takes the whole breadth."""
STILL_SHARE = 0.4
"""Where on the track the hands of a still picture are."""
_APART = 0.95
"""How far the legs of a picture of both stand from its middle, as a share of the room on each side."""
_HAND_SIZE = 0.86
_RING_SHARE = 0.25
"""Where on a ring the first hand of a still picture is: on the left."""
_EDGE, _OVERLAP = 34, 4
"""Breadth of the faded edge of a picture, and how far it passes the frame, against a hairline."""


def definitions(pictures: Iterable[StepPicture], poses: Iterable[str] = ()) -> str:
    """Returns the markup of everything to which the markup of pictures refers: to be put into a `defs` element."""
    shown = tuple(dict.fromkeys(pictures))
    scenes = sorted({one.scene for one in shown})
    hands = sorted({(place.artwork, one.own) for one in shown for place in one.hands})
    return "".join(
        (
            paints(),
            *_frames(shown),
            *_halves(shown),
            *(f'<g id="scene-{name}">{scene(name).body}</g>' for name in scenes),
            *(f'<g id="scene-{name}-lines">{scene(name).lines}</g>' for name in scenes),
            *(f'<g id="{_hand_id(name, own)}">{hand(name, own=own).markup}</g>' for name, own in hands),
            *(f'<g id="pose-{name}">{pose(name).markup}</g>' for name in sorted(set(poses))),
        )
    )


def _hand_id(name: str, own: bool) -> str:
    return f"own-{name}" if own else f"hand-{name}"


def _frames(pictures: Sequence[StepPicture]) -> Iterator[str]:
    """Yields the clip paths of the frames of pictures."""
    for width in sorted({_width(picture) for picture in pictures}):
        left = (SCENE_SIZE - width) / 2
        yield f'<clipPath id="frame-{width}"><rect x="{left:g}" width="{width}" height="{SCENE_SIZE}"/></clipPath>'


def _halves(pictures: Sequence[StepPicture]) -> Iterator[str]:
    """Yields the clip paths of the halves of pictures that show both legs: each ends in the middle of the picture."""
    for width in sorted({_both_width(picture) for picture in pictures if picture.both}):
        edge = (width - SCENE_SIZE) / 2 * _APART
        low, high = SCENE_SIZE / 2 + edge, SCENE_SIZE / 2 - edge
        for half, left, right in (("low", low - width, low), ("high", high, high + width)):
            shape = f'<rect x="{left:g}" width="{right - left:g}" height="{SCENE_SIZE}"/>'
            yield f'<clipPath id="half-{half}-{width}">{shape}</clipPath>'


def view_box(picture: StepPicture) -> str:
    """Returns the frame of a picture: a square for one leg, and broader for both."""
    width = _width(picture)
    return f"{(SCENE_SIZE - width) / 2:g} 0 {width} {SCENE_SIZE}"


def _width(picture: StepPicture) -> int:
    """Returns the width of a picture's frame; its height is that of a scene."""
    return _both_width(picture) if picture.both and not shows_both(picture.scene) else SCENE_SIZE


def picture_markup(picture: StepPicture) -> str:
    """Returns the markup of a picture with its hands where they are in a still picture.

    It refers to `definitions`. Each hand is a group of the class `moving`, and what moves with a joint one of the class
    `swaying`, whose transforms a page may change. Limbs and arms run on beyond the picture: its edge fades instead of
    cutting them.
    """
    return f'<g clip-path="url(#frame-{_width(picture)})">{_legs(picture)}</g>{_edges(picture)}'


def _edges(picture: StepPicture) -> str:
    """Returns rectangles in the colour of the ground, which cover the edges of a picture more and more."""
    left, top, width, height = map(float, view_box(picture).split())
    far, low, deep = left + width - _EDGE, top + height - _EDGE, _EDGE + _OVERLAP
    return (
        f'<rect x="{left - _OVERLAP:g}" y="{top:g}" width="{deep}" height="{height:g}" fill="url(#edge-left)"/>'
        f'<rect x="{far:g}" y="{top:g}" width="{deep}" height="{height:g}" fill="url(#edge-right)"/>'
        f'<rect x="{left:g}" y="{top - _OVERLAP:g}" width="{width:g}" height="{deep}" fill="url(#edge-top)"/>'
        f'<rect x="{left:g}" y="{low:g}" width="{width:g}" height="{deep}" fill="url(#edge-bottom)"/>'
    )


def _legs(picture: StepPicture) -> str:
    mirror = f"translate({SCENE_SIZE} 0) scale(-1 1)"
    if picture.both and shows_both(picture.scene):
        work = _work(picture)
        return f'{_body(picture)}{work}<g transform="{mirror}">{work}</g>'
    if not picture.both:
        leg = f"{_body(picture)}{_work(picture)}"
        return f'<g transform="{mirror}">{leg}</g>' if picture.mirrored else leg
    # Each body ends in the middle, where the other begins; hands may pass it.
    apart = (_both_width(picture) - SCENE_SIZE) / 2 * _APART
    half, shift = ("high", -apart) if picture.turned else ("low", apart)
    body, work = f'<g clip-path="url(#half-{half}-{_both_width(picture)})">{_body(picture)}</g>', _work(picture)
    left, right = f"translate({-shift:g} 0)", f"translate({shift:g} 0) {mirror}"
    return "".join(f'<g transform="{side}">{part}</g>' for part in (body, work) for side in (left, right))


def _both_width(picture: StepPicture) -> int:
    return _BOTH_WIDTH_OF.get(picture.scene, _BOTH_WIDTH)


def _body(picture: StepPicture) -> str:
    turn = f' transform="rotate(180 {SCENE_SIZE / 2:g} {SCENE_SIZE / 2:g})"' if picture.turned else ""
    return f'<g class="swaying"><g class="body"{turn}><use href="#scene-{picture.scene}"/></g></g>'


def _work(picture: StepPicture) -> str:
    """Returns what is worked and how: the lit area, the hands, and on top of them the arrow of their way."""
    turn = f' transform="rotate(180 {SCENE_SIZE / 2:g} {SCENE_SIZE / 2:g})"' if picture.turned else ""
    hands = "".join(
        f'<g class="moving" transform="{hand_transform(picture, place)}">'
        f'<use href="#{_hand_id(place.artwork, picture.own)}"/></g>'
        for place in picture.hands
    )
    return (
        f'<g class="swaying"><g{turn}><path class="lit" d="{scene(picture.scene).areas[picture.lit]}"/>'
        f'<use class="over" href="#scene-{picture.scene}-lines"/></g></g>'
        f'<g class="hands">{hands}</g><g class="way">{guide(picture)}</g>'
    )


def hand_transform(picture: StepPicture, place: HandPlace, share: float = STILL_SHARE) -> str:
    """Returns the transform of a hand at a share of the track: 0 is its start, 1 its end."""
    if picture.ring:
        share = (_RING_SHARE + place.ahead) % 1
    point = picture.track[round(share * (len(picture.track) - 1))]
    scale = hand_scale(picture)
    x = point.at[0] + _beside(place, point.half_width, scale)
    sign = "-" if place.mirrored else ""
    return f"translate({x:.1f} {point.at[1]:.1f}) rotate({place.turn:g}) scale({sign}{scale:g} {scale:g})"


def hand_scale(picture: StepPicture) -> float:
    """Returns the size of the hands of a picture: a little smaller than in life, so that they hide less."""
    tool = any(place.artwork in TOOLS for place in picture.hands)
    return round(scene(picture.scene).hand_scale * (1 if tool else _HAND_SIZE), 3)


def _beside(place: HandPlace, half_width: float, scale: float) -> float:
    """Returns how far a hand is from the track, to the right; the script of the page computes the same."""
    offset = place.edge * half_width + place.beside * scale
    least = place.apart * scale
    return offset if abs(offset) >= least else copysign(least, offset)


def still(picture: StepPicture) -> str:
    """Returns a complete SVG file of a picture, with its hands still and the way of the hands as an arrow."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box(picture)}"><style>{stylesheet()}</style>'
        f"<defs>{definitions((picture,))}</defs>{picture_markup(picture)}</svg>"
    )
