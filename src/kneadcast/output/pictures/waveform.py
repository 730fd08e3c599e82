"""The waveform of a sound, as a picture shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneadcast.sound.pcm import FRAME_RATE, Stereo

POINTS_PER_SECOND = 5


@dataclass(frozen=True)
class Waveform:
    """The peak of each fifth of a second in each channel, full scale being 1."""

    left: NDArray[np.float32]
    right: NDArray[np.float32]


def waveform(blocks: Iterable[Stereo]) -> Waveform:
    """Returns the waveform of a sound.

    Args:
        blocks: Consecutive blocks of whole seconds; only the last may end within one.
    """
    frames = FRAME_RATE // POINTS_PER_SECOND
    peaks = []
    for block in blocks:
        padded = np.pad(np.abs(block), ((0, -len(block) % frames), (0, 0)))
        peaks.append(padded.reshape(-1, frames, padded.shape[1]).max(axis=1))
    both = np.concatenate(peaks)
    return Waveform(both[:, 0], both[:, -1])
