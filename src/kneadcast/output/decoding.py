"""Decoding of finished files, with libsndfile or with the ffmpeg that encoded them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.encode.ffmpeg import interruption
from kneadcast.output.encode.guarded_process import GuardedProcess
from kneadcast.output.encode.installed import find_ffmpeg, start_error
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, SAMPLE_WIDTH, Stereo, libsndfile_name

BLOCK_FRAMES = 10 * FRAME_RATE

_FRAME_BYTES = CHANNELS * SAMPLE_WIDTH
_BLOCK_BYTES = BLOCK_FRAMES * _FRAME_BYTES
_READ_BY_LIBSNDFILE = (".mp3", ".flac", ".wav")


def decoded_blocks(path: Path, *, from_frame: int = 0) -> Iterator[Stereo]:
    """Decodes a sound file `BLOCK_FRAMES` at a time; full scale being 1.

    libsndfile decodes an MP3 in a tenth of the time that encoding takes. ffmpeg decodes the files that libsndfile
    cannot read or reads at another rate.

    Args:
        path: The file.
        from_frame: The frame to begin with, before the end of the file.

    Raises:
        OutputError: If the file cannot be decoded.
    """
    if path.suffix not in _READ_BY_LIBSNDFILE:
        yield from ffmpeg_blocks(path, from_frame=from_frame)
        return
    name = libsndfile_name(path)
    try:
        yield from soundfile.blocks(name, BLOCK_FRAMES, start=from_frame, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as reason:
        raise OutputError(f"'{path}' cannot be decoded: {reason}") from reason


def ffmpeg_blocks(path: Path, *, from_frame: int = 0) -> Iterator[Stereo]:
    """Decodes a sound file of any format at `FRAME_RATE`, `BLOCK_FRAMES` at a time; full scale being 1.

    Args:
        path: The file.
        from_frame: The frame to begin with, before the end of the file.

    Raises:
        OutputError: If the file cannot be decoded.
        EncoderStalledError: If ffmpeg stopped responding, or was killed.
    """
    for chunk in _pcm_chunks(path, from_frame):
        yield np.frombuffer(chunk, dtype="<i2").reshape(-1, CHANNELS).astype(np.float32) / np.float32(FULL_SCALE)


def _pcm_chunks(path: Path, from_frame: int) -> Iterator[bytes]:
    """Yields the samples of a file; ffmpeg is started once more if it is interrupted before the first block."""
    chunks = _chunks_of_one_run(path, from_frame)
    try:
        first = next(chunks, None)
    except EncoderStalledError:
        chunks = _chunks_of_one_run(path, from_frame)
        first = next(chunks, None)
    if first is not None:
        yield first
    yield from chunks


def _chunks_of_one_run(path: Path, from_frame: int) -> Iterator[bytes]:
    # Before the input, -ss would be faster, but begin at the next packet. So half an hour is decoded in two seconds.
    seek = ["-ss", f"{from_frame / FRAME_RATE:.6f}"] if from_frame else []
    source = ["-i", f"file:{path}", "-map", "0:a", *seek]
    pcm = ["-f", "s16le", "-ac", str(CHANNELS), "-ar", str(FRAME_RATE), "pipe:1"]
    command = [str(find_ffmpeg()), "-hide_banner", "-loglevel", "error", "-nostdin", *source, *pcm]
    try:
        process = GuardedProcess(command, "stdout")
    except OSError as reason:
        raise start_error(command[0], reason) from reason
    with process:
        while len(chunk := process.read(_BLOCK_BYTES)) == _BLOCK_BYTES:
            yield chunk
        code = process.wait()
        if interrupted := interruption(process, code):
            raise interrupted
        if code:
            raise OutputError(f"'{path}' cannot be decoded: {process.report() or f'ffmpeg ended with {code}'}")
        if whole := len(chunk) - len(chunk) % _FRAME_BYTES:
            yield chunk[:whole]
