"""The description of a pyttsx3 driver: everything that must be known about it outside of a worker process."""

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
    """One way to speak. Drivers are set up, and speak, in worker processes only."""

    name: str
    """The value of `Voice.driver`."""
    prepare: Callable[[], str]
    """Sets up the driver before pyttsx3 is imported, and returns the name to pass to `pyttsx3.init`.

    A driver of our own is put into `sys.modules` as `pyttsx3.drivers.NAME` here.
    """
    installed: Callable[[], bool]
    """Returns whether the driver can be used on this machine. Called outside of workers, so it has to be cheap."""
    version: Callable[[], str]
    """Returns a text that changes when the same line may sound different, such as the engine's release. Cheap too."""
    short_name: Callable[[FoundVoice], str]
    """Returns what a listener types for a voice; it need not be unique."""
    rates: range
    """Valid values of the `rate` property; a greater one is never slower."""
    steps_a_word: int = 1
    """How many steps of `rate` are about one word a minute."""
    spell: Callable[[str, str], str] = lambda _word, ipa: to_respelling(ipa)
    """Returns what the driver has to be given for a word (first argument) to sound as its IPA (second) says."""
    languages: tuple[str, ...] = ()
    """Primary languages of all its voices. If empty, they are known only once the driver has listed its voices."""
    preferred: tuple[str, ...] = ()
    """Short names of the voices that `auto` chooses before others of their language, best first."""
    licence: str = ""
    cache_voices: bool = False
    """Whether the list of voices may be cached until `version` changes."""
    fork_per_line: bool = False
    """Whether each line is spoken in a fork of the worker, because one line changes the engine's state for the next."""
