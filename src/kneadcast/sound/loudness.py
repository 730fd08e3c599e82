"""Loudness as ears hear it: measured as ITU-R BS.1770 says, set to a target, and kept from clipping.

Everything here is one channel that will sound from both sides of a stereo file. BS.1770 adds up the power of channels,
so such a file reads 3 LU more than the one channel alone; that is counted in: what is set here is what a meter shows on
the finished file.
"""

from __future__ import annotations

import warnings
from functools import lru_cache

import numpy as np
import soxr

from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyloudnorm import Meter

CEILING_DBTP = -3.0
"""True peak that nothing may pass before encoding, so that the decoded MP3 stays below the -1.5 dBTP of AES TD1008.
Encoding was seen to add up to 0.6 dB to spoken clips at -16 LUFS and 32 kbit/s, and nothing at 128 kbit/s; a chime that
still rings under a voice adds 0.3 dB."""

_BLOCK_FRAMES = FRAME_RATE * 400 // 1000
"""The 400 ms gating block of BS.1770-4, below which it defines no loudness."""
_BOTH_SIDES_LU = 10 * np.log10(CHANNELS)
_SILENT_LUFS = -70.0
"""The absolute gate of BS.1770-4: what is quieter is not heard at all."""
_RELATIVE_GATE_LU = 10
_OVERSAMPLING = 4
"""BS.1770-4, annex 2: four times oversampling finds true peaks of 44.1 kHz sound to within about 0.5 dB."""
_PATCH_FRAMES = 44
"""About a millisecond: the steps in which the limiter sets its gain."""
_REACH_PATCHES = 6
"""How far before and after a peak the limiter eases in and out, in patches; shorter would be heard as a click."""
_LIMITER_PASSES = 4
_CLOSE_ENOUGH_LU = 0.1
"""Beneath what anybody hears; a sound that the limiter has made quieter by more gets the difference back."""


def loudness_lufs(samples: Samples) -> float:
    """Durations the integrated loudness of a sound as it will be heard from both sides.

    A sound shorter than one gating block of 400 ms is measured as if it were repeated without a pause: its mean power
    is the same, while filling up with silence would make a short word read quieter than it sounds within a sentence.

    Returns:
        LUFS; minus infinity for silence.
    """
    if not len(samples):
        return float("-inf")
    if len(samples) < _BLOCK_FRAMES:
        samples = np.tile(samples, -(-2 * _BLOCK_FRAMES // len(samples)))
    return float(_meter().integrated_loudness(samples) + _BOTH_SIDES_LU)


def block_loudness_lufs(stereo: Stereo) -> Samples:
    """Returns the loudness of every gating block of BS.1770: 400 ms each, a quarter of that from one to the next.

    A sound shorter than one block has none.
    """
    if len(stereo) < _BLOCK_FRAMES:
        return np.zeros(0)
    meter = _meter()
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        meter.integrated_loudness(stereo)
    return np.array(meter.blockwise_loudness)


def gated_lufs(blocks_lufs: Samples) -> float:
    """Returns the integrated loudness of gating blocks that may come from many places, gated as BS.1770-4 says."""
    heard = blocks_lufs[blocks_lufs > _SILENT_LUFS]
    if not len(heard):
        return float("-inf")
    power = 10 ** (heard / 10)
    loud = power[heard > 10 * np.log10(power.mean()) - _RELATIVE_GATE_LU]
    return float(10 * np.log10(loud.mean()))


def true_peak(samples: Samples | Stereo, *, unsure: int = 0) -> float:
    """Returns the highest value that a channel reaches between its samples too, full scale being 1.

    Args:
        samples: One channel.
        unsure: Frames at both ends that are there only to tell how the sound goes on, and do not count.
    """
    fine = np.abs(_oversampled(samples))
    edge = unsure * _OVERSAMPLING
    return float(np.max(fine[edge : len(fine) - edge], initial=0.0))


def level(samples: Samples, target_lufs: float, *, ceiling_dbtp: float = CEILING_DBTP) -> Samples:
    """Brings a sound to a loudness, and no true peak of it above the ceiling.

    Peaks that would pass the ceiling are eased under it by a limiter; the little loudness that this takes away is given
    back where it can be. Silence stays as it is.

    Args:
        samples: The sound.
        target_lufs: Loudness that a meter shall show on the stereo file.
        ceiling_dbtp: Highest true peak, in dB below full scale.
    """
    measured_lufs = loudness_lufs(samples)
    if measured_lufs < _SILENT_LUFS:
        return samples
    ceiling, peaks = decibels(ceiling_dbtp), _patch_peaks(samples)
    gain_db, short_lu = target_lufs - measured_lufs, 0.0
    for _ in range(_LIMITER_PASSES):
        gain_db += short_lu
        levelled: Samples = samples * decibels(gain_db)
        if peaks.max() * decibels(gain_db) <= ceiling:
            break
        levelled *= _easing(peaks * decibels(gain_db), ceiling, len(samples))
        short_lu = target_lufs - loudness_lufs(levelled)
        if short_lu < _CLOSE_ENOUGH_LU:
            break
    return levelled


def decibels(gain_db: float) -> float:
    """Returns the factor of amplitude that so many decibels are."""
    return float(10 ** (gain_db / 20))


def _easing(peaks: Samples, ceiling: float, frames: int) -> Samples:
    """Returns the gain that lowers the surroundings of every peak above the ceiling, smoothly and only as needed.

    It is set once a patch: the lowest gain that any patch within reach needs, smoothed over a window one patch shorter
    than that reach, so that neither smoothing nor the straight lines between patches can lift it above the need.
    """
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    lowest = np.min(_around(needed, _REACH_PATCHES), axis=1)
    window = np.hanning(2 * _REACH_PATCHES + 1)[1:-1]
    gains = _around(lowest, _REACH_PATCHES - 1) @ (window / window.sum())
    middles = (np.arange(len(gains)) + 0.5) * _PATCH_FRAMES
    easing: Samples = np.interp(np.arange(frames), middles, gains)
    return easing


def _patch_peaks(samples: Samples) -> Samples:
    """Returns the true peak of each patch."""
    fine = np.abs(_oversampled(samples))
    size = _PATCH_FRAMES * _OVERSAMPLING
    peaks: Samples = np.max(np.pad(fine, (0, -len(fine) % size)).reshape(-1, size), axis=1)
    return peaks


def _around(values: Samples, reach: int) -> Samples:
    """Returns, for each value, itself and its neighbours within reach; beyond the ends, the last value goes on."""
    padded = np.pad(values, reach, mode="edge")
    windows: Samples = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return windows


def _oversampled(samples: Samples | Stereo) -> Samples:
    fine: Samples = soxr.resample(samples, FRAME_RATE, FRAME_RATE * _OVERSAMPLING)
    return fine


@lru_cache(maxsize=1)
def _meter() -> Meter:
    return Meter(FRAME_RATE)
