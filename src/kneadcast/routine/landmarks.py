"""The landmarks of the leg, between which hands move, and those that a picture of each area shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LandmarkId = Literal[
    "toe-tips",
    "toes",
    "arch",
    "heel",
    "ankle-bone",
    "ankle",
    "calf",
    "below-knee",
    "kneecap",
    "knee",
    "above-knee",
    "mid-thigh",
    "below-groin",
    "below-buttock",
    "groin",
    "buttock",
    "hip-bone",
    "hip",
    "waist",
    "belly",
]


@dataclass(frozen=True)
class Landmark:
    """A place on the leg that words and pictures refer to."""

    id: LandmarkId
    label: str
    rank: int
    """Its place on the way from the toes to the trunk; equal for landmarks at the same height."""


LANDMARKS: Mapping[LandmarkId, Landmark] = {
    landmark.id: landmark
    for landmark in (
        Landmark("toe-tips", "the tips of the toes", 0),
        Landmark("toes", "the roots of the toes", 1),
        Landmark("arch", "the arch, or on top of the foot the instep", 2),
        Landmark("heel", "the heel", 3),
        Landmark("ankle-bone", "the round bones of the ankle", 4),
        Landmark("ankle", "the ankle, in front and behind", 4),
        Landmark("calf", "the thickest part of the calf", 5),
        Landmark("below-knee", "a hand's width below the knee", 6),
        Landmark("kneecap", "the kneecap", 7),
        Landmark("knee", "the knee", 7),
        Landmark("above-knee", "a hand's width above the knee", 8),
        Landmark("mid-thigh", "halfway between knee and hip", 9),
        Landmark("below-groin", "a hand's width below the groin", 10),
        Landmark("below-buttock", "the fold below the buttock", 10),
        Landmark("groin", "the fold of the groin", 11),
        Landmark("buttock", "the middle of the buttock", 11),
        Landmark("hip-bone", "the bony point on the side of the hip", 11),
        Landmark("hip", "the side of the hip, above its bone", 12),
        Landmark("waist", "the waist", 13),
        Landmark("belly", "the belly", 13),
    )
}
"""Landmarks by their ids, from the toes to the trunk."""

AREA_LANDMARKS: Mapping[str, frozenset[LandmarkId]] = {
    "toes": frozenset({"toe-tips", "toes"}),
    "top-of-foot": frozenset({"toes", "arch", "ankle"}),
    "sole": frozenset({"toes", "arch", "heel"}),
    "heel": frozenset({"arch", "heel"}),
    "foot": frozenset({"toes", "arch", "heel", "ankle"}),
    "ankle": frozenset({"heel", "ankle-bone", "ankle", "calf"}),
    "achilles": frozenset({"heel", "ankle", "calf"}),
    "shin": frozenset({"ankle", "below-knee"}),
    "calf": frozenset({"ankle", "calf", "below-knee"}),
    "lower-leg": frozenset({"toes", "ankle", "calf", "below-knee"}),
    "knee": frozenset({"below-knee", "kneecap", "knee", "above-knee"}),
    "back-of-knee": frozenset({"below-knee", "knee", "above-knee"}),
    "front-thigh": frozenset({"above-knee", "mid-thigh", "below-groin"}),
    "outer-thigh": frozenset({"above-knee", "mid-thigh", "hip", "waist"}),
    "back-thigh": frozenset({"above-knee", "mid-thigh", "below-buttock"}),
    "inner-thigh": frozenset({"above-knee", "mid-thigh"}),
    "upper-inner-thigh": frozenset({"mid-thigh", "below-groin"}),
    "groin": frozenset({"below-groin", "groin", "belly"}),
    "thigh": frozenset({"above-knee", "mid-thigh", "below-groin", "below-buttock"}),
    "glutes": frozenset({"below-buttock", "buttock", "waist"}),
    "hip": frozenset({"groin", "hip-bone", "hip", "waist", "belly"}),
    "hip-point": frozenset({"hip-bone"}),
    "whole-leg": frozenset({"toes", "ankle", "calf", "knee", "mid-thigh", "below-buttock", "hip"}),
}
"""The landmarks that a picture of each area shows.

They end where work on the area ends: the inner thigh halfway, the other sides of the thigh below groin and buttock.
"""


def sorted_landmarks(ids: frozenset[LandmarkId]) -> tuple[LandmarkId, ...]:
    """Returns landmarks from the toes to the trunk."""
    return tuple(id_ for id_ in LANDMARKS if id_ in ids)
