"""The pacer's sound: swells that rise while the hand travels up and fall while it returns, and ticks for fast hands."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from kneadcast.script.strokes import Stroke, StrokeKind
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import decibels, loudness_lufs
from kneadcast.sound.panning import ear_gains
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo
from kneadcast.sound.template_parts import Pacer
from kneadcast.units import frames_at

_MARK_MS = 90
_MARK_ATTACK_MS = 4
_MARK_DECAY_MS = 22
"""The mark that begins every stroke is a soft knock: quick enough to lead a hand, round enough not to startle it."""
_MARK_GAIN = 0.8
_SWELL_MARK_GAIN = 0.5
"""Beside a swell's own top: the knock tells when the hand turns, and the swell how it travels. With less
of it the last, faint strokes are lost in rain."""
_BRIGHTNESS = 0.35
"""Amplitude of the octave at the top of a swell; it grows faster than the note, so that rising is heard as opening."""


class PacerLayer:
    """The strokes of one session, for the mixer."""

    def __init__(self, strokes: Sequence[Stroke], pacer: Pacer, speech_lufs: float, pan: float) -> None:
        self._waiting = deque(strokes)
        self._sounding: list[Stroke] = []
        self._pacer = pacer
        self._lufs = speech_lufs - pacer.lu_below_speech
        self._pan = pan
        self._sound = lru_cache(maxsize=16)(self._sounded)

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns all strokes of a stretch as one piece; nothing where there is none."""
        while self._waiting and frames_at(self._waiting[0].at_ms, FRAME_RATE) < end:
            self._sounding.append(self._waiting.popleft())
        self._sounding = [stroke for stroke in self._sounding if self._end(stroke) > start]
        if not self._sounding:
            return
        laid: Stereo = np.zeros((end - start, CHANNELS), dtype=np.float32)
        for stroke in self._sounding:
            at = frames_at(stroke.at_ms, FRAME_RATE)
            first = max(at, start)
            part = self._sound(stroke.kind, stroke.length_ms)[first - at : end - at]
            gains = stroke.gain * np.array(ear_gains(stroke.side, self._pan))
            laid[first - start : first - start + len(part)] += (part[:, np.newaxis] * gains).astype(np.float32)
        yield Region(start, laid)

    def _end(self, stroke: Stroke) -> int:
        return frames_at(stroke.at_ms, FRAME_RATE) + len(self._sound(stroke.kind, stroke.length_ms))

    def _sounded(self, kind: StrokeKind, length_ms: int) -> Samples:
        sound = swell(self._pacer.note_hz, length_ms) if kind == "swell" else tick(self._pacer.note_hz)
        # A tick is so short that by loudness alone it would be a blow.
        reference = swell(self._pacer.note_hz, 2000) if kind == "tick" else sound
        levelled: Samples = sound * decibels(self._lufs - loudness_lufs(reference))
        return levelled


def swell(note_hz: float, length_ms: int) -> Samples:
    """Returns a stroke there and back: loudest and brightest in its middle, where the hand turns to come home."""
    frames = frames_at(length_ms, FRAME_RATE)
    seconds = np.arange(frames) / FRAME_RATE
    height = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / frames)
    tone = height * np.sin(2 * np.pi * note_hz * seconds)
    octave = _BRIGHTNESS * height**3 * np.sin(4 * np.pi * note_hz * seconds)
    stroke: Samples = tone + octave
    mark = tick(note_hz)[:frames] * (_SWELL_MARK_GAIN / _MARK_GAIN)
    stroke[: len(mark)] += mark
    return stroke


def tick(note_hz: float) -> Samples:
    """Returns the knock of one fast stroke, an octave above the swell."""
    frames = frames_at(_MARK_MS, FRAME_RATE)
    ms = np.arange(frames) * 1000 / FRAME_RATE
    envelope = np.minimum(ms / _MARK_ATTACK_MS, 1) * np.exp(-ms / _MARK_DECAY_MS) * np.minimum((_MARK_MS - ms) / 20, 1)
    knock: Samples = _MARK_GAIN * envelope * np.sin(4 * np.pi * note_hz * ms / 1000)
    return knock
