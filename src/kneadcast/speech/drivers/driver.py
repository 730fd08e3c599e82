"""What Kneadcast has to know of a pyttsx3 driver before it can speak with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kneadcast.speech.text.ipa import respelled


@dataclass(frozen=True)
class FoundVoice:
    """A voice as pyttsx3 lists it."""

    id: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Driver:
    """One way to speak; it is set up, and speaks, in a worker process only."""

    name: str
    """What `Voice.driver` says."""
    prepare: Callable[[], str]
    """Makes the driver ready to be imported, before pyttsx3 is, and returns the name that `pyttsx3.init` takes.

    A driver of our own is put into `sys.modules` as `pyttsx3.drivers.NAME` here.
    """
    installed: Callable[[], bool]
    """Whether it can be used on this machine; cheap, as it is asked outside of any worker."""
    version: Callable[[], str]
    """What changes when the same text may sound different, such as the engine's release; cheap too."""
    short_name: Callable[[FoundVoice], str]
    """What a listener types for a voice; it need not be unique yet."""
    rates: range
    """The values that its `rate` property takes; a greater one is never slower."""
    steps_a_word: int = 1
    """How many of them make about one word a minute."""
    spell: Callable[[str, str], str] = lambda _word, ipa: respelled(ipa)
    """Writes a word so that the driver speaks it as the IPA says: in plain letters where it takes nothing else."""
    languages: tuple[str, ...] = ()
    """The primary languages of its voices, where they are so few that others need not even ask it."""
    preferred: tuple[str, ...] = ()
    """Short names of the voices that `auto` takes before all others of their language, best first."""
    licence: str = ""
    steady: bool = False
    """Its voices are the same, and as fit to speak, as long as its version is, so they may be remembered."""
    isolated: bool = False
    """Speak each line in a fork of the worker, since the engine's state leaks from one line into the next."""
