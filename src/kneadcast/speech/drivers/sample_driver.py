"""A pyttsx3 driver around any engine that turns a text into samples; it registers without touching pyttsx3."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from kneadcast.speech.drivers.driver import FoundVoice

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_IDLE_S = 0.01


class Sampler(Protocol):
    """An engine as the driver needs it."""

    rates: range
    """The rates that it takes, in steps that need mean nothing to anybody else."""
    frame_rate: int
    """Hertz."""

    def voices(self) -> list[FoundVoice]:
        """Returns the voices that can be used now.

        Raises:
            Exception: If the engine is not fit to speak.
        """
        ...

    def choose(self, voice: str) -> None:
        """Speaks with the voice of that id from now on.

        Raises:
            Exception: If there is no such voice.
        """
        ...

    def sample(self, text: str, rate: int) -> Samples:
        """Returns a text as mono speech, full scale being 1; the same text at the same rate gives the same samples."""
        ...


def register(name: str, build: Callable[[], Sampler]) -> str:
    """Makes `pyttsx3.init(name)` speak with an engine, and returns the name."""
    module: Any = ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: SampleDriver(proxy, build())
    sys.modules[module.__name__] = module
    return name


class SampleDriver:
    """The driver interface of pyttsx3 2.99; it writes files, and has no loudspeaker.

    It works while pyttsx3 hands it a command, so the loop has nothing to do but to let the commands through. When the
    last of them, `endLoop`, comes before the loop has begun, the next loop must not wait for another one.
    """

    def __init__(self, proxy: Any, sampler: Sampler) -> None:
        self._proxy = proxy
        self._sampler = sampler
        self._voice = ""
        self._rate = sampler.rates.start
        self._volume = 1.0
        self._looping = False
        self._ended_early = False

    def destroy(self) -> None:
        """Has nothing to give back that Python does not."""

    def say(self, text: str) -> None:
        """Refuses: a session is a file.

        Raises:
            NotImplementedError: Always; pyttsx3 tells it to whoever listens for errors.
        """
        raise NotImplementedError(f"this voice writes files and cannot say '{text}' aloud; use save_to_file")

    def stop(self) -> None:
        """Has nothing to stop: a command is done when it returns."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Writes a text as a WAV of 32-bit floats, whatever the file's name."""
        import soundfile  # listing voices does without

        self._proxy.notify("started-utterance")
        samples = self._sampler.sample(text, self._rate) * self._volume
        soundfile.write(filename, samples, self._sampler.frame_rate, format="WAV", subtype="FLOAT")
        self._proxy.notify("finished-utterance", completed=True)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """Returns `voices`, `voice`, `rate` or `volume`."""
        if name == "voices":
            return [_pyttsx3_voice(voice) for voice in self._sampler.voices()]
        if name not in ("voice", "rate", "volume"):
            raise KeyError(f"unknown property {name}")
        return {"voice": self._voice, "rate": self._rate, "volume": self._volume}[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Sets `voice`, `rate` or `volume`; numbers out of range are brought into it, as pyttsx3 wants it."""
        if name == "voice":
            self._sampler.choose(value)
            self._voice = value
        elif name == "rate":
            rates = self._sampler.rates
            self._rate = min(max(round(value), rates.start), rates.stop - 1)
        elif name == "volume":
            self._volume = min(max(float(value), 0.0), 1.0)
        else:
            raise KeyError(f"unknown property {name}")

    def startLoop(self) -> None:  # noqa: N802
        """Does what is queued, and returns when `endLoop` has been called."""
        if self._ended_early:
            self._ended_early = False
            return
        self._looping = True
        self._proxy.setBusy(False)
        while self._looping:
            time.sleep(_IDLE_S)

    def endLoop(self) -> None:  # noqa: N802
        """Ends the loop, or the next one if there is none yet."""
        self._ended_early = not self._looping
        self._looping = False

    def iterate(self) -> Iterator[None]:
        """Does what is queued each time that an outer loop asks."""
        self._proxy.setBusy(False)
        while True:
            yield


def _pyttsx3_voice(voice: FoundVoice) -> Any:
    from pyttsx3.voice import Voice

    return Voice(id=voice.id, name=voice.name, languages=list(voice.languages))
