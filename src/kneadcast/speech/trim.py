"""Removes the silence around speech, and writes clips in the format of the cache."""

from __future__ import annotations

import os
import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from kneadcast.errors import SpeechError

MARGIN_MS = 10
"""Silence kept before and after the speech, so that soft consonants are not cut."""
EDGE_FADE_MS = 4
SPEECH_FLOOR_DB = -50.0
"""Samples this far below the loudest one of a clip are silence."""
SILENT_PEAK = 10 ** (-66 / 20)
"""A clip whose loudest sample is below this (-66 dBFS) has no speech."""

Samples = npt.NDArray[np.float64]
"""One channel, full scale being 1."""


def trim(samples: Samples, frame_rate: int, *, floor_db: float = SPEECH_FLOOR_DB) -> Samples:
    """Returns the speech of a recording, with margins of 10 ms and fades of 4 ms.

    Args:
        samples: The recording.
        frame_rate: Hertz.
        floor_db: Samples this far below the loudest one are silence.

    Raises:
        SpeechError: If the recording is silent.
    """
    loudness = np.abs(samples)
    peak = loudness.max(initial=0.0)
    if not peak >= SILENT_PEAK:  # `not >=` is true for NaN as well
        raise SpeechError("the voice made no sound")
    loud = np.flatnonzero(loudness >= peak * 10 ** (floor_db / 20))
    margin = frame_rate * MARGIN_MS // 1000
    speech: Samples = samples[max(0, loud[0] - margin) : loud[-1] + 1 + margin].copy()
    fade = min(frame_rate * EDGE_FADE_MS // 1000, len(speech) // 2)
    ramp = np.arange(fade) / max(1, fade)
    speech[:fade] *= ramp
    speech[len(speech) - fade :] *= ramp[::-1]
    return speech


def libsndfile_name(path: Path) -> str | bytes:
    """Returns the name of a file as libsndfile takes it: soundfile encodes no name that the locale cannot."""
    return str(path) if sys.platform == "win32" else os.fsencode(path)


def trim_file(recorded: Path, target: Path, *, floor_db: float = SPEECH_FLOOR_DB) -> None:
    """Trims an audio file of any format into a mono 16-bit WAV at the same frame rate.

    Raises:
        SpeechError: If the recording is missing, empty, broken or silent.
    """
    if not recorded.is_file() or not recorded.stat().st_size:
        raise SpeechError("the voice wrote no sound file")
    try:
        samples, frame_rate = soundfile.read(libsndfile_name(recorded), dtype="float64", always_2d=True)
    except soundfile.SoundFileError as error:
        raise SpeechError(f"the voice wrote a broken sound file ({error})") from error
    speech = trim(samples.mean(axis=1), frame_rate, floor_db=floor_db)
    pcm = np.clip(np.rint(speech * 32768), -32768, 32767).astype("<i2")
    with wave.open(str(target), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(frame_rate)
        wav.writeframes(pcm.tobytes())
