"""Decoding of finished files, with libsndfile or with the ffmpeg that encoded them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import numpy as np
import soundfile

from kneadcast.errors import OutputError
from kneadcast.output.encode.ffmpeg import find_ffmpeg
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, SAMPLE_WIDTH, Stereo

BLOCK_FRAMES = 10 * FRAME_RATE

_FRAME_BYTES = CHANNELS * SAMPLE_WIDTH
_READ_BY_LIBSNDFILE = (".mp3", ".flac", ".wav")


def decoded_blocks(path: Path) -> Iterator[Stereo]:
    """Decodes a sound file `BLOCK_FRAMES` at a time; full scale being 1.

    libsndfile decodes an MP3 in a tenth of the time that encoding takes. ffmpeg decodes the files that libsndfile
    cannot read or reads at another rate.

    Raises:
        OutputError: If the file cannot be decoded.
    """
    if path.suffix not in _READ_BY_LIBSNDFILE:
        yield from ffmpeg_blocks(path)
        return
    try:
        yield from soundfile.blocks(str(path), blocksize=BLOCK_FRAMES, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as reason:
        raise OutputError(f"'{path}' cannot be decoded: {reason}") from reason


def ffmpeg_blocks(path: Path) -> Iterator[Stereo]:
    """Decodes a sound file of any format at `FRAME_RATE`, `BLOCK_FRAMES` at a time; full scale being 1.

    Raises:
        OutputError: If the file cannot be decoded.
    """
    for chunk in _pcm_chunks(path):
        yield np.frombuffer(chunk, dtype="<i2").reshape(-1, CHANNELS).astype(np.float32) / np.float32(FULL_SCALE)


def _pcm_chunks(path: Path) -> Iterator[bytes]:
    source = ["-i", f"file:{path}", "-map", "0:a"]
    pcm = ["-f", "s16le", "-ac", str(CHANNELS), "-ar", str(FRAME_RATE), "pipe:1"]
    command = [str(find_ffmpeg()), "-hide_banner", "-loglevel", "error", "-nostdin", *source, *pcm]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        pipe = cast("IO[bytes]", process.stdout)
        try:
            while chunk := pipe.read(BLOCK_FRAMES * _FRAME_BYTES):
                yield chunk
            code = process.wait()
            errors.seek(0)
            message = errors.read().decode("utf-8", "replace").strip()
            if code:
                raise OutputError(f"'{path}' cannot be decoded: {message or f'ffmpeg ended with {code}'}")
        finally:
            pipe.close()
            if process.poll() is None:
                process.kill()
            process.wait()
