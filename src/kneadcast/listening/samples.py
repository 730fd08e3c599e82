"""The sound of this room: one channel at 16 kHz in blocks of 32 ms, as voice detection and recognition take it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Samples a second."""
BLOCK_SAMPLES = 512
"""Samples of a block, which is what the network that detects voices takes."""
BLOCK_MS = 32

Samples = NDArray[np.float32]
"""One channel at `RATE`, full scale being 1."""


def silence(length: int = BLOCK_SAMPLES) -> Samples:
    """Returns samples of silence."""
    return np.zeros(length, np.float32)


def power_of(block: Samples) -> float:
    """Returns the mean square of a block."""
    return float(np.mean(np.square(block, dtype=np.float64)))
