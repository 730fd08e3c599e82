"""The types of speech synthesis: voices, lines to be spoken, and the resulting clips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kneadcast.choices import DEFAULT_PACE_WPM, DEFAULT_VOICE


@dataclass(frozen=True)
class Voice:
    """A voice that can be used on this computer."""

    name: str
    """The value for `--voice`."""
    driver: str
    """The pyttsx3 driver that speaks it: `hibari`, `espeak`, `sapi5`, `nsss`, `piper`."""
    id: str
    """The id of the voice in the driver."""
    languages: tuple[str, ...]
    """BCP 47 tags of the languages that it can speak, best first."""
    licence: str = ""
    revision: str = ""
    """Distinguishes it from another voice with the same id, if the driver's version does not."""


@dataclass(frozen=True)
class Delivery:
    """How lines are spoken: everything that changes their sound."""

    voice: str = DEFAULT_VOICE
    """A voice's name or file, `auto` or `default`; see `find_voice`."""
    language: str = "en"
    pace_wpm: int = DEFAULT_PACE_WPM
    """Words a minute, as measured on the finished clips."""


@dataclass(frozen=True)
class Line:
    """A sentence to be spoken. Lines with the same text share one clip, even if their ids differ."""

    text: str
    place: str = field(default="", compare=False)
    """Where the line comes from, for error messages."""
    id: str = field(default="", compare=False)
    """The name of the line and of a recording that replaces the voice; empty if recordings are not possible."""
    number: int = field(default=0, compare=False)
    """Its place among the sentences that are written, from 1, if some of these are left out; otherwise 0."""


class ClipContent(Protocol):
    """The bytes of a clip, kept by the process."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        ...

    def read(self) -> bytes:
        """Returns the bytes.

        Raises:
            OSError: If they cannot be read.
        """
        ...


@dataclass(frozen=True)
class Clip:
    """A spoken sentence on disk: mono 16-bit WAV, trimmed to speech."""

    text: str
    path: Path
    """Its file, which may be removed or changed while the clip is in use if it is in the cache; see `content`."""
    length_ms: int
    """The length rounded up to whole milliseconds, so that a plan never allows less time than the clip takes."""
    content: ClipContent | None = field(default=None, repr=False)
    """The WAV whose length was measured, which is what is mixed; `None` if that is the file."""


@dataclass(frozen=True)
class Narration:
    """The clips of spoken lines."""

    clips: Mapping[Line, Clip]

    def find(self, line: Line) -> Clip | None:
        """Returns the clip of a line, or `None` if the line has not been spoken."""
        return self.clips.get(line)

    def clip(self, line: Line) -> Clip:
        """Returns the clip of a line.

        Raises:
            KeyError: If the line has not been spoken.
        """
        return self.clips[line]

    def lengths_ms(self) -> dict[Line, int]:
        """Returns the length of every clip by its line."""
        return {line: clip.length_ms for line, clip in self.clips.items()}


SpeechProgress = Callable[[int, int], None]
"""Called with the number of finished lines and the number of all lines."""


class Narrator(Protocol):
    """The interface through which the rest of the program uses speech synthesis."""

    @property
    def voice(self) -> Voice:
        """The voice that speaks."""
        ...

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        """Returns a clip for each line, from the cache if it is there.

        Raises:
            SpeechError: If any line cannot be spoken; the message names each of these lines and its place.
        """
        ...

    def lengths_ms(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Mapping[Line, int]:
        """Returns the length of the clip of each line, in milliseconds, as it was measured the last time.

        A line is spoken only if its length has never been measured. The lengths of the clips that `speak` returns
        count, should they differ.

        Raises:
            SpeechError: If a line of unknown length cannot be spoken.
        """
        ...

    def known_lengths_ms(self, lines: Iterable[Line]) -> Mapping[Line, int]:
        """Returns the lengths of those lines whose length is known, in milliseconds, without speaking anything.

        Raises:
            SpeechError: If a line has nothing that can be spoken.
        """
        ...
