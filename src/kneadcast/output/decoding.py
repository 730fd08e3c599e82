"""Decoding: a finished file becomes sound again, through the same ffmpeg that encoded it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import soundfile

from kneadcast.errors import OutputError
from kneadcast.output.encode.mp3 import find_ffmpeg
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, Samples, Stereo
from kneadcast.units import frames_at

THINNING = 4
"""Every so many frames become one: a quarter of the rate still holds all that tells a chime or a voice."""
ANALYSIS_RATE = FRAME_RATE // THINNING
HISS_MS = 10

_FRAME_BYTES = CHANNELS * SAMPLE_WIDTH
_CHUNK_BYTES = FRAME_RATE * _FRAME_BYTES * 10 // THINNING * THINNING
_FULL_SCALE = 32_768
_READ_BY_LIBSNDFILE = (".mp3", ".flac", ".wav")
_BLOCK_FRAMES = 10 * FRAME_RATE


@dataclass(frozen=True)
class DecodedAudio:
    """The sound of a file, one channel, without_steps out; an hour takes 160 MB."""

    samples: Samples
    """At `ANALYSIS_RATE`, full scale being 1."""
    hiss: Samples
    """Mean square of each `HISS_MS` of what thinning takes away: an s or an f has little else."""
    frames: int
    """Frames at `FRAME_RATE` that a player plays."""


def decode(path: Path) -> DecodedAudio:
    """Decodes a sound file.

    Raises:
        OutputError: If it cannot be decoded.
    """
    parts, hisses, frames = [], [], 0
    for chunk in _chunks(path):
        sound = np.frombuffer(chunk, dtype="<i2").reshape(-1, CHANNELS).astype(np.float32)
        frames += len(sound)
        one = (sound[:, 0] + sound[:, 1]) / np.float32(2 * _FULL_SCALE)
        parts.append(thin(cast("Samples", one)).astype(np.float32))
        hisses.append(hiss_of(cast("Samples", one)))
    empty = [np.zeros(0, dtype=np.float32)]
    return DecodedAudio(cast("Samples", np.concatenate(parts or empty)), np.concatenate(hisses or empty), frames)


def decoded_blocks(path: Path) -> Iterator[Stereo]:
    """Decodes a sound file ten seconds at a time, for measuring; full scale being 1.

    libsndfile takes a tenth of the time that encoding an MP3 took. What it cannot read, or reads at a rate of its own,
    goes through ffmpeg.

    Raises:
        OutputError: If it cannot be decoded.
    """
    if path.suffix not in _READ_BY_LIBSNDFILE:
        for chunk in _chunks(path):
            yield np.frombuffer(chunk, dtype="<i2").reshape(-1, CHANNELS).astype(np.float32) / np.float32(_FULL_SCALE)
        return
    try:
        yield from soundfile.blocks(str(path), blocksize=_BLOCK_FRAMES, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as reason:
        raise OutputError(f"'{path}' cannot be decoded: {reason}") from reason


def thin(samples: Samples) -> Samples:
    """Brings sound from `FRAME_RATE` to `ANALYSIS_RATE`: means of neighbours, which is filter enough to find things by."""
    whole: Samples = np.pad(samples, (0, -len(samples) % THINNING)).reshape(-1, THINNING).mean(axis=1)
    return whole


def hiss_of(samples: Samples) -> Samples:
    """Returns the mean square of each `HISS_MS` of sound at `FRAME_RATE`, high frequencies only.

    A second difference is filter enough: 8 kHz pass as they are, and 1 kHz 35 dB down.
    """
    size = frames_at(HISS_MS, FRAME_RATE)
    high = np.diff(samples, n=2, append=samples[-1:].repeat(2))
    whole: Samples = np.pad(high, (0, -len(high) % size)).reshape(-1, size).astype(np.float64)
    means: Samples = np.mean(whole**2, axis=1)
    return means


def _chunks(path: Path) -> Iterator[bytes]:
    command = [
        str(find_ffmpeg()),
        "-hide_banner",
        "-loglevel",
        "error",
        "-nostdin",
        "-i",
        f"file:{path}",
        "-map",
        "0:a",
    ]
    command += ["-f", "s16le", "-ac", str(CHANNELS), "-ar", str(FRAME_RATE), "pipe:1"]
    with tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaint)
        pipe = cast("IO[bytes]", process.stdout)
        try:
            while chunk := pipe.read(_CHUNK_BYTES):
                yield chunk
            code = process.wait()
            complaint.seek(0)
            words = complaint.read().decode("utf-8", "replace").strip()
            if code:
                raise OutputError(f"'{path}' cannot be decoded: {words or f'ffmpeg ended with {code}'}")
        finally:
            pipe.close()
            if process.poll() is None:
                process.kill()
            process.wait()
