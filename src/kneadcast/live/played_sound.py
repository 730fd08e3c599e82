"""What the loudspeaker plays now: the reference by which a listener tells the sound of the session from a voice."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr

from kneadcast.listening.samples import BLOCK_SAMPLES, RATE, Samples, silence
from kneadcast.output.devices import Clock, SystemClock
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE
from kneadcast.units import MS_PER_SECOND

EARLY_S = 0.1
"""How much earlier than it is heard the reference is given. The latency that a system states is not exact, and a filter
for echoes can wait for an echo, but cannot foresee one."""
FARTHEST_OFF_S = 0.1
"""How far the reference may be from the estimated time before it jumps. A jump costs the filter what it has learnt."""
_WAITING_S = 0.045
"""The most of the sound that was written last for which the resampler waits, with chunks of 20 ms."""
_KEPT_SAMPLES = 4 * RATE
_KEPT_CHANGES = 50


@dataclass(frozen=True)
class PlayedBlock:
    """A block of what is played."""

    samples: Samples
    """`BLOCK_SAMPLES` of one channel at 16 kHz."""
    at_ms: int
    """The time of the session in its middle."""
    is_quiet: bool
    """Whether the session was quiet then."""


class PlayedSound:
    """The sound that a device is given, by the time at which it is heard. One thread writes, and another one reads."""

    def __init__(self, latency_s: float, clock: Clock | None = None) -> None:
        """Prepares to follow a device.

        Args:
            latency_s: The time from when sound is written to the device until it is heard.
            clock: The clock by which the device plays; by default that of the system.
        """
        self._latency_s, self._clock = latency_s, clock or SystemClock()
        self._lock = threading.Lock()
        self._resampler = soxr.ResampleStream(FRAME_RATE, RATE, 1, dtype="float32")
        self._samples: Samples = silence(0)
        self._end = 0
        """The number of samples that were added, of which the last ones are kept."""
        self._given_s = 0.0
        """How much of the session was added."""
        self._written_s, self._written_at_s = 0.0, self._clock.now_s()
        """How much of it the device had taken, and when."""
        self._next: int | None = None
        """The number of the sample that is read next."""
        self._changes: deque[tuple[float, bool]] = deque([(0.0, False)], maxlen=_KEPT_CHANGES)
        """The times of the session from which it was quiet, or not."""

    def add(self, chunk: bytes, *, is_quiet: bool) -> None:
        """Adds a chunk that the device will be given.

        Args:
            chunk: 16-bit stereo at 44.1 kHz.
            is_quiet: Whether the session is quiet.
        """
        stereo = np.frombuffer(chunk, dtype="<i2").reshape(-1, CHANNELS)
        mono = (stereo.mean(axis=1) / FULL_SCALE).astype(np.float32)
        with self._lock:
            if is_quiet != self._changes[-1][1]:
                self._changes.append((self._given_s, is_quiet))
            new = self._resampler.resample_chunk(mono)
            self._samples = np.concatenate([self._samples, new])[-_KEPT_SAMPLES:]
            self._end += len(new)
            self._given_s += len(mono) / FRAME_RATE

    def wrote(self) -> None:
        """Notes that the device has taken everything that was added."""
        with self._lock:
            self._written_s, self._written_at_s = self._given_s, self._clock.now_s()

    def next_block(self) -> PlayedBlock:
        """Returns the block that follows the last one, or the one that has just been played if they are far apart."""
        with self._lock:
            early_s = min(EARLY_S, max(0.0, self._latency_s - _WAITING_S))
            expected = round((self._played_s() + early_s) * RATE) - BLOCK_SAMPLES
            if self._next is None or abs(self._next - expected) > FARTHEST_OFF_S * RATE:
                self._next = expected
            self._next = min(self._next, self._end - BLOCK_SAMPLES)
            first, self._next = self._next, self._next + BLOCK_SAMPLES
            middle_s = max(0.0, (first + BLOCK_SAMPLES / 2) / RATE)
            change = bisect_right(self._changes, middle_s, key=lambda change: change[0])
            return PlayedBlock(
                self._between(first, first + BLOCK_SAMPLES),
                round(middle_s * MS_PER_SECOND),
                self._changes[max(0, change - 1)][1],
            )

    def _played_s(self) -> float:
        """Returns the time of the session that is heard now."""
        since_s = self._clock.now_s() - self._written_at_s
        return min(self._written_s - self._latency_s + since_s, self._given_s)

    def _between(self, first: int, end: int) -> Samples:
        """Returns samples, with silence in place of those that are not known."""
        begins = self._end - len(self._samples)
        known = self._samples[max(0, first - begins) : max(0, end - begins)]
        block = silence(end - first)
        offset = max(0, begins - first)
        block[offset : offset + len(known)] = known
        return block
