"""What tests of finished files need: sound to encode, and a decoder to look at what came of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment, to_segment

Frames = NDArray[np.int16]


def tone(frames: int, hertz: float = 440.0) -> AudioSegment:
    """Returns a quiet sine of exactly so many frames."""
    return to_segment(0.2 * np.sin(2 * np.pi * hertz * np.arange(frames) / FRAME_RATE))


def decoded(path: Path) -> Frames:
    """Returns what a player that knows the LAME info tag plays, one row a frame."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    told = subprocess.run(command, capture_output=True, check=True)
    assert told.stderr == b""
    return np.frombuffer(told.stdout, dtype="<i2").reshape(-1, CHANNELS)


def shown_by_ffmpeg(path: Path) -> str:
    """Returns what ffmpeg says of a file: its tags and chapters."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stderr
