"""Loudness and true peak after ITU-R BS.1770: measuring them, and levelling a sound to a target with a limiter.

A single channel is assumed to sound from both sides of a stereo file. BS.1770 adds up the power of the channels, so
such a file measures 3 LU more than the single channel. All values here include these 3 LU: they are what a meter shows
on the finished file.
"""

from __future__ import annotations

import numpy as np
import soxr

from kneadcast.sound.k_weighting import KWeightedPower
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Mono, Samples, Stereo

CEILING_DBTP = -3.0
"""Highest true peak before encoding, so that the decoded MP3 stays below the -1.5 dBTP of AES TD1008. In measurements,
encoding added up to 0.6 dB to spoken clips at -16 LUFS and 32 kbit/s, and nothing at 128 kbit/s; a chime that still
decays under a voice adds 0.3 dB."""

_HOP_FRAMES, _HOPS_IN_BLOCK = FRAME_RATE * 100 // 1000, 4
_BLOCK_FRAMES = _HOP_FRAMES * _HOPS_IN_BLOCK
"""The gating blocks of BS.1770-4, 400 ms with an overlap of 75 %; it defines no loudness for shorter sounds."""
_OFFSET_LU = -0.691
"""BS.1770-4, equation 2: a sine of 997 Hz at full scale in one channel measures -3.01 LUFS."""
_BOTH_CHANNELS_LU = 10 * np.log10(CHANNELS)
_SILENT_LUFS = -70.0
"""The absolute gate of BS.1770-4: quieter blocks count as silence."""
_RELATIVE_GATE_LU = 10
_OVERSAMPLING = 4
"""BS.1770-4, annex 2: four times oversampling finds true peaks of 44.1 kHz sound to within about 0.5 dB."""
_LIMITER_STEP_FRAMES = 44
"""The limiter sets its gain once in this many frames, about a millisecond."""
_LIMITER_RAMP_STEPS = 6
"""Steps over which the limiter lowers its gain before a peak, and raises it after; fewer are audible as a click."""
_LIMITER_PASSES = 4
_TOLERANCE_LU = 0.1
"""An inaudible difference; if the limiter makes a sound quieter by more, the gain is raised by the difference."""


