"""The hands of steps: where each of them is in relation to the track, and which way it points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kneadcast.routine.hands import Hand

_RING_REACH = 70
"""How far outside a ring a hand is that lies around the limb, in units of the hand."""


@dataclass(frozen=True)
class HandPlace:
    """One hand of a step, and where it is in relation to the track."""

    artwork: str
    """The name of the hand's drawing, which is that of a right hand."""
    mirrored: bool
    """Whether it is a left hand."""
    edge: float
    """Its distance from the track, in half widths of the limb: -1 is the left edge, 1 the right edge."""
    beside: float
    """A further distance from the track, in units of the hand."""
    turn: float
    """Degrees clockwise."""
    ahead: float = 0
    """On a ring, how far ahead of the first hand it is, as a share of the ring."""
    apart: float = 0
    """The least distance from the track, in units of the hand: on a narrow limb, hands must not hide what they hold."""


_FROM_BEHIND = frozenset({"calf", "thigh-back"})
"""Scenes that show from behind what one's own hands reach from the front: they come round its edges."""

_REACHED_FROM: Mapping[str, float] = {"hip": 112, "thigh-outer": 158, "hip-front": -118, "thigh-inner": -34}
"""Degrees by which one's own single hand is turned in scenes that show the body as others see it, or from its side: the
arm comes from the shoulder."""
_FROM_THE_TRUNK: Mapping[str, float] = {"whole-leg": -38}
"""Degrees by which hands are turned that come from the trunk, where a scene has it on one side."""
_ONE_HAND_SCENES = frozenset({"hip-front", "thigh-inner"})
"""Scenes in which each side has the hand of that side: there is no room for both."""
TOOLS = frozenset({"ball", "roller", "foot"})
"""What touches the body instead of a hand."""

_LEFT, _RIGHT = True, False
_WRAP_APART = 158
"""The length of the fingers of a hand around a limb, and a gap between those of both hands."""
_ONE_PALM = (HandPlace("palm", _LEFT, 0, 0, 6),)
_WRAP = (
    HandPlace("wrap", _LEFT, -1, -44, 0, apart=_WRAP_APART),
    HandPlace("wrap", _RIGHT, 1, 44, 0, apart=_WRAP_APART),
)
_PLACES: Mapping[Hand, Sequence[HandPlace]] = {
    "palm": _ONE_PALM,
    "palms": (HandPlace("palm", _LEFT, -0.1, -94, 5), HandPlace("palm", _RIGHT, 0.1, 94, -5)),
    "wrap": _WRAP,
    "grasp": (HandPlace("grasp", _LEFT, -0.3, -40, 12), HandPlace("grasp", _RIGHT, 0.3, 40, -12)),
    "thumbs": (HandPlace("thumb", _LEFT, -0.1, -36, -4), HandPlace("thumb", _RIGHT, 0.1, 36, 4)),
    "fingertips": (HandPlace("fingertips", _LEFT, -0.2, -62, 8), HandPlace("fingertips", _RIGHT, 0.2, 62, -8)),
    "pinch": (HandPlace("pinch", _RIGHT, 0, 0, 0),),
    "fist": (HandPlace("fist", _RIGHT, 0, 0, 0),),
    "ball": (HandPlace("ball", _RIGHT, 0, 0, 0, ahead=0.25),),
    "roller": (HandPlace("roller", _RIGHT, 0, 0, 0),),
    "foot": (HandPlace("foot", _RIGHT, 0.7, 60, -14),),
    "none": (),
}


def hand_places(hand: Hand, view: str, *, one_handed: bool, own: bool) -> tuple[HandPlace, ...]:
    """Returns the hands of a step.

    Args:
        hand: What touches the body.
        view: The name of the scene.
        one_handed: Whether the other hand is not free.
        own: Whether the hands are the listener's own, which come from the trunk.
    """
    places = _turned_hands(_PLACES[hand], _FROM_THE_TRUNK.get(view, 0))
    if own and hand not in TOOLS and places and (one_handed or view in _ONE_HAND_SCENES):
        return (_alone(places[0], _REACHED_FROM.get(view, 0)),)
    if own and view in _FROM_BEHIND and hand in ("palms", "grasp"):
        return _WRAP
    if view == "toes" and hand in ("palm", "palms"):
        # One hand holds the toes; a second one is hidden below them.
        return (HandPlace("grasp", _RIGHT, 0, 0, 0),)
    return places


def _turned_hands(places: Sequence[HandPlace], turn: float) -> tuple[HandPlace, ...]:
    return tuple(replace(place, turn=place.turn + turn) for place in places)


def _alone(place: HandPlace, turn: float) -> HandPlace:
    """Returns one hand in the middle of the limb, that of the side which is worked: the other hand steadies."""
    return HandPlace("palm" if place.artwork == "wrap" else place.artwork, _LEFT, 0, 0, turn, 0.5 if turn else 0)


def on_ring(places: Sequence[HandPlace], *, turned: bool) -> tuple[HandPlace, ...]:
    """Returns the hands of a pair on opposite places of a ring, so that they do not hide what they circle."""
    first = 0.5 if turned else 0
    return tuple(
        replace(place, edge=0, beside=place.edge * _RING_REACH, ahead=(first + place.ahead + number / len(places)) % 1)
        for number, place in enumerate(places)
    )
