"""The origin of a voice's sound: the part of the key of every clip and length that its text and rate do not change."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.speech.drivers.packages import release_of
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.model import Voice

SOUND_VERSION = 1
"""Part of the cache keys. Increase it whenever `trim` or the way a line is spoken changes the sound of clips."""


_LIBRARIES = ("onnxruntime", "numpy", "scipy")
"""Parts of `engine` that compute the samples of a voice, but are no release of the voice itself."""


def released(origin: Mapping[str, str]) -> dict[str, str]:
    """Returns what names the release of a voice in its origin: not the libraries that compute its samples."""
    parts = origin["engine"].split(", ")
    engine = ", ".join(part for part in parts if part.partition(" ")[0] not in _LIBRARIES)
    return {**origin, "engine": engine}


def voice_origin(voice: Voice, language: str) -> dict[str, str]:
    """Returns everything that determines the sound of a voice in a language, whatever it says and how fast.

    Raises:
        SpeechError: If there is no such driver.
    """
    return {
        "driver": voice.driver,
        "engine": find_driver(voice.driver).version(),
        "pyttsx3": release_of("pyttsx3") or "none",
        "voice": voice.id,
        "revision": voice.revision,
        "language": language,
        "sound": str(SOUND_VERSION),
    }
