"""The sound of the pacer: a swell that rises and falls with each stroke of the hand, or a tick for each fast stroke."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from pydantic import JsonValue

from kneadcast.script.strokes import TICK_MS, Stroke, StrokeKind
from kneadcast.sound.layers import PlacedSound, PlacedSounds
from kneadcast.sound.pcm import FRAME_RATE, Mono
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


class StrokeSound(NamedTuple):
    """What the sound of a stroke is made from, apart from the pacer."""

    kind: StrokeKind
    length_ms: int


class PacerSounds:
    """Renders the strokes of a pacer; the strokes of a step all share one sound."""

    def __init__(self, pacer: Pacer, speech_lufs: float) -> None:
        """Prepares the sounds.

        Args:
            pacer: The note and the level of the pacer.
            speech_lufs: Loudness of the voice, to which the level is relative.
        """
        self._pacer = pacer
        self._lufs = speech_lufs - pacer.lu_below_speech
        self.render = lru_cache(maxsize=4)(self._render)
        """Returns the sound of a stroke."""

    def facts_of(self, stroke: StrokeSound) -> JsonValue:
        """Returns everything that the sound of a stroke is made from."""
        return {"stroke": list(stroke), "hz": self._pacer.note_hz, "lufs": self._lufs}

    def _render(self, stroke: StrokeSound) -> Mono:
        from kneadcast.sound.loudness import db_to_amplitude, loudness_lufs

        note_hz = self._pacer.note_hz
        sound = swell(note_hz, stroke.length_ms) if stroke.kind == "swell" else tick(note_hz)
        # A tick is too short to be levelled by its own loudness; it would be far too loud.
        reference = swell(note_hz, 2000) if stroke.kind == "tick" else sound
        sound *= np.float32(db_to_amplitude(self._lufs - loudness_lufs(reference)))
        return sound


def pacer_layer(strokes: Iterable[Stroke], sounds: PacerSounds, pan: float) -> PlacedSounds[StrokeSound]:
    """Returns the strokes of a session as a layer of the mix.

    Args:
        strokes: The strokes.
        sounds: The sounds of the pacer.
        pan: How far a stroke is panned to its side, 0 to 1.
    """
    placed = (
        PlacedSound(
            StrokeSound(stroke.kind, stroke.length_ms),
            frames_at(stroke.at_ms, FRAME_RATE),
            frames_at(max(stroke.length_ms, TICK_MS), FRAME_RATE),
            stroke.side,
            stroke.gain,
        )
        for stroke in strokes
    )
    return PlacedSounds(placed, pan, sounds.render, sounds.facts_of)


def swell(note_hz: float, length_ms: int) -> Mono:
    """Returns a stroke up and back: loudest and brightest in its middle, where the hand turns back."""
    frames = frames_at(length_ms, FRAME_RATE)
    stroke: Mono = np.empty(frames, dtype=np.float32)
    for at_frame in range(0, frames, FRAME_RATE):  # a second at a time, because the intermediate results are many
        at_frames = np.arange(at_frame, min(at_frame + FRAME_RATE, frames))
        envelope = 0.5 - 0.5 * np.cos(2 * np.pi * at_frames / frames)
        radians = 2 * np.pi * note_hz * (at_frames / FRAME_RATE)
        tone = envelope * np.sin(radians)
        stroke[at_frames] = tone + _OCTAVE_GAIN * envelope**3 * np.sin(2 * radians)
    knock = tick(note_hz)[:frames] * (_SWELL_KNOCK_GAIN / _KNOCK_GAIN)
    stroke[: len(knock)] += knock
    return stroke


def tick(note_hz: float) -> Mono:
    """Returns the knock of one fast stroke, an octave above the swell."""
    frames = frames_at(TICK_MS, FRAME_RATE)
    ms = np.arange(frames) * 1000 / FRAME_RATE
    envelope = np.minimum(ms / _KNOCK_ATTACK_MS, 1) * np.exp(-ms / _KNOCK_DECAY_MS) * np.minimum((TICK_MS - ms) / 20, 1)
    knock = _KNOCK_GAIN * envelope * np.sin(4 * np.pi * note_hz * ms / 1000)
    return knock.astype(np.float32)
