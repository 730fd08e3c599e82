"""Cutting a recording down to its speech, and writing it as the WAV that the cache keeps."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from kneadcast.errors import SpeechError

MARGIN_MS = 10
"""Left before and after the speech, so that soft consonants at its ends are not cut."""
FADE_MS = 4
SPEECH_FLOOR_DB = -50.0
"""What is this far below the loudest sample of a clip counts as silence."""
SILENT_PEAK = 10 ** (-66 / 20)
"""A clip whose loudest sample is below this (-66 dBFS) says nothing at all."""

Samples = npt.NDArray[np.float64]


def trim(samples: Samples, frame_rate: int, *, floor_db: float = SPEECH_FLOOR_DB) -> Samples:
    """Returns the speech in a recording with 10 ms around it and 4 ms fades at both ends.

    Args:
        samples: Mono, full scale being 1.
        frame_rate: Hertz.
        floor_db: What is this far below the loudest sample counts as silence.

    Raises:
        SpeechError: If there is no sound in it.
    """
    loudness = np.abs(samples)
    peak = loudness.max(initial=0.0)
    if not peak >= SILENT_PEAK:  # so written, a NaN is refused too
        raise SpeechError("the voice made no sound")
    heard = np.flatnonzero(loudness >= peak * 10 ** (floor_db / 20))
    margin = frame_rate * MARGIN_MS // 1000
    speech: Samples = samples[max(0, heard[0] - margin) : heard[-1] + 1 + margin].copy()
    fade = min(frame_rate * FADE_MS // 1000, len(speech) // 2)
    ramp = np.arange(fade) / max(1, fade)
    speech[:fade] *= ramp
    speech[len(speech) - fade :] *= ramp[::-1]
    return speech


def trim_file(recorded: Path, target: Path, *, floor_db: float = SPEECH_FLOOR_DB) -> None:
    """Trims what a driver wrote, in whatever format it did, into a mono 16-bit WAV at the same frame rate.

    Raises:
        SpeechError: If the recording is missing, empty, broken or silent.
    """
    if not recorded.is_file() or not recorded.stat().st_size:
        raise SpeechError("the voice wrote no sound file")
    try:
        samples, frame_rate = soundfile.read(recorded, dtype="float64", always_2d=True)
    except soundfile.SoundFileError as error:
        raise SpeechError(f"the voice wrote a broken sound file ({error})") from error
    speech = trim(samples.mean(axis=1), frame_rate, floor_db=floor_db)
    pcm = np.clip(np.rint(speech * 32768), -32768, 32767).astype("<i2")
    with wave.open(str(target), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(frame_rate)
        wav.writeframes(pcm.tobytes())
