"""The description of a pyttsx3 driver: the properties that are used outside of worker processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kneadcast.speech.text.ipa import to_respelling


@dataclass(frozen=True)
class FoundVoice:
    """A voice as pyttsx3 lists it."""

    id: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Driver:
    """A pyttsx3 driver. Drivers are set up, and speak, only in worker processes."""

    name: str
    """The value of `Voice.driver`."""
    prepare: Callable[[], str]
    """Sets up the driver before pyttsx3 is imported, and returns the name to pass to `pyttsx3.init`.

    A driver of Kneadcast is added to `sys.modules` as `pyttsx3.drivers.NAME` here.
    """
    installed: Callable[[], bool]
    """Returns whether the driver can be used on this computer. Called outside of workers, so it must be cheap."""
    version: Callable[[], str]
    """Returns a text that changes when lines may sound different, such as the engine's release. Must be cheap too."""
    short_name: Callable[[FoundVoice], str]
    """Returns a name for a voice that is easy to type; it need not be unique."""
    rates: range
    """Valid values of the `rate` property; a greater one is never slower."""
    steps_a_word: int = 1
    """The approximate number of steps of `rate` for one word a minute."""
    spell: Callable[[str, str], str] = lambda _word, ipa: to_respelling(ipa)
    """Returns the driver's notation for a word (first argument) with the pronunciation in IPA (second)."""
    languages: tuple[str, ...] = ()
    """Primary languages of all its voices; empty if they are unknown until the driver has listed its voices."""
    preferred: tuple[str, ...] = ()
    """Short names of the voices that `auto` chooses before others of their language, best first."""
    licence: str = ""
    cache_voices: bool = False
    """Whether the list of voices may be cached until `version` changes."""
    fork_per_line: bool = False
    """Whether each line is spoken in a fork of the worker, because one line changes the engine's state for the next."""