def loudness_lufs(samples: Samples | Mono) -> float:
    """Measures the integrated loudness of a channel that sounds from both sides.

    A sound shorter than one gating block of 400 ms is measured as if it were repeated without a pause, which keeps its
    mean power. Padding with silence would make a short word measure quieter than it sounds within a sentence.

    Returns:
        The loudness in LUFS; minus infinity for silence.
    """
    if not len(samples):
        return float("-inf")
    if len(samples) < _BLOCK_FRAMES:
        samples = np.concatenate([samples] * -(-2 * _BLOCK_FRAMES // len(samples)))
    return gated_lufs(block_loudness_lufs(samples)) + float(_BOTH_CHANNELS_LU)


class BlockLoudness:
    """The loudness of each gating block of BS.1770-4 of a sound, which is added in consecutive parts.

    Blocks of 400 ms begin every 100 ms. A block that is not complete is left out, so a sound shorter than one block has
    none. The values do not depend on how the sound is divided.
    """

    def __init__(self) -> None:
        self._power = KWeightedPower()
        self._incomplete_hop: Samples = np.zeros(0, dtype=np.float32)
        self._hop_power: list[float] = []

    def add(self, part: Samples | Stereo) -> None:
        """Adds the next part: one channel, or two with one row a frame."""
        self._add_power(self._power.add(part))

    def finish(self) -> Samples:
        """Returns the loudness in LUFS of each gating block; no more parts may be added."""
        self._add_power(self._power.finish())
        if len(self._hop_power) < _HOPS_IN_BLOCK:
            return np.zeros(0)
        block_power = np.convolve(self._hop_power, np.ones(_HOPS_IN_BLOCK), "valid") / _BLOCK_FRAMES
        with np.errstate(divide="ignore"):  # the loudness of silence is minus infinity
            blocks_lufs: Samples = _OFFSET_LU + 10 * np.log10(block_power)
        return blocks_lufs

    def _add_power(self, power: Samples) -> None:
        power = np.concatenate([self._incomplete_hop, power])
        hops = len(power) // _HOP_FRAMES
        end = hops * _HOP_FRAMES
        self._hop_power += power[:end].reshape(hops, _HOP_FRAMES).sum(axis=1, dtype=np.float64).tolist()
        self._incomplete_hop = power[end:]


def block_loudness_lufs(sound: Samples | Stereo) -> Samples:
    """Returns the loudness in LUFS of each gating block of a sound; see `BlockLoudness`."""
    blocks = BlockLoudness()
    blocks.add(sound)
    return blocks.finish()


def gated_lufs(blocks_lufs: Samples) -> float:
    """Returns the integrated loudness in LUFS of gating blocks, which may come from several parts of a sound.

    The blocks are gated as BS.1770-4 specifies. The loudness of silence is minus infinity.
    """
    audible = blocks_lufs[blocks_lufs > _SILENT_LUFS]
    if not len(audible):
        return float("-inf")
    power = 10 ** (audible / 10)
    loud = power[audible > 10 * np.log10(power.mean()) - _RELATIVE_GATE_LU]
    return float(10 * np.log10(loud.mean()))


def true_peak(samples: Samples | Stereo, *, context_frames: int = 0) -> float:
    """Returns the true peak of a channel: its highest value, also between samples, full scale being 1.

    Args:
        samples: One channel.
        context_frames: Frames at both ends that are only context for the oversampling and are not measured.
    """
    oversampled = _oversampled_values(samples)
    edge = context_frames * _OVERSAMPLING
    return float(np.max(oversampled[edge : len(oversampled) - edge], initial=0.0))


def level(samples: Samples, target_lufs: float, *, ceiling_dbtp: float = CEILING_DBTP) -> Samples:
    """Returns a sound at a loudness, with its true peak limited to a ceiling.

    A limiter lowers the peaks that would exceed the ceiling. The loudness that is lost in this way is restored as far
    as possible. Silence is returned unchanged.

    Args:
        samples: The sound.
        target_lufs: Integrated loudness, as a meter shows it on the stereo file.
        ceiling_dbtp: Highest true peak, in dB below full scale.
    """
    measured_lufs = loudness_lufs(samples)
    if measured_lufs < _SILENT_LUFS:
        return samples
    ceiling, peaks = db_to_amplitude(ceiling_dbtp), _step_peaks(samples)
    gain_db, missing_lu = target_lufs - measured_lufs, 0.0
    for _ in range(_LIMITER_PASSES):
        gain_db += missing_lu
        levelled: Samples = samples * db_to_amplitude(gain_db)
        if peaks.max() * db_to_amplitude(gain_db) <= ceiling:
            break
        levelled *= _limiter_gain(peaks * db_to_amplitude(gain_db), ceiling, len(samples))
        missing_lu = target_lufs - loudness_lufs(levelled)
        if missing_lu < _TOLERANCE_LU:
            break
    return levelled


def db_to_amplitude(gain_db: float) -> float:
    """Returns the amplitude factor of a gain in decibels."""
    return float(10 ** (gain_db / 20))


def _limiter_gain(peaks: Samples, ceiling: float, frames: int) -> Samples:
    """Returns a gain that is lowered around every peak above the ceiling, smoothly and only as far as needed.

    It is set once a step: the lowest gain that a step within `_LIMITER_RAMP_STEPS` needs, smoothed over a window that
    is one step shorter. So neither the smoothing nor the interpolation between steps raises it above the gain needed.
    """
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    lowest = np.min(_neighbourhoods(needed, _LIMITER_RAMP_STEPS), axis=1)
    window = np.hanning(2 * _LIMITER_RAMP_STEPS + 1)[1:-1]
    gains = _neighbourhoods(lowest, _LIMITER_RAMP_STEPS - 1) @ (window / window.sum())
    middles = (np.arange(len(gains)) + 0.5) * _LIMITER_STEP_FRAMES
    gain: Samples = np.interp(np.arange(frames), middles, gains)
    return gain


def _step_peaks(samples: Samples) -> Samples:
    """Returns the true peak of each step of the limiter."""
    starts = np.arange(0, len(samples), _LIMITER_STEP_FRAMES) * _OVERSAMPLING
    peaks: Samples = np.maximum.reduceat(_oversampled_values(samples), starts).astype(np.float64)
    return peaks


def _neighbourhoods(values: Samples, distance: int) -> Samples:
    """Returns a row for each value: the value and its neighbours up to a distance; the end values are repeated."""
    padded = np.pad(values, distance, mode="edge")
    windows: Samples = np.lib.stride_tricks.sliding_window_view(padded, 2 * distance + 1)
    return windows


def _oversampled_values(samples: Samples | Stereo) -> Mono:
    """Returns the absolute values of an oversampled channel, in single precision, because they are many."""
    oversampled: Mono = soxr.resample(samples.astype(np.float32), FRAME_RATE, FRAME_RATE * _OVERSAMPLING)
    return np.abs(oversampled, out=oversampled)
