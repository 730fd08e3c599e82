"""Ducking: ambience makes way before the voice begins, and comes back slowly once it has ended."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kneadcast.script.model import Cue
from kneadcast.sound.pcm import Samples

AHEAD_MS = 400
HOLD_MS = 700
RELEASE_MS = 2000
"""Slow enough that nobody hears it move; words that follow each other within the hold find it still down."""


class Ducking:
    """How far the ambience is ducked at any moment of a session."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        spoken = sorted((cue.at_ms, cue.end_ms) for cue in cues if cue.kind == "speech")
        self._starts = np.array([np.inf, *(start for start, _ in spoken)])[1:]
        self._ends = np.array([np.inf, *(end for _, end in spoken)])[1:]

    def depth(self, at_ms: Samples) -> Samples:
        """Returns 1 where ambience is down as far as it goes, 0 where it is up, and in between what lies between."""
        following = np.searchsorted(self._starts, at_ms, side="right")
        next_start = np.append(self._starts, np.inf)[following]
        last_end = np.insert(self._ends, 0, -np.inf)[following]
        ahead = 1 - (next_start - at_ms) / AHEAD_MS
        behind = 1 - (at_ms - last_end - HOLD_MS) / RELEASE_MS
        depth: Samples = np.clip(np.maximum(ahead, behind), 0, 1)
        return depth
