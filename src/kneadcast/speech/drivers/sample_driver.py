"""A pyttsx3 driver for synthesizers that return samples."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from kneadcast.speech.drivers.driver import FoundVoice

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Float32Samples = npt.NDArray[np.float32]

_IDLE_S = 0.01


class Synthesizer(Protocol):
    """An engine that turns a text into samples."""

    rates: range
    """Valid rates, in any unit; a greater one is never slower."""
    frame_rate: int
    """Hertz."""

    def voices(self) -> list[FoundVoice]:
        """Returns the voices that can be used now.

        Raises:
            Exception: If the engine does not work.
        """
        ...

    def choose(self, voice: str) -> None:
        """Sets the voice for the following texts, by its id.

        Raises:
            Exception: If there is no such voice.
        """
        ...

    def synthesize(self, text: str, rate: int) -> Float32Samples:
        """Returns a text as mono samples, full scale being 1; always the same for the same text and rate."""
        ...


def register(name: str, build: Callable[[], Synthesizer]) -> str:
    """Registers a synthesizer as the pyttsx3 driver `name`, without importing pyttsx3, and returns the name."""
    module: Any = ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: SampleDriver(proxy, build())
    sys.modules[module.__name__] = module
    return name


class SampleDriver:
    """The driver interface of pyttsx3 2.99, for files only: nothing is played.

    Each command is complete when it returns, so the event loop only lets pyttsx3 send the next one. If the last one,
    `endLoop`, arrives before the loop has started, the next loop has to end at once.
    """

    def __init__(self, proxy: Any, synthesizer: Synthesizer) -> None:
        self._proxy = proxy
        self._synthesizer = synthesizer
        self._voice = ""
        self._rate = synthesizer.rates.start
        self._volume = 1.0
        self._looping = False
        self._ended_early = False

    def destroy(self) -> None:
        """Does nothing: there are no resources to release."""

    def say(self, text: str) -> None:
        """Not supported, because sessions are files.

        Raises:
            NotImplementedError: Always; pyttsx3 passes it to the callbacks for errors.
        """
        raise NotImplementedError(f"this voice writes files and cannot say '{text}' aloud; use save_to_file")

    def stop(self) -> None:
        """Does nothing: a command is complete when it returns."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Writes a text as a WAV of 32-bit floats, regardless of the suffix of the file."""
        import soundfile  # listing voices needs neither

        from kneadcast.speech.trim import libsndfile_name

        self._proxy.notify("started-utterance")
        samples = self._synthesizer.synthesize(text, self._rate) * self._volume
        soundfile.write(
            libsndfile_name(Path(filename)), samples, self._synthesizer.frame_rate, format="WAV", subtype="FLOAT"
        )
        self._proxy.notify("finished-utterance", completed=True)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        """Returns `voices`, `voice`, `rate` or `volume`."""
        if name == "voices":
            return [_pyttsx3_voice(voice) for voice in self._synthesizer.voices()]
        if name not in ("voice", "rate", "volume"):
            raise KeyError(f"unknown property {name}")
        return {"voice": self._voice, "rate": self._rate, "volume": self._volume}[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Sets `voice`, `rate` or `volume`; numbers out of range are clamped, as pyttsx3 expects."""
        if name == "voice":
            self._synthesizer.choose(value)
            self._voice = value
        elif name == "rate":
            rates = self._synthesizer.rates
            self._rate = min(max(round(value), rates.start), rates.stop - 1)
        elif name == "volume":
            self._volume = min(max(float(value), 0.0), 1.0)
        else:
            raise KeyError(f"unknown property {name}")

    def startLoop(self) -> None:  # noqa: N802
        """Runs the queued commands, and returns when `endLoop` has been called."""
        if self._ended_early:
            self._ended_early = False
            return
        self._looping = True
        self._proxy.setBusy(False)
        while self._looping:
            time.sleep(_IDLE_S)

    def endLoop(self) -> None:  # noqa: N802
        """Ends the loop, or the next one if none is running."""
        self._ended_early = not self._looping
        self._looping = False

    def iterate(self) -> Iterator[None]:
        """Runs the queued commands, once for each step of an outer loop."""
        self._proxy.setBusy(False)
        while True:
            yield


def _pyttsx3_voice(voice: FoundVoice) -> Any:
    from pyttsx3.voice import Voice

    return Voice(id=voice.id, name=voice.name, languages=list(voice.languages))
