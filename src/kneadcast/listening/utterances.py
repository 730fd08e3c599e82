"""Cutting what the microphone hears into utterances: speech between two silences."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kneadcast.listening.samples import BLOCK_MS, Samples

BEFORE_MS = 384
"""How much before the first voiced block belongs to an utterance: soft consonants, and what the detector missed."""
AFTER_MS = 96
"""How much silence after the last voiced block belongs to it."""
PROBABLE_END_MS = 96
"""After which silence an utterance may be recognised already, so that the result is ready when it has ended."""
COMMAND_END_MS = 160
"""After which silence an utterance that is a command has ended."""
END_MS = 224
"""After which silence any utterance has ended. Of 960 phrases of 13 voices, one had a longer pause inside, and seven
had one that was longer than `COMMAND_END_MS`."""
LONGEST_MS = 4000
"""An utterance that lasts longer is no command."""
SHORTEST_MS = 128
"""Less voice than this is a click."""
LIKELY = 0.5
"""The probability of a voice that begins an utterance."""
STILL_LIKELY = 0.35
"""The probability of a voice that continues one, as Silero advises."""

Moment = Literal["silence", "begun", "speaking", "probably_ended", "ended"]


@dataclass(frozen=True)
class Utterance:
    """A stretch of speech."""

    clip: Samples
    voiced_ms: int
    """How much of it is voiced."""
    silence_before_ms: int
    """How long nobody had spoken before it began."""
    is_long: bool
    """Whether it is longer than any command, and only its beginning was kept."""


class UtteranceCutter:
    """Collects blocks until an utterance has ended."""

    def __init__(self) -> None:
        self._blocks: deque[Samples] = deque(maxlen=BEFORE_MS // BLOCK_MS)
        self._is_speaking = False
        self._voiced = 0
        self._silent = 10**6
        """Blocks since the last voiced one; at the start, as if it had been silent for long."""
        self._silent_before = 0

    def add(self, block: Samples, probability: float) -> Moment:
        """Adds a block with the probability that somebody speaks in it, and returns what happened."""
        self._keep(block)
        is_voiced = probability >= (STILL_LIKELY if self._is_speaking else LIKELY)
        if not self._is_speaking:
            return self._begin() if is_voiced else self._wait()
        self._silent = 0 if is_voiced else self._silent + 1
        self._voiced += is_voiced
        if self.silent_ms >= END_MS:
            self.end()
            return "ended"
        return "probably_ended" if self.silent_ms == PROBABLE_END_MS else "speaking"

    def end(self) -> None:
        """Ends the utterance now; what is said next belongs to another one."""
        self._is_speaking = False

    def utterance(self) -> Utterance:
        """Returns the utterance that has begun, has probably ended or has ended."""
        surplus = max(0, self._silent - AFTER_MS // BLOCK_MS)
        blocks = list(self._blocks)[: len(self._blocks) - surplus]
        return Utterance(
            np.concatenate(blocks),
            self._voiced * BLOCK_MS,
            self._silent_before * BLOCK_MS,
            is_long=len(self._blocks) - surplus > (BEFORE_MS + LONGEST_MS) // BLOCK_MS,
        )

    @property
    def is_voiced(self) -> bool:
        """Whether the latest block was voiced."""
        return self._silent == 0

    @property
    def silent_ms(self) -> int:
        """How long nobody has spoken."""
        return self._silent * BLOCK_MS

    @property
    def voiced_ms(self) -> int:
        """How much of the utterance was voiced so far; 0 if nobody speaks."""
        return self._voiced * BLOCK_MS if self._is_speaking else 0

    def _keep(self, block: Samples) -> None:
        longest = (BEFORE_MS + LONGEST_MS + END_MS) // BLOCK_MS + 1
        if self._is_speaking and len(self._blocks) < longest:
            self._blocks.append(block)
        elif not self._is_speaking:
            # No block of the utterance before belongs to the next one.
            silence = list(self._blocks)[-self._silent :]
            self._blocks = deque([*silence, block], maxlen=BEFORE_MS // BLOCK_MS)

    def _begin(self) -> Moment:
        self._blocks = deque(self._blocks)
        self._is_speaking = True
        self._silent_before, self._silent, self._voiced = self._silent, 0, 1
        return "begun"

    def _wait(self) -> Moment:
        self._silent += 1
        return "silence"
