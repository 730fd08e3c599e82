"""The gain of what is played, which changes without a click; it is no part of the session, and is not recorded."""

from __future__ import annotations

import numpy as np

from kneadcast.sound.pcm import CHANNELS, FULL_SCALE, SAMPLE_WIDTH, Samples

_MAX_SAMPLE = FULL_SCALE - 1


class GainRamp:
    """A gain that moves to a new value along a straight line."""

    def __init__(self) -> None:
        self._now, self._step, self._left = 1.0, 0.0, 0
        self._to = 1.0

    def go_to(self, amplitude: float, frames: int) -> None:
        """Begins to move to an amplitude, which is reached after a number of frames."""
        self._to, self._left = amplitude, frames
        self._step = (amplitude - self._now) / frames

    @property
    def is_one(self) -> bool:
        """Whether the sound is left as it is."""
        return not self._left and self._to == 1.0

    def next_gains(self, frames: int) -> Samples:
        """Returns the gains of the next frames."""
        moving = min(frames, self._left)
        gains: Samples = np.full(frames, self._to)
        gains[:moving] = self._now + self._step * np.arange(1, moving + 1)
        self._left -= moving
        self._now = self._now + self._step * moving if self._left else self._to
        return gains


def with_gains(data: bytes, ramps: tuple[GainRamp, ...]) -> bytes:
    """Returns 16-bit stereo with the gains of ramps, which move on; the very same bytes if all of them are 1."""
    moving = [ramp for ramp in ramps if not ramp.is_one]
    if not moving:
        return data
    frames = len(data) // (CHANNELS * SAMPLE_WIDTH)
    gains = np.prod([ramp.next_gains(frames) for ramp in moving], axis=0)
    samples = np.frombuffer(data, dtype="<i2").reshape(-1, CHANNELS) * gains[:, np.newaxis]
    return bytes(np.rint(samples).clip(-FULL_SCALE, _MAX_SAMPLE).astype("<i2").tobytes())
