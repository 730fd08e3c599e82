"""A voice at work: pyttsx3 and the trimming of what it records. It lives in a worker process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kneadcast.errors import SpeechError
from kneadcast.speech.trim import trim_file


class SpeechEngine:
    """A pyttsx3 engine set to one voice, rate and volume for good."""

    def __init__(self, engine: Any, voice: str, rate: int, volume: float) -> None:
        self._engine = engine
        self._voice = voice
        self._rate = rate
        self._faults: list[Exception] = []
        engine.connect("error", self._hear_fault)
        for name, value in (("voice", voice), ("rate", rate), ("volume", volume)):
            engine.setProperty(name, value)

    def speak(self, text: str, path: Path) -> None:
        """Speaks a text into a trimmed WAV file.

        Raises:
            SpeechError: If the driver reports a fault, did not take the voice or the rate, or wrote no sound.
        """
        recorded = path.with_suffix(".recorded")
        try:
            self._record(text, recorded)
            trim_file(recorded, path)
        finally:
            recorded.unlink(missing_ok=True)

    def _record(self, text: str, path: Path) -> None:
        self._faults.clear()
        # Busy, pyttsx3 takes for every line the way that it takes for the first: property changes, then the line,
        # then the end of the loop. The way of later lines ends the loop first, which stops or hangs some drivers.
        self._engine.proxy.setBusy(True)
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        if self._faults:
            raise self._faults[0]
        # pyttsx3 ignores a voice or a rate that it cannot set without a word.
        if (voice := self._engine.getProperty("voice")) != self._voice:
            raise SpeechError(f"the driver took the voice '{voice}' in place of '{self._voice}'")
        if round(rate := self._engine.getProperty("rate")) != self._rate:
            raise SpeechError(f"the driver took the rate {rate} in place of {self._rate}")

    def _hear_fault(self, exception: Exception, **_facts: object) -> None:
        self._faults.append(exception)
