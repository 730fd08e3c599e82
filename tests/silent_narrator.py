"""A narrator that hums instead of speaking, for tests in which only the lengths of clips matter."""

from __future__ import annotations

import hashlib
import math
import struct
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

from kneadcast.choices import DEFAULT_PACE_WPM
from kneadcast.speech.model import Clip, Delivery, Line, Narration, SpeechProgress, Voice

_FRAME_RATE = 22_050
_HUM_PERIOD = 105
"""Frames: a hum of 210 Hz."""
_HUM_PEAK = 3277
"""-20 dBFS in 16 bits, so that the clips have a loudness."""
_HUM = b"".join(
    struct.pack("<h", round(_HUM_PEAK * math.sin(2 * math.pi * frame / _HUM_PERIOD))) for frame in range(_HUM_PERIOD)
)


def spoken_length_ms(text: str, pace_wpm: int = DEFAULT_PACE_WPM) -> int:
    """Returns the length of a clip: its words, at least one, at a pace, rounded up."""
    return -(-max(1, len(text.split())) * 60_000 // pace_wpm)


class SilentNarrator:
    """A narrator whose clips depend only on their texts and on the pace."""

    def __init__(self, folder: Path, delivery: Delivery | None = None) -> None:
        self._folder = folder
        self._delivery = delivery or Delivery()

    @property
    def voice(self) -> Voice:
        """The voice that hums."""
        return Voice("silent", "silent", "silent", (self._delivery.language,))

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        """Returns a hum for the text of each line."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unique = dict.fromkeys(lines)
        clips = {}
        for done, line in enumerate(unique, 1):
            clips[line] = self._hum(line.text)
            if progress:
                progress(done, len(unique))
        return Narration(clips)

    def lengths_ms(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Mapping[Line, int]:
        """Returns the length of each line, without a hum."""
        assert progress is None or callable(progress)
        return {line: spoken_length_ms(line.text, self._delivery.pace_wpm) for line in lines}

    def known_lengths_ms(self, lines: Iterable[Line]) -> Mapping[Line, int]:
        """Returns the length of each line, all of which are known."""
        return self.lengths_ms(lines)

    def _hum(self, text: str) -> Clip:
        pace_wpm = self._delivery.pace_wpm
        length_ms = spoken_length_ms(text, pace_wpm)
        path = self._folder / f"{hashlib.sha256(f'{pace_wpm} {text}'.encode()).hexdigest()}.wav"
        if path.exists():
            return Clip(text, path, length_ms)
        frames = length_ms * _FRAME_RATE // 1000
        with wave.open(str(path), "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(_FRAME_RATE)
            wav.writeframes((_HUM * (frames // _HUM_PERIOD + 1))[: 2 * frames])
        return Clip(text, path, length_ms)
