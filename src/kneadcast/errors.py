"""The errors that Kneadcast raises, and the problems they carry.

There is one error class for each stage, so that a caller can distinguish a faulty routine from a missing voice. An
error holds its facts as `Problem` values, and its text is built from them in one place.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from kneadcast.plain_text import printable

Severity = Literal["error", "warning"]
KeyPath = tuple["str | int", ...]
"""Keys and indices that lead from the top of a document to one of its values."""

_MESSAGE_LETTERS = 4000
_PLACE_LETTERS = 300
"""The longest message and place that are shown; longer ones quote a value of a file that is no word of the program."""
_LONGEST_WORD = 60
"""The longest text for which similar names are searched; the search takes long for a long text, and finds nothing."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where. Its text is one line that is safe to print, whatever it quotes.

    Attributes:
        message: What is wrong and what to do about it, as one sentence.
        path: The file, as the user named it; empty if there is no file.
        line: Line in that file, from 1; 0 if unknown.
        column: Column in that line, from 1; 0 if unknown.
        place: The place inside the document, such as `sections[1].steps[2].time`.
        rule: The id of the safety or quality rule that was broken; empty for plain format errors.
        severity: An error stops a build, a warning does not.
    """

    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    place: str = ""
    rule: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        where = self.path
        if self.line:
            where += f":{self.line}:{self.column or 1}"
        rule = f"[{self.rule}] " if self.rule else ""
        parts = (where, _cut(self.place, _PLACE_LETTERS), f"{rule}{_cut(self.message, _MESSAGE_LETTERS)}")
        # A path, a key or a value can contain anything, and this text is printed on terminals.
        return printable(": ".join(part for part in parts if part))


class KneadcastError(Exception):
    """Base of every error that Kneadcast raises on purpose: show `str(error)` and exit with 1."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            Problem(problem) if isinstance(problem, str) else problem for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __str__(self) -> str:
        # Of the problems, because an error from another process has its text as its only argument.
        return "\n".join(str(problem) for problem in self.problems)


class UnitError(KneadcastError):
    """A duration that cannot be read."""


class RoutineError(KneadcastError):
    """A routine that cannot be found, read or safely followed."""


class PlanError(KneadcastError):
    """A request that no plan can satisfy, such as a length that is too short."""


class LengthError(PlanError):
    """A length that no session of a routine can have with the preferences, although another length is possible."""

    def __init__(self, *problems: Problem | str, length_ms: int = 0, nearest_ms: tuple[int, ...] = ()) -> None:
        super().__init__(*problems)
        self.length_ms = length_ms
        """The length that was requested."""
        self.nearest_ms = nearest_ms
        """The nearest possible lengths: the next shorter one and the next longer one, of which one may not exist."""


class FixedTimeError(PlanError):
    """A rest or a hands-on time that a routine cannot have at any length, although another time is possible."""

    def __init__(self, *problems: Problem | str, part: str = "", nearest_ms: int = 0) -> None:
        super().__init__(*problems)
        self.part = part
        """The part of the body; empty for the rest."""
        self.nearest_ms = nearest_ms
        """The nearest possible time."""


class ScriptError(KneadcastError):
    """A script file that cannot be read, or whose cues cannot be rendered."""


class SpeechError(KneadcastError):
    """A voice that is missing, or a line that could not be spoken."""


class SoundError(KneadcastError):
    """An audio template that cannot be used, or a mix that cannot be rendered."""


class OutputError(KneadcastError):
    """A file that cannot be encoded, or that must not be replaced."""


class ServingError(KneadcastError):
    """A file that cannot be shared, or an address at which nothing can be."""


class ListeningError(KneadcastError):
    """A microphone that cannot be used, or a recogniser that is missing."""


class EncoderStalledError(OutputError):
    """An encoder that stopped responding and was ended; another attempt may succeed."""


class KneadcastWarning(UserWarning):
    """A warning about a fallback or a file that was ignored, issued with `warnings.warn`."""


class NearestLengthWarning(KneadcastWarning):
    """A length that is not possible, instead of which the nearest one is taken, as requested."""

    def __init__(self, message: str, *, length_ms: int = 0) -> None:
        super().__init__(message)
        self.length_ms = length_ms
        """The length that is taken."""


class SettingsError(KneadcastError):
    """A config file, preset or batch that is missing or cannot be read."""


_OS_REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "the disk is full; free some space or use another folder",
    errno.EDQUOT: "your disk quota is used up; free some space or use another folder",
    errno.EROFS: "the disk is read-only; use another folder",
    errno.EACCES: "you have no permission; use another folder",
    errno.EPERM: "the system does not permit it; use another folder",
    errno.ENAMETOOLONG: "the name is too long; use a shorter one",
    errno.EAGAIN: "the system has no room for another program; close other programs and try again",
    errno.EMFILE: "too many files are open; close other programs and try again",
}


_WINDOWS_SHARING_VIOLATION = 32


def describe_os_error(error: OSError) -> str:
    """Returns why the operating system refused something, and what to do if there is a remedy; without a file name."""
    if getattr(error, "winerror", None) == _WINDOWS_SHARING_VIOLATION:
        return "another program uses it; close that program and try again"
    return _OS_REMEDIES.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def in_line_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Returns problems in the order of their lines and columns."""
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Returns ` (did you mean 'x'?)` for a word close to a known one, otherwise an empty string."""
    if len(word) > _LONGEST_WORD:
        return ""
    names = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), names, n=1)
    return f" (did you mean '{names[close[0]]}'?)" if close else ""


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[:letters]}..."
