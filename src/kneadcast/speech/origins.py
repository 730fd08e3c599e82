"""The origin of a voice's sound: the part of the key of every clip and length that its text and rate do not change."""

from __future__ import annotations

from kneadcast.speech.drivers.packages import release_of
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.model import Voice

SOUND_VERSION = 1
"""Part of the cache keys. Increase it whenever `trim` or the way a line is spoken changes the sound of clips."""


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
