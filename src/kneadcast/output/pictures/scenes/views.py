"""Which scene shows an area, and how the person who works sees it."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.output.pictures.scenes.artwork import Scene
from kneadcast.routine.hands import Hand
from kneadcast.routine.stroke_path import StrokePath

_OF_AREA: Mapping[str, str] = {
    "toes": "toes",
    "top-of-foot": "top-of-foot",
    "foot": "top-of-foot",
    "sole": "sole",
    "heel": "sole",
    "ankle": "ankle",
    "achilles": "ankle",
    "shin": "shin",
    "lower-leg": "shin",
    "calf": "calf",
    "back-of-knee": "thigh-back",
    "knee": "knee",
    "front-thigh": "thigh-front",
    "thigh": "thigh-front",
    "inner-thigh": "thigh-inner",
    "upper-inner-thigh": "thigh-inner",
    "groin": "thigh-inner",
    "outer-thigh": "thigh-outer",
    "back-thigh": "thigh-back",
    "glutes": "hip",
    "hip": "hip",
    "hip-point": "hip",
    "whole-leg": "whole-leg",
}
"""The scene of each area."""
_IN_POSITION: Mapping[tuple[str, str], str] = {
    ("prone", "whole-leg"): "leg-behind",
    ("prone", "lower-leg"): "calf",
    ("prone", "thigh"): "thigh-back",
    ("side-lying", "thigh"): "thigh-outer",
    ("standing", "thigh"): "thigh-outer",
    ("reclined", "hip"): "hip-front",
    ("supine", "hip"): "hip-front",
    ("reclined", "hip-point"): "hip-front",
    ("supine", "hip-point"): "hip-front",
}
"""Other scenes, by position and area."""
_UNDER_THE_FOOT = frozenset({"toes", "sole", "heel", "foot"})
_FEET_ON_THE_FLOOR = frozenset({"seated", "seated-edge", "standing"})
_UNDER_THE_LEG = frozenset({"calf", "achilles", "lower-leg"})
_ON_A_TOOL = frozenset({"ball", "roller"})

_OWN_VIEW = frozenset({"toes", "top-of-foot", "shin", "knee", "thigh-front", "thigh-inner"})
"""Scenes as listeners see their own leg, from above: the toes are away, and the trunk is near."""
_BELLY = "belly"
"""Where hands rest in a step that works the hips; it is a landmark, and no area of its own."""
_LIT_INSTEAD: Mapping[tuple[str, str], str] = {("sole", "foot"): "sole", ("thigh-outer", "thigh"): "outer-thigh"}
"""The area that is lit in a scene that does not have the area itself."""


def view_of(area: str, hand: Hand, path: StrokePath, position: str) -> str:
    """Returns the name of the scene that shows a step."""
    if area in _UNDER_THE_FOOT and hand in _ON_A_TOOL:
        return "foot-on-floor"
    if area in ("foot", "ankle") and hand == "none" and position in _FEET_ON_THE_FLOOR:
        return "foot-on-floor"
    if hand in _ON_A_TOOL and area in _UNDER_THE_LEG:
        return "leg-on-roller"
    if area == "foot" and "heel" in path.landmarks:
        return "sole"
    return _IN_POSITION.get((position, area)) or _OF_AREA[area]


def shows_both(view: str) -> bool:
    """Returns whether a scene shows both sides in one drawing, symmetrical to its vertical middle."""
    return view == "hip-front"


def is_turned(view: str, position: str) -> bool:
    """Returns whether a giver, who sits at the feet, sees a scene turned by 180 degrees."""
    return view in _OWN_VIEW if position == "supine" else view == "sole" and position == "prone"


def lit_area(drawn: Scene, area: str, hand: Hand, path: StrokePath) -> str:
    """Returns the id of what is lit in a scene: the area, or the part of it that a step really touches."""
    if area == "foot" and hand in _ON_A_TOOL:
        return "sole"
    if path.start == _BELLY and _BELLY in drawn.areas:
        return _BELLY
    return area if area in drawn.areas else _LIT_INSTEAD[drawn.name, area]
