"""The two representations of sound: NumPy samples for arithmetic, and pydub segments for mixing and encoding.

`Samples` in this room and above it are at `FRAME_RATE`.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from kneadcast.speech.trim import Samples as Samples
from kneadcast.speech.trim import libsndfile_name as libsndfile_name

with warnings.catch_warnings():
    # When pydub is imported, it warns if ffmpeg is not on PATH, and causes warnings about outdated Python syntax.
    # Kneadcast never lets pydub start ffmpeg, and a listener can do nothing about the other warnings.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment

FRAME_RATE = 44_100
"""Frames a second of everything that is mixed."""
CHANNELS = 2
SAMPLE_WIDTH = 2
"""Bytes a sample."""

Mono = NDArray[np.float32]
"""One channel at `FRAME_RATE`, full scale being 1."""
Stereo = NDArray[np.float32]
"""Two channels at `FRAME_RATE`, one row a frame, full scale being 1; single precision suffices and halves the work."""

FULL_SCALE = 32_768
"""The sample of full scale in 16 bits; the greatest positive sample is one less."""
_MAX_SAMPLE = 32_767


def to_segment(samples: Stereo) -> AudioSegment:
    """Returns samples as a segment; values beyond full scale are clipped.

    The samples are rounded in place, because a copy of each would take as long as rounding them.
    """
    samples *= np.float32(FULL_SCALE)
    np.rint(samples, out=samples)
    np.clip(samples, -FULL_SCALE, _MAX_SAMPLE, out=samples)
    return segment_of(samples.astype("<i2").tobytes())


def segment_of(data: bytes) -> AudioSegment:
    """Returns raw 16-bit samples, interleaved and little-endian, as a segment."""
    return AudioSegment(data=data, sample_width=SAMPLE_WIDTH, frame_rate=FRAME_RATE, channels=CHANNELS)
