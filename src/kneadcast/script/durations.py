"""The measured lengths of the sentences and the chimes of a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kneadcast.script.model import TICK, ChimeName, Cue
from kneadcast.speech.model import Line

RING_OUT_MS = 3_500
"""Silence after the last chime of a session, in which the chime decays."""


@dataclass(frozen=True)
class Durations:
    """The lengths of all sentences and chimes that a session can have, measured before the session is planned."""

    speech_ms: Mapping[Line, int]
    """The length of each sentence."""
    chime_ms: Mapping[ChimeName, int]
    """How long each chime sounds before a voice may follow."""
    ms_per_letter: float | None = None
    """The estimate for sentences that have not been measured; `None` if estimates are not allowed."""

    def line_ms(self, line: Line) -> int:
        """Returns the length of a line.

        Raises:
            KeyError: If the line has not been measured and there is no estimate.
        """
        if self.ms_per_letter is not None and line not in self.speech_ms:
            return round(len(line.text) * self.ms_per_letter)
        return self.speech_ms[line]

    def cue_ms(self, cue: Cue) -> int:
        """Returns the measured length of a cue, not the length that the cue states."""
        if cue.sound == TICK:
            return 0
        return self.chime_ms[cue.sound] if cue.sound else self.line_ms(Line(cue.text or ""))

    def with_estimates(self) -> Durations:
        """Returns durations with estimates for sentences that have not been measured, based on those that have."""
        letters = sum(len(line.text) for line in self.speech_ms)
        return replace(self, ms_per_letter=sum(self.speech_ms.values()) / max(1, letters))
