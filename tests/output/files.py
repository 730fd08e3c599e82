"""Helpers for tests of finished files: sound to encode, and ffmpeg to decode and to show files."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from kneadcast.output.encode.ffmpeg import encoding
from kneadcast.output.encode.mp3 import encoding_mp3
from kneadcast.output.formats import LAME
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment, to_segment

Frames = NDArray[np.int16]


def encode(
    blocks: Iterable[AudioSegment], target: Path, arguments: Sequence[str] = (), *, encoder: str = LAME, **options: Any
) -> None:
    """Encodes blocks as an MP3, or as ffmpeg's arguments say."""
    with encoding(target, arguments, encoder=encoder) if arguments else encoding_mp3(target, **options) as running:
        for block in blocks:
            running.write(block)


def tone(frames: int, hertz: float = 440.0) -> AudioSegment:
    """Returns a quiet sine of a number of frames."""
    return to_segment(0.2 * np.sin(2 * np.pi * hertz * np.arange(frames) / FRAME_RATE))


def decoded(path: Path) -> Frames:
    """Returns what a player that reads the LAME info tag plays, one row a frame."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    result = subprocess.run(command, capture_output=True, check=True)
    assert result.stderr == b""
    return np.frombuffer(result.stdout, dtype="<i2").reshape(-1, CHANNELS)


def shown_by_ffmpeg(path: Path) -> str:
    """Returns what ffmpeg prints about a file: its tags and chapters."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stderr
