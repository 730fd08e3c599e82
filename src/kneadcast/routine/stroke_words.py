"""How the words of a step name hands, landmarks and directions; the words themselves are in `stroke_vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from kneadcast.routine.hands import Hand
from kneadcast.routine.landmarks import LandmarkId

Place = Literal[
    "tips",
    "toes",
    "roots",
    "arch",
    "heel",
    "ankle",
    "calf",
    "knee",
    "thigh",
    "halfway",
    "buttock",
    "groin",
    "hip",
    "waist",
    "belly",
]

PLACES: Mapping[Place, frozenset[LandmarkId]] = {
    "tips": frozenset({"toe-tips"}),
    "toes": frozenset({"toe-tips", "toes"}),
    "roots": frozenset({"toes"}),
    "arch": frozenset({"arch"}),
    "heel": frozenset({"heel"}),
    "ankle": frozenset({"ankle", "ankle-bone"}),
    "calf": frozenset({"calf", "below-knee"}),
    "knee": frozenset({"below-knee", "kneecap", "knee", "above-knee"}),
    "thigh": frozenset({"above-knee", "mid-thigh", "below-groin", "below-buttock"}),
    "halfway": frozenset({"mid-thigh"}),
    "buttock": frozenset({"below-buttock", "buttock"}),
    "groin": frozenset({"mid-thigh", "below-groin", "groin"}),
    "hip": frozenset({"hip-bone", "hip"}),
    "waist": frozenset({"waist"}),
    "belly": frozenset({"belly"}),
}
"""The landmarks that a place in the words can mean."""


class Named(NamedTuple):
    """Words that name a place, and the place."""

    words: str
    place: Place


@dataclass(frozen=True)
class StrokeWords:
    """Patterns of one language, which ignore case; in some, `PLACE` stands for the words of a place."""

    places: tuple[tuple[Place, str], ...]
    """The words of places; the first that fit count."""
    start: str
    """Where a stroke begins: `from PLACE`."""
    end: str
    """Where a stroke ends: `to PLACE`."""
    towards: str
    """Where a stroke leads; it may end before it gets there: `toward PLACE`."""
    up: str
    down: str
    around: str
    """A ring around the kneecap or around a bone."""
    way_back: str
    """Clauses about the return of the hands or about steps of the giver, which name no direction of a stroke."""
    limits: Mapping[Place, str]
    """Where a stroke ends at the latest, by what it must not reach."""
    above_knee: str
    """A stroke that begins above the knee."""
    hands: tuple[tuple[str, frozenset[Hand]], ...]
    """What touches the body, with the hands that the words can mean; each pattern reads what those before left."""


def without_way_back(text: str, words: StrokeWords) -> str:
    """Returns the clauses of a text that speak of work, each on a line."""
    clauses = re.split(r"[.,;:!?]\s+", text)
    return "\n".join(clause for clause in clauses if not re.search(words.way_back, clause, re.IGNORECASE))


def named_places(pattern: str, text: str, words: StrokeWords) -> list[Named]:
    """Returns the places that a text names.

    Args:
        pattern: One of the patterns of the words in which `PLACE` stands for a place.
        text: The text.
        words: The words of its language.
    """
    matches = _compiled(pattern, words.places).finditer(text)
    return [Named(" ".join(match.group().split()), words.places[(match.lastindex or 1) - 1][0]) for match in matches]


def named_hands(text: str, words: StrokeWords) -> list[tuple[str, frozenset[Hand]]]:
    """Returns the words of a text for what touches the body, each with the hands that it can mean."""
    found = []
    for pattern, hands in words.hands:
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            found.append((match.group(), hands))
            text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return found


@lru_cache(maxsize=32)
def _compiled(pattern: str, places: tuple[tuple[Place, str], ...]) -> re.Pattern[str]:
    """Returns a pattern in which the group with the number of a place matches its words; it has no other groups."""
    any_place = "|".join(f"({place_words})" for _, place_words in places)
    return re.compile(pattern.replace("PLACE", f"(?:{any_place})"), re.IGNORECASE)
