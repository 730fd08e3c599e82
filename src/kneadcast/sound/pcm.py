"""The two forms that sound has here: samples, for arithmetic, and pydub segments, for mixing and handing on."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

with warnings.catch_warnings():
    # pydub looks for ffmpeg on PATH as it is imported and warns of pieces of Python that it has outgrown. Kneadcast
    # never lets pydub start ffmpeg, and a listener can do nothing about the rest.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment

FRAME_RATE = 44_100
"""Hertz of everything that is mixed."""
CHANNELS = 2
SAMPLE_WIDTH = 2
"""Bytes a sample."""

Samples = NDArray[np.float64]
"""One channel at `FRAME_RATE`, full scale being 1."""

Stereo = NDArray[np.float32]
"""Two channels at `FRAME_RATE`, a row a frame, full scale being 1; single precision is half the work and far enough."""

_FULL_SCALE = 32_768
_LOUDEST = 32_767


def to_segment(samples: Samples | Stereo, *, lead_frames: int = 0) -> AudioSegment:
    """Returns samples as a segment.

    Args:
        samples: What is to sound, one channel in both ears or two; anything beyond full scale is clipped.
        lead_frames: Frames of silence before it, since pydub can place a segment only to the millisecond.
    """
    frames: NDArray[np.int16] = np.zeros((lead_frames + len(samples), CHANNELS), dtype="<i2")
    whole = np.rint(samples * samples.dtype.type(_FULL_SCALE))
    np.clip(whole, -_FULL_SCALE, _LOUDEST, out=whole)
    frames[lead_frames:] = whole if whole.ndim == CHANNELS else whole[:, np.newaxis]
    return segment_of(frames.tobytes())


def silence(frames: int) -> AudioSegment:
    """Returns a silent segment of exactly so many frames."""
    return segment_of(bytes(frames * CHANNELS * SAMPLE_WIDTH))


def segment_of(data: bytes) -> AudioSegment:
    """Returns raw interleaved little-endian samples as a segment."""
    return AudioSegment(data=data, sample_width=SAMPLE_WIDTH, frame_rate=FRAME_RATE, channels=CHANNELS)
