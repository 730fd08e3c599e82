"""The pacer: when each stroke of a step falls, for hands that like to be led by the ear.

Strokes are no cues: a session has thousands, and nobody wants to edit them. They follow from a script alone, so that
the mixer, a picture and a test all find the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kneadcast.script.model import Cue, PacerMode, Script, ScriptStep, Side
from kneadcast.units import MS_PER_MINUTE

StrokeKind = Literal["swell", "tick"]

FASTEST_SWELL_TEMPO = 60
"""Strokes a minute above which a swell would be a flutter; faster techniques (tapping, shaking) are ticked instead."""
TICK_MS = 90
SETTLE_MS = 800
"""From the end of the action line to the first stroke: a breath in which the hands arrive."""
BEFORE_WORDS_MS = 300
AFTER_WORDS_MS = 700
"""The pacer keeps so far from the voice, before it and after it, that neither masks the other."""
FADE_MS = 8_000
"""The last seconds of a guided segment, in which the strokes grow faint and the listener carries on alone."""
FAINTEST = 0.25
"""Amplitude of a stroke at the very end of the fade."""
LIGHT_MS = 30_000
"""How long `light` guides a step: long enough to take up the tempo, then the hands are left in peace."""


@dataclass(frozen=True)
class Stroke:
    """One stroke of the hands, as the pacer sounds it."""

    at_ms: int
    length_ms: int
    """How long it sounds: a whole stroke there and back for a swell, a moment for a tick."""
    kind: StrokeKind
    gain: float
    """Amplitude, 1 being the template's own."""
    step: str
    side: Side | None


@dataclass(frozen=True)
class Guided:
    """The part of a step that the pacer guides, and its beat."""

    step: ScriptStep
    tempo: int
    start_ms: int
    end_ms: int

    def moments_ms(self) -> Iterator[int]:
        """Yields every beat from the start on, each rounded from its own exact moment, so that none drifts."""
        beat = 0
        while (at_ms := self.start_ms + round(beat * MS_PER_MINUTE / self.tempo)) < self.end_ms:
            yield at_ms
            beat += 1


def guided(script: Script, mode: PacerMode) -> tuple[Guided, ...]:
    """Returns the part of each step with a tempo that the pacer guides.

    That is its hands-on time from a breath after the action line to the preview of what comes next, or to the end of
    the step where nothing is previewed; of this, `light` guides the first 30 seconds.
    """
    if mode == "off":
        return ()
    found = (_guided(step, [cue for cue in script.cues if cue.step == step.id], mode) for step in script.steps)
    return tuple(part for part in found if part)


def strokes(script: Script, mode: PacerMode) -> tuple[Stroke, ...]:
    """Returns every stroke that sounds, in order of time.

    The beat of a step goes on beneath the voice, so that the hands keep it, but a stroke that would sound into a word,
    or into a breath around it, is left out. So the number of strokes of a step is its tempo times the time that it is
    guided, less those that rest.
    """
    words = _Words([cue for cue in script.cues if cue.kind == "speech"])
    return tuple(
        stroke for part in guided(script, mode) for stroke in _strokes(part) if words.spare(stroke.at_ms, _end(stroke))
    )


def _guided(step: ScriptStep, cues: Sequence[Cue], mode: PacerMode) -> Guided | None:
    if step.kind != "work" or not step.tempo:
        return None
    actions = [cue.end_ms for cue in cues if cue.role == "action"]
    start_ms = max([step.start_ms, *actions]) + SETTLE_MS
    after = [cue.at_ms for cue in cues if cue.role == "preview" and cue.at_ms >= start_ms]
    end_ms = min([step.end_ms, *after])
    if mode == "light":
        end_ms = min(end_ms, start_ms + LIGHT_MS)
    return Guided(step, step.tempo, start_ms, end_ms) if start_ms < end_ms else None


def _strokes(part: Guided) -> Iterator[Stroke]:
    kind: StrokeKind = "swell" if part.tempo <= FASTEST_SWELL_TEMPO else "tick"
    length_ms = MS_PER_MINUTE // part.tempo if kind == "swell" else TICK_MS
    for at_ms in part.moments_ms():
        if at_ms + length_ms <= part.end_ms:
            left = min(1.0, (part.end_ms - at_ms) / FADE_MS)
            gain = FAINTEST ** (1 - left)
            yield Stroke(at_ms, length_ms, kind, gain, part.step.id, part.step.side)


def _end(stroke: Stroke) -> int:
    return stroke.at_ms + stroke.length_ms


class _Words:
    """Where the voice speaks; asked for moments in order of time."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = sorted(cues, key=lambda cue: cue.at_ms)
        self._next = 0

    def spare(self, start_ms: int, end_ms: int) -> bool:
        """Says whether a segment keeps its distance from all words."""
        while self._next < len(self._cues) and self._cues[self._next].end_ms + AFTER_WORDS_MS <= start_ms:
            self._next += 1
        if self._next == len(self._cues):
            return True
        return self._cues[self._next].at_ms - BEFORE_WORDS_MS >= end_ms
