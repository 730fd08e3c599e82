"""The vocabulary of speech: what a voice is, what is asked of it, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DEFAULT_VOICE = "default"
DEFAULT_PACE_WPM = 118
SLOWEST_PACE_WPM = 60
FASTEST_PACE_WPM = 140
"""Words a minute: instructions are pleasant at 115 to 125, and hard to follow with busy hands above 140."""


@dataclass(frozen=True)
class Voice:
    """A voice that can be used on this machine."""

    name: str
    """What the listener types after `--voice`."""
    driver: str
    """The pyttsx3 driver that speaks it: `hibari`, `espeak`, `sapi5`, `nsss`, `piper`."""
    id: str
    """The driver's own id of it."""
    languages: tuple[str, ...]
    """BCP 47 tags it can speak, best first."""
    licence: str = ""
    revision: str = ""
    """What tells it from another voice of that id, where the driver's version does not."""


@dataclass(frozen=True)
class Delivery:
    """How lines are to be spoken: everything that changes their sound."""

    voice: str = DEFAULT_VOICE
    """A voice's name or file, `auto` or `default`; see `find_voice`."""
    language: str = "en"
    pace_wpm: int = DEFAULT_PACE_WPM
    """Words a minute as measured on the finished clips."""
    volume: float = 1.0
    """0 to 1, as pyttsx3 counts it."""


@dataclass(frozen=True)
class Line:
    """A sentence to be spoken, and where it comes from, so that a failure can be told."""

    text: str
    place: str = ""
    id: str = ""
    """Names the file of a recording that may take the voice's place; empty where there can be none."""


@dataclass(frozen=True)
class Clip:
    """A spoken sentence on disk: mono 16-bit WAV, trimmed to speech."""

    text: str
    path: Path
    length_ms: int
    """Length rounded up to whole milliseconds, so that what is planned is never shorter than what sounds."""


Progress = Callable[[int, int], None]
"""Called with (lines done, lines in all)."""


class Narrator(Protocol):
    """Speaks lines; the one thing that the rest of the program knows of speech."""

    @property
    def voice(self) -> Voice:
        """The voice that speaks."""
        ...

    def speak(self, lines: Iterable[Line], progress: Progress | None = None) -> Mapping[str, Clip]:
        """Returns a clip for the text of each line, from the cache where it is already there.

        Raises:
            SpeechError: If any line cannot be spoken; it names every such line and its place.
        """
        ...
