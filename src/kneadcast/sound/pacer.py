"""The sound of the pacer: a swell that rises and falls with each stroke of the hand, or a tick for each fast stroke."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from kneadcast.script.strokes import TICK_MS, Stroke, StrokeKind
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import db_to_amplitude, loudness_lufs
from kneadcast.sound.panning import channel_gains
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo
from kneadcast.sound.template_parts import Pacer
from kneadcast.units import frames_at

_KNOCK_ATTACK_MS = 4
_KNOCK_DECAY_MS = 22
"""Every stroke begins with a knock: fast enough to lead a hand, and soft enough not to startle."""
_KNOCK_GAIN = 0.8
_SWELL_KNOCK_GAIN = 0.5
"""Relative to the top of a swell. The knock marks when the hand turns, and the swell how it travels. With a lower gain,
the last, faint strokes are masked by rain."""
_OCTAVE_GAIN = 0.35
"""Amplitude of the octave at the top of a swell; it grows faster than the note, so that the swell gets brighter."""


class PacerLayer:
    """The strokes of a session, as a layer of the mix."""

    def __init__(self, strokes: Sequence[Stroke], pacer: Pacer, speech_lufs: float, pan: float) -> None:
        self._pending = deque(strokes)
        self._active: list[Stroke] = []
        self._pacer = pacer
        self._lufs = speech_lufs - pacer.lu_below_speech
        self._pan = pan
        self._sound = lru_cache(maxsize=16)(self._render)

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns all strokes between two frames as one region, or no region if there are none."""
        while self._pending and frames_at(self._pending[0].at_ms, FRAME_RATE) < end:
            self._active.append(self._pending.popleft())
        self._active = [stroke for stroke in self._active if self._end(stroke) > start]
        if not self._active:
            return
        mixed: Stereo = np.zeros((end - start, CHANNELS), dtype=np.float32)
        for stroke in self._active:
            at = frames_at(stroke.at_ms, FRAME_RATE)
            first = max(at, start)
            part = self._sound(stroke.kind, stroke.length_ms)[first - at : end - at]
            gains = stroke.gain * np.array(channel_gains(stroke.side, self._pan))
            mixed[first - start : first - start + len(part)] += (part[:, np.newaxis] * gains).astype(np.float32)
        yield Region(start, mixed)

    def _end(self, stroke: Stroke) -> int:
        return frames_at(stroke.at_ms, FRAME_RATE) + len(self._sound(stroke.kind, stroke.length_ms))

    def _render(self, kind: StrokeKind, length_ms: int) -> Samples:
        sound = swell(self._pacer.note_hz, length_ms) if kind == "swell" else tick(self._pacer.note_hz)
        # A tick is too short to be levelled by its own loudness; it would be far too loud.
        reference = swell(self._pacer.note_hz, 2000) if kind == "tick" else sound
        levelled: Samples = sound * db_to_amplitude(self._lufs - loudness_lufs(reference))
        return levelled


def swell(note_hz: float, length_ms: int) -> Samples:
    """Returns a stroke up and back: loudest and brightest in its middle, where the hand turns back."""
    frames = frames_at(length_ms, FRAME_RATE)
    seconds = np.arange(frames) / FRAME_RATE
    envelope = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / frames)
    tone = envelope * np.sin(2 * np.pi * note_hz * seconds)
    octave = _OCTAVE_GAIN * envelope**3 * np.sin(4 * np.pi * note_hz * seconds)
    stroke: Samples = tone + octave
    knock = tick(note_hz)[:frames] * (_SWELL_KNOCK_GAIN / _KNOCK_GAIN)
    stroke[: len(knock)] += knock
    return stroke


def tick(note_hz: float) -> Samples:
    """Returns the knock of one fast stroke, an octave above the swell."""
    frames = frames_at(TICK_MS, FRAME_RATE)
    ms = np.arange(frames) * 1000 / FRAME_RATE
    envelope = np.minimum(ms / _KNOCK_ATTACK_MS, 1) * np.exp(-ms / _KNOCK_DECAY_MS) * np.minimum((TICK_MS - ms) / 20, 1)
    knock: Samples = _KNOCK_GAIN * envelope * np.sin(4 * np.pi * note_hz * ms / 1000)
    return knock
