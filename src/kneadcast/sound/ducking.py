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
        self._spoken = tuple(spoken)
        self._starts = np.array([*(start for start, _ in spoken), np.inf])
        # The latest end so far: a sentence may end within another one in a script that was edited by hand.
        self._ends = np.maximum.accumulate(np.array([-np.inf, *(end for _, end in spoken)]))

    def depth(self, at_ms: Samples) -> Samples:
        """Returns how far the ambience is ducked at each time: 0 for not at all, 1 for fully."""
        begun = np.searchsorted(self._starts, at_ms, side="right")
        attack = 1 - (self._starts[begun] - at_ms) / ATTACK_MS
        release = 1 - (at_ms - self._ends[begun] - HOLD_MS) / RELEASE_MS
        depth: Samples = np.clip(np.maximum(attack, release), 0, 1)
        return depth

    def spoken_near(self, start_ms: int, end_ms: int) -> tuple[tuple[int, int], ...]:
        """Returns the start and end of each sentence on which the depth from `start_ms` to `end_ms` can depend."""
        return tuple(
            (start, end)
            for start, end in self._spoken
            if start - ATTACK_MS < end_ms and end + HOLD_MS + RELEASE_MS > start_ms
        )
