"""Removing our own sound from what the microphone hears.

The filter learns how the room changes what is played, and subtracts that. It is a Kalman filter in the frequency
domain, in partitions of a block (Kuech, Mabande, Enzner: "State-space architecture of the partitioned-block-based
acoustic echo controller", ICASSP 2014). It learns slowly while somebody speaks, because then the rest is large and its
state more certain, so it needs no separate detection of double talk. It is linear: what is left of a voice in the room
is not distorted, as it is by the suppressors of telephones, and can be recognised even while our voice sounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kneadcast.listening.samples import BLOCK_SAMPLES, Samples, power_of

PARTITIONS = 12
"""Blocks that the filter reaches back: 384 ms for the latency of the sound card and the first echoes of a room."""
_CHANGE = 0.001
"""The share of its power by which the filter may change in a block, so that it follows a microphone that is moved."""
_LOUD = 1e-4
"""The power of a block from which on it is expected to change: -40 dBFS. While less is played, less can be learnt, and
what was learnt is kept: after a minute of silence the next sentence is subtracted like the last one."""
_SMOOTHING = 0.8
"""Of the power of what is left, from block to block."""
_ONSET = 0.5
"""The least share of the latest block in that power, so that the first block of a voice does not spoil the filter."""
_DECAY_BLOCKS = 3
"""In how many partitions the expected echo falls to 1/e."""
_QUIETEST = 1e-9

Spectra = NDArray[np.complex128]


class EchoCanceller:
    """Subtracts the echo of what is played. One instance belongs to one microphone and one loudspeaker."""

    def __init__(self) -> None:
        bins = BLOCK_SAMPLES + 1
        self._played: Spectra = np.zeros((PARTITIONS, bins), np.complex128)
        """The spectra of the latest blocks that were played, latest first."""
        self._filter: Spectra = np.zeros((PARTITIONS, bins), np.complex128)
        decay = np.exp(-np.arange(PARTITIONS) / _DECAY_BLOCKS)[:, None]
        self._uncertainty = np.ones((PARTITIONS, bins)) * decay
        self._rest = np.full(bins, 1e-4)
        """The power of what is left, by frequency."""
        self._previous: Samples = np.zeros(BLOCK_SAMPLES, np.float32)

    def cancel(self, microphone: Samples, reference: Samples) -> Samples:
        """Returns a block of the microphone without the echo.

        Args:
            microphone: A block of `BLOCK_SAMPLES`.
            reference: What was played at the same time, or up to 300 ms earlier: a block of the same length.
        """
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._previous, reference]))
        self._previous = reference
        echo = np.fft.irfft(np.sum(self._played * self._filter, axis=0))[BLOCK_SAMPLES:]
        rest = microphone - echo
        self._learn(np.fft.rfft(np.concatenate([np.zeros(BLOCK_SAMPLES), rest])))
        return rest.astype(np.float32)

    def _learn(self, rest: NDArray[np.complex128]) -> None:
        """Corrects the filter by what it left of a block."""
        latest = np.abs(rest) ** 2
        self._rest = np.maximum(_SMOOTHING * self._rest + (1 - _SMOOTHING) * latest, _ONSET * latest)
        power = np.abs(self._played) ** 2
        # Half, because a block is half of the samples that its spectrum spans.
        gain = self._uncertainty / (0.5 * np.sum(power * self._uncertainty, axis=0) + self._rest + _QUIETEST)
        step = np.fft.irfft(gain * np.conj(self._played) * rest, axis=1)
        step[:, BLOCK_SAMPLES:] = 0  # only the first half is a response without wrap-around
        self._filter += np.fft.rfft(step, axis=1)
        change = _CHANGE * min(1.0, power_of(self._previous) / _LOUD)
        self._uncertainty *= (1 - change) * (1 - 0.5 * gain * power)
        self._uncertainty += change * (np.abs(self._filter) ** 2 + _QUIETEST)
