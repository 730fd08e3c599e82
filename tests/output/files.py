"""Helpers for tests of finished files: sound to encode, and ffmpeg to decode and to show files."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.output import Encoding, FileContent, Provenance, SoundFile, Tags, find_format, write_sound_files
from kneadcast.output.encode.ffmpeg import encoding
from kneadcast.output.encode.mp3 import mp3_arguments
from kneadcast.output.formats import LAME
from kneadcast.sound import Span
from kneadcast.sound.loudness import block_loudness_lufs
from kneadcast.sound.metering import PartLevels
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment, Samples, to_segment
from tests.sound.sounds import script

Frames = NDArray[np.int16]

BLOCK_FRAMES = 10 * FRAME_RATE


class Recorded:
    """A session whose sound is given; its ambience is a hundredth of it."""

    def __init__(self, sound: AudioSegment, spoken: Iterable[Span] = ()) -> None:
        self._sound = sound
        self.spoken = tuple(spoken)
        self.frames = int(sound.frame_count())

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[AudioSegment]:
        end = self.frames if end is None else end
        for first in range(start, end, BLOCK_FRAMES):
            yield self._sound.get_sample_slice(first, min(first + BLOCK_FRAMES, end))

    def facts(self, start: int, end: int) -> JsonValue:
        return hashlib.sha256(self._sound.get_sample_slice(start, end).raw_data).hexdigest()

    def ambience_lufs(self, start: int, end: int) -> tuple[float, ...]:
        samples = samples_of(self._sound.get_sample_slice(start, end)).astype(np.float32) / np.float32(3_276_800)
        return tuple(block_loudness_lufs(samples).tolist())


def write_mp3(
    sound: AudioSegment | Recorded,
    target: Path,
    kept: Path,
    *,
    bitrate_kbps: int = 128,
    threads: int | None = None,
    tags: Tags | None = None,
) -> tuple[PartLevels, ...]:
    """Writes sound as an MP3 with tags, and returns the levels of its chunks, which are kept in a folder."""
    session = sound if isinstance(sound, Recorded) else Recorded(sound)
    of = script(10_000)
    content = FileContent(tags or Tags.of(of), (), Provenance(script=of))
    file = SoundFile(target, Span(0, session.frames), content)
    how = Encoding(KeptSound(kept), bitrate_kbps, threads)
    return write_sound_files([file], session, find_format("mp3", None), how)


def encode(blocks: Iterable[AudioSegment], target: Path, arguments: Sequence[str] = (), *, encoder: str = LAME) -> None:
    """Encodes blocks as an MP3 without tags, or as ffmpeg's arguments say."""
    with encoding(target, arguments or [*mp3_arguments(128), "-write_xing", "1"], encoder=encoder) as running:
        for block in blocks:
            running.write(block)


def tone(frames: int, hertz: float = 440.0) -> AudioSegment:
    """Returns a quiet sine of a number of frames."""
    return segment(0.2 * np.sin(2 * np.pi * hertz * np.arange(frames) / FRAME_RATE))


def segment(samples: Samples) -> AudioSegment:
    """Returns one channel as a segment that sounds the same from both sides."""
    return to_segment(np.repeat(samples.astype(np.float32)[:, np.newaxis], CHANNELS, axis=1))


def silence(frames: int) -> AudioSegment:
    """Returns a silent segment of a number of frames."""
    return AudioSegment(
        data=bytes(frames * CHANNELS * SAMPLE_WIDTH),
        sample_width=SAMPLE_WIDTH,
        frame_rate=FRAME_RATE,
        channels=CHANNELS,
    )


def samples_of(sound: AudioSegment) -> Frames:
    """Returns the samples of a segment, one row a frame."""
    return np.frombuffer(sound.raw_data, dtype="<i2").reshape(-1, CHANNELS)


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
