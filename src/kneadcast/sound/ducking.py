"""Ducking: the ambience is lowered before the voice begins, and raised slowly after it has ended."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kneadcast.script.model import Cue
from kneadcast.sound.pcm import Samples

ATTACK_MS = 400
"""The ambience is fully ducked when the voice begins."""
HOLD_MS = 700
"""The ambience stays fully ducked if the next words begin within the hold."""
RELEASE_MS = 2000
"""Slow enough that the change is not noticed."""


class Ducking:
    """How far the ambience is ducked at any time of a session."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        spoken = sorted((cue.at_ms, cue.end_ms) for cue in cues if cue.kind == "speech")
        self._starts = np.array([np.inf, *(start for start, _ in spoken)])[1:]
        self._ends = np.array([np.inf, *(end for _, end in spoken)])[1:]

    def depth(self, at_ms: Samples) -> Samples:
        """Returns how far the ambience is ducked at each time: 0 for not at all, 1 for fully."""
        following = np.searchsorted(self._starts, at_ms, side="right")
        next_start = np.append(self._starts, np.inf)[following]
        last_end = np.insert(self._ends, 0, -np.inf)[following]
        attack = 1 - (next_start - at_ms) / ATTACK_MS
        release = 1 - (at_ms - last_end - HOLD_MS) / RELEASE_MS
        depth: Samples = np.clip(np.maximum(attack, release), 0, 1)
        return depth
