"""Reading spoken clips and the user's sound files, and resampling them to the rate of the mix."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import soundfile
import soxr

from kneadcast.errors import SoundError
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo, libsndfile_name
from kneadcast.speech.model import Clip
from kneadcast.units import MS_PER_SECOND, frames_at


def clip_length_ms(clip: Clip | Path) -> int:
    """Returns the length of a clip, rounded up to milliseconds, without decoding its samples.

    Args:
        clip: A spoken clip, of which the content that was measured counts, or a file.

    Raises:
        SoundError: If the clip cannot be read.
    """
    try:
        info = soundfile.info(_source(clip))
    except (OSError, soundfile.LibsndfileError) as reason:
        raise _unreadable(clip, reason) from reason
    return int(-(-info.frames * MS_PER_SECOND // info.samplerate))


def load_clip(clip: Clip | Path) -> Samples:
    """Reads a clip at `FRAME_RATE`; several channels are mixed to one.

    The clip is resampled with soxr, which filters. pydub's `set_frame_rate` interpolates linearly, which dulls a voice
    and adds hiss.

    Args:
        clip: A spoken clip, of which the content that was measured counts, or a file.

    Raises:
        SoundError: If the clip cannot be read.
    """
    try:
        frames, rate = soundfile.read(_source(clip), dtype="float64", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as reason:
        raise _unreadable(clip, reason) from reason
    samples: Samples = soxr.resample(frames.mean(axis=1), rate, FRAME_RATE)
    return samples


def _source(clip: Clip | Path) -> io.BytesIO | str | bytes:
    """Returns what libsndfile reads a clip from."""
    if isinstance(clip, Path):
        return libsndfile_name(clip)
    return libsndfile_name(clip.path) if clip.content is None else io.BytesIO(clip.content.read())


def _unreadable(clip: Clip | Path, reason: Exception) -> SoundError:
    path = clip if isinstance(clip, Path) else clip.path
    return SoundError(f"the clip {path} cannot be read: {reason}")


def load_stereo(path: Path, max_ms: int) -> Stereo:
    """Reads the beginning of a sound file at `FRAME_RATE`, in two channels.

    Args:
        path: The file.
        max_ms: How much of it is read.

    Raises:
        SoundError: If the file cannot be read.
    """
    try:
        rate = soundfile.info(libsndfile_name(path)).samplerate
        max_frames = frames_at(max_ms, rate)
        read, rate = soundfile.read(libsndfile_name(path), frames=max_frames, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as reason:
        raise SoundError(f"the sound {path} cannot be read: {reason}") from reason
    both: Stereo = np.repeat(read, CHANNELS, axis=1) if read.shape[1] == 1 else read[:, :CHANNELS]
    stereo: Stereo = soxr.resample(both, rate, FRAME_RATE)
    return stereo


def sound_file_problem(path: Path) -> str | None:
    """Returns why a sound file cannot be played and what to do about it, or `None` if it can be played."""
    if not path.is_file():
        return f"there is no sound file '{path}'"
    try:
        frames = soundfile.info(libsndfile_name(path)).frames
    except (OSError, soundfile.LibsndfileError):
        return f"'{path}' cannot be read as sound; convert it to WAV, AIFF, FLAC, OGG or MP3"
    return None if frames else f"'{path}' is empty"
