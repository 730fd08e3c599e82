"""The hands of a massage: what touches the body in a step, and how, so that it can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Hand = Literal[
    "palm",
    "palms",
    "wrap",
    "grasp",
    "thumbs",
    "fingertips",
    "pinch",
    "fist",
    "ball",
    "roller",
    "foot",
    "none",
]

HANDS: Mapping[Hand, str] = {
    "palm": "one flat hand; one on each leg if both legs are worked at once",
    "palms": "two flat hands side by side, or one after the other",
    "wrap": "two hands around the limb",
    "grasp": "hands that knead: they squeeze and lift",
    "thumbs": "both thumbs",
    "fingertips": "the fingertips or flat fingers of both hands",
    "pinch": "finger and thumb, or two fingers: on a toe, a tendon or a fold of skin",
    "fist": "a soft fist or its knuckles",
    "ball": "a ball",
    "roller": "a roller",
    "foot": "the other foot or leg",
    "none": "nothing: the leg moves by itself",
}
"""What touches the body, with a description."""

_OF_TOOL: Mapping[str, Hand] = {"ball": "ball", "roller": "roller", "leg": "foot", "none": "none"}
_OF_TECHNIQUE: Mapping[str, Hand] = {
    "effleurage": "palms",
    "petrissage": "grasp",
    "friction": "fingertips",
    "tapotement": "fingertips",
    "vibration": "wrap",
    "compression": "palm",
    "lymph_stretch": "fingertips",
    "mobilisation": "none",
    "hold": "wrap",
}
_ONE_HAND_AREAS = ("glutes", "hip", "hip-point")
"""Where one's own hand reaches its own side only."""
_OF_BOTH: Mapping[tuple[str, str], Hand] = {
    **{
        (technique, area): "palm"
        for technique in ("effleurage", "friction", "vibration", "hold")
        for area in _ONE_HAND_AREAS
    },
    **{("effleurage", area): "palm" for area in ("sole", "top-of-foot", "shin", "outer-thigh", "inner-thigh")},
    **{("effleurage", area): "palm" for area in ("upper-inner-thigh", "groin")},
    **{("effleurage", area): "wrap" for area in ("foot", "thigh")},
    **{(technique, area): "pinch" for technique in ("petrissage", "friction") for area in ("toes", "achilles")},
    **{("effleurage", area): "pinch" for area in ("toes", "achilles")},
    **{("friction", area): "thumbs" for area in ("sole", "heel")},
    ("effleurage", "ankle"): "fingertips",
    ("compression", "heel"): "wrap",
    ("lymph_stretch", "front-thigh"): "palms",
    ("lymph_stretch", "outer-thigh"): "palm",
    ("lymph_stretch", "calf"): "wrap",
    ("lymph_stretch", "knee"): "wrap",
}
"""The exceptions of a technique, by technique and area."""


def default_hand(area: str, technique: str, tool: str) -> Hand:
    """Returns what touches the body in a step that does not say so."""
    return _OF_TOOL.get(tool) or _OF_BOTH.get((technique, area)) or _OF_TECHNIQUE[technique]
