"""Speaks lines with pyttsx3 and trims the recordings, in worker processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kneadcast.errors import SpeechError
from kneadcast.speech.trim import trim_file

_FULL_VOLUME = 1.0
"""On the scale of pyttsx3. The mixer sets the loudness of each clip."""


class SpeechEngine:
    """A pyttsx3 engine with one voice and rate, at full volume."""

    def __init__(self, engine: Any, voice: str, rate: int) -> None:
        self._engine = engine
        self._voice = voice
        self._rate = rate
        self._faults: list[Exception] = []
        engine.connect("error", self._add_fault)
        for name, value in (("voice", voice), ("rate", rate), ("volume", _FULL_VOLUME)):
            engine.setProperty(name, value)

    def speak(self, text: str, path: Path) -> None:
        """Speaks a text into a trimmed WAV file.

        Raises:
            SpeechError: If the driver ignored the voice or the rate, or wrote no sound.
            Exception: Any fault that the driver reports.
        """
        recorded = path.with_suffix(".recorded")
        try:
            self._record(text, recorded)
            trim_file(recorded, path)
        finally:
            recorded.unlink(missing_ok=True)

    def _record(self, text: str, path: Path) -> None:
        self._faults.clear()
        # While busy, pyttsx3 queues the commands of every line as for the first: properties, the line, the end of the
        # loop. For later lines it would end the loop first, which stops or hangs some drivers.
        self._engine.proxy.setBusy(True)
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        if self._faults:
            raise self._faults[0]
        # pyttsx3 silently ignores a voice or a rate that it cannot set.
        if (voice := self._engine.getProperty("voice")) != self._voice:
            raise SpeechError(f"the driver speaks with the voice '{voice}' instead of '{self._voice}'")
        if round(rate := self._engine.getProperty("rate")) != self._rate:
            raise SpeechError(f"the driver speaks at the rate {rate} instead of {self._rate}")

    def _add_fault(self, exception: Exception, **_facts: object) -> None:
        self._faults.append(exception)
