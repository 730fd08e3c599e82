"""K-weighting after ITU-R BS.1770-4: the power of a sound as loud as people hear it.

Two filters model the head: a shelf raises high frequencies, and a high-pass lowers those that are hardly heard. They
are applied as a product of spectra. `scipy.signal`, on which meters for Python depend, takes longer to import than all
sentences of a session to be measured, and 50 MB.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo

_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_SHELF_BAND_EXPONENT = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the coefficients of BS.1770-4, tables 1 and 2, which are for 48 kHz alone. The values are
those of libebur128; at 48 kHz they give every coefficient of the tables."""

_TRANSFORM_FRAMES = 16_384
"""Long transforms repeat less of the sound, short ones stay in the cache of a processor; this length is the fastest."""
_RESPONSE_FRAMES = 4096
"""After this time, 93 ms, the response of the filters to an impulse is 190 dB down."""
_STEP_FRAMES = _TRANSFORM_FRAMES - _RESPONSE_FRAMES
_STEPS = 4
"""How many transforms are done at once; their intermediate results take 3 MB, however long the sound is."""
_BATCH_FRAMES = _STEPS * _STEP_FRAMES

Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]
"""The coefficients of a filter: those of its numerator, and those of its denominator."""


class KWeightedPower:
    """The power of each frame of a sound after K-weighting, summed over the channels; before the sound is silence.

    The sound is added in consecutive parts. The powers do not depend on how it is divided, not even in their last bit:
    transforms are done at the same frames of the sound, and always as many at once.
    """

    def __init__(self) -> None:
        self._held: Samples | Stereo | None = None
        """The frames before the next batch on which its power depends, and those of it that were added already."""

    def add(self, part: Samples | Stereo) -> Samples:
        """Adds the next part, and returns the power of the frames of all batches that it completes.

        Args:
            part: One channel, or two with one row a frame, in single or double precision.
        """
        if self._held is None:
            self._held = np.zeros((_RESPONSE_FRAMES, *part.shape[1:]), dtype=part.dtype)
        sound = np.concatenate([self._held, part])
        batches = (len(sound) - _RESPONSE_FRAMES) // _BATCH_FRAMES
        starts = range(0, batches * _BATCH_FRAMES, _BATCH_FRAMES)
        powers = [_power(sound[start : start + _RESPONSE_FRAMES + _BATCH_FRAMES]) for start in starts]
        self._held = sound[batches * _BATCH_FRAMES :].copy()
        return np.concatenate([np.zeros(0, dtype=part.dtype), *powers])

    def finish(self) -> Samples:
        """Returns the power of the frames that complete no batch; no more parts may be added."""
        if self._held is None:
            return np.zeros(0)
        frames = len(self._held) - _RESPONSE_FRAMES
        silence = np.zeros((_BATCH_FRAMES - frames, *self._held.shape[1:]), dtype=self._held.dtype)
        return _power(np.concatenate([self._held, silence]))[:frames]


def k_weighting(frame_rate: int) -> tuple[Biquad, Biquad]:
    """Returns the coefficients of the shelf and of the high-pass at a frame rate, by the bilinear transform."""
    tangent, gain = math.tan(math.pi * _SHELF_HZ / frame_rate), 10 ** (_SHELF_DB / 20)
    band = gain**_SHELF_BAND_EXPONENT * tangent / _SHELF_Q
    scale = 1 + tangent / _SHELF_Q + tangent**2
    shelf = (
        ((gain + band + tangent**2) / scale, 2 * (tangent**2 - gain) / scale, (gain - band + tangent**2) / scale),
        (1.0, 2 * (tangent**2 - 1) / scale, (1 - tangent / _SHELF_Q + tangent**2) / scale),
    )
    tangent = math.tan(math.pi * _HIGH_PASS_HZ / frame_rate)
    scale = 1 + tangent / _HIGH_PASS_Q + tangent**2
    high_pass = (
        (1.0, -2.0, 1.0),
        (1.0, 2 * (tangent**2 - 1) / scale, (1 - tangent / _HIGH_PASS_Q + tangent**2) / scale),
    )
    return shelf, high_pass


def _power(sound: Samples | Stereo) -> Samples:
    """Returns the power of each frame of a batch, before which are `_RESPONSE_FRAMES` frames of context."""
    from scipy import fft  # a session whose parts are all kept measures nothing

    # Both channels fit into one transform: they are the real and imaginary parts, which a real filter does not mix.
    signal = np.empty(len(sound), dtype=np.complex64 if sound.dtype == np.float32 else np.complex128)
    signal.real, signal.imag = (sound, 0) if sound.ndim == 1 else (sound[:, 0], sound[:, 1])
    spectra = fft.fft(np.lib.stride_tricks.sliding_window_view(signal, _TRANSFORM_FRAMES)[::_STEP_FRAMES])
    spectra *= _response().astype(signal.dtype)
    # The first frames of each row contain the response to the end of the row, and belong to the row before.
    weighted = fft.ifft(spectra, overwrite_x=True)[:, _RESPONSE_FRAMES:].reshape(-1)
    power: Samples = weighted.real**2 + weighted.imag**2
    return power


@lru_cache(maxsize=1)
def _response() -> NDArray[np.complex128]:
    """Returns the gain and phase of both filters at the frequencies of a transform."""
    delay = np.exp(-2j * np.pi * np.arange(_TRANSFORM_FRAMES) / _TRANSFORM_FRAMES)
    response = np.ones(_TRANSFORM_FRAMES, dtype=np.complex128)
    for numerator, denominator in k_weighting(FRAME_RATE):
        response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
    return response
