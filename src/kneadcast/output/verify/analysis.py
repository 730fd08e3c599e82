"""Decoding of a file for verification: one channel at a lower rate, and the power of the frequencies above it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from kneadcast.output.decoding import ffmpeg_blocks
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.units import frames_at

DECIMATION = 4
"""Frames for each sample; a quarter of the rate is sufficient to find chimes and voices."""
ANALYSIS_RATE = FRAME_RATE // DECIMATION
HISS_MS = 10


@dataclass(frozen=True)
class DecodedAudio:
    """The sound of a file; an hour takes 160 MB."""

    samples: Samples
    """One channel at `ANALYSIS_RATE`, full scale being 1."""
    hiss: Samples
    """Mean square of each `HISS_MS` of the frequencies that decimation removes; an s or an f has little else."""
    frames: int
    """Frames at `FRAME_RATE` that a player plays."""


def decode(path: Path) -> DecodedAudio:
    """Decodes a sound file.

    Raises:
        OutputError: If it cannot be decoded.
    """
    parts, hisses, frames = [], [], 0
    for block in ffmpeg_blocks(path):
        frames += len(block)
        mono = cast("Samples", (block[:, 0] + block[:, 1]) / np.float32(2))
        parts.append(decimate(mono).astype(np.float32))
        hisses.append(hiss_power(mono))
    empty = [np.zeros(0, dtype=np.float32)]
    return DecodedAudio(cast("Samples", np.concatenate(parts or empty)), np.concatenate(hisses or empty), frames)


def decimate(samples: Samples) -> Samples:
    """Brings sound from `FRAME_RATE` to `ANALYSIS_RATE`.

    The mean of neighbouring frames is a low-pass filter that is sufficient for finding onsets.
    """
    padded = np.pad(samples, (0, -len(samples) % DECIMATION))
    decimated: Samples = padded.reshape(-1, DECIMATION).mean(axis=1)
    return decimated


def hiss_power(samples: Samples) -> Samples:
    """Returns the mean square of each `HISS_MS` of sound at `FRAME_RATE`, high frequencies only.

    A second difference is sufficient as a filter: it leaves 8 kHz as it is, and lowers 1 kHz by 35 dB.
    """
    size = frames_at(HISS_MS, FRAME_RATE)
    high = np.diff(samples, n=2, append=samples[-1:].repeat(2))
    padded = np.pad(high, (0, -len(high) % size)).reshape(-1, size).astype(np.float64)
    power: Samples = np.mean(padded**2, axis=1)
    return power
