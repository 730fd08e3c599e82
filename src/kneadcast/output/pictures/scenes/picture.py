"""The picture of a step: the scene, the area that is lit, and the hands with the track on which they move.

All coordinates are those of the scene, on the left leg, after a turn by 180 degrees where the giver sees it so. For the
right side the whole picture is mirrored, so it is the exact mirror image of the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kneadcast.output.pictures.scenes.artwork import scene
from kneadcast.output.pictures.scenes.hands import HandPlace, hand_places, on_ring
from kneadcast.output.pictures.scenes.track import Track, at_big_toe, track_of, turned
from kneadcast.output.pictures.scenes.views import is_turned, lit_area, view_of
from kneadcast.routine.body import AREAS
from kneadcast.routine.hands import default_hand
from kneadcast.routine.model import Mode
from kneadcast.routine.stroke_path import default_path
from kneadcast.script.model import ScriptStep

Motion = Literal["stroke", "circle", "knead", "tap", "shake", "press", "stretch", "move", "still"]

MOTIONS: Mapping[str, Motion] = {
    "effleurage": "stroke",
    "petrissage": "knead",
    "friction": "circle",
    "tapotement": "tap",
    "vibration": "shake",
    "compression": "press",
    "lymph_stretch": "stretch",
    "mobilisation": "move",
    "hold": "still",
}
"""How hands move, by technique."""

_ONE_HANDED = frozenset({"side-lying", "standing"})
"""Positions in which one hand works, and the other one steadies."""


@dataclass(frozen=True)
class StepPicture:
    """What is drawn for a step."""

    scene: str
    lit: str
    """The id of the area that is lit in the scene."""
    mirrored: bool
    """Whether the right side is worked."""
    both: bool
    """Whether both sides are worked at once, and both are drawn."""
    turned: bool
    """Whether the body is turned by 180 degrees, because the giver sits at the feet."""
    own: bool
    """Whether the hands belong to the body that is worked."""
    motion: Motion
    hands: tuple[HandPlace, ...]
    track: Track
    """From the start of a stroke to its end; one point for hands that stay in place, a closed ring around a joint."""
    ring: bool
    """Whether the track is closed."""


def picture_of(step: ScriptStep, mode: Mode | None = None) -> StepPicture | None:
    """Returns the picture of a step, or `None` if it works no area that the program can draw.

    Args:
        step: A step of a script. One without a hand and a path, from an earlier version, has those of its technique.
        mode: Whether listeners work on themselves; `None` as for `self`.
    """
    technique = step.technique or ""
    if step.area is None or step.area not in AREAS or technique not in MOTIONS:
        return None
    hand = step.hand or default_hand(step.area, technique, "hands")
    path = step.path or default_path(step.area, technique)
    view = view_of(step.area, hand, path, step.position)
    drawn = scene(view)
    is_own = mode != "partner"
    from_the_feet = not is_own and is_turned(view, step.position)
    track = track_of(drawn, step.area, path)
    if hand == "pinch":
        track = at_big_toe(track, drawn)
    if from_the_feet:
        track = tuple(map(turned, track))
    hands = hand_places(hand, view, one_handed=is_own and step.position in _ONE_HANDED, own=is_own)
    return StepPicture(
        scene=view,
        lit=lit_area(drawn, step.area, hand, path),
        mirrored=step.side == "right",
        both=step.side is None,
        turned=from_the_feet,
        own=is_own,
        motion=MOTIONS[technique],
        hands=on_ring(hands, turned=from_the_feet) if path.kind == "around" else hands,
        track=track,
        ring=path.kind == "around",
    )
