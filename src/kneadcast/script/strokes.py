"""The strokes of a session: the times at which the pacer sounds the movement of the hands.

Strokes are not cues, because a session has thousands and nobody edits them. They are computed from the script alone, so
that the mixer, the pictures and the tests have the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kneadcast.choices import PacerMode
from kneadcast.script.model import Cue, Script, ScriptStep, Side
from kneadcast.units import MS_PER_MINUTE

StrokeKind = Literal["swell", "tick"]

FASTEST_SWELL_TEMPO = 60
"""Strokes a minute above which swells would flutter; faster techniques (tapping, shaking) have ticks instead."""
TICK_MS = 90
"""The length of a tick, and of the knock at the start of a swell."""
AFTER_ACTION_MS = 800
"""From the end of the action line to the first stroke: time in which the hands begin."""
BEFORE_WORDS_MS = 300
AFTER_WORDS_MS = 700
"""The distance of strokes from the words before and after them, so that neither masks the other."""
FADE_OUT_MS = 8_000
"""The end of a paced range, in which the strokes fade and the listener learns to continue without them."""
FAINTEST_GAIN = 0.25
"""Amplitude of a stroke at the end of the fade."""
LIGHT_MS = 30_000
"""How long `light` paces a step, which is enough to learn the tempo."""


@dataclass(frozen=True)
class Stroke:
    """One stroke of the hands, as the pacer sounds it."""

    at_ms: int
    length_ms: int
    """The length of the sound: a complete stroke out and back for a swell, `TICK_MS` for a tick."""
    kind: StrokeKind
    gain: float
    """Amplitude, relative to that of the template."""
    step: str
    side: Side | None


@dataclass(frozen=True)
class PacedRange:
    """The part of a step that the pacer sounds, and its tempo in strokes a minute."""

    step: ScriptStep
    tempo: int
    start_ms: int
    end_ms: int

    def beats_ms(self) -> Iterator[int]:
        """Yields every beat from the start on, each rounded from its exact time, so that errors do not accumulate."""
        beat = 0
        while (at_ms := self.start_ms + round(beat * MS_PER_MINUTE / self.tempo)) < self.end_ms:
            yield at_ms
            beat += 1


def paced_ranges(script: Script, mode: PacerMode) -> tuple[PacedRange, ...]:
    """Returns the part of each step with a tempo that the pacer sounds.

    The part begins `AFTER_ACTION_MS` after the action line and ends with the preview of the next step, or with the
    step. `light` uses its first 30 seconds.
    """
    if mode == "off":
        return ()
    ranges = (_paced_range(step, [cue for cue in script.cues if cue.step == step.id], mode) for step in script.steps)
    return tuple(one for one in ranges if one)


def strokes(script: Script, mode: PacerMode) -> tuple[Stroke, ...]:
    """Returns every stroke that sounds, in order of time.

    The beat of a step continues under the voice, so that the hands keep it, but a stroke that would sound into a word,
    or too close to one, is left out. The number of strokes of a step is therefore its tempo times its paced time, less
    those that are left out.
    """
    speech = _SpeechTimes([cue for cue in script.cues if cue.kind == "speech"])
    return tuple(
        stroke
        for paced in paced_ranges(script, mode)
        for stroke in _strokes(paced)
        if speech.is_clear(stroke.at_ms, stroke.at_ms + stroke.length_ms)
    )


def _paced_range(step: ScriptStep, cues: Sequence[Cue], mode: PacerMode) -> PacedRange | None:
    if step.kind != "work" or not step.tempo:
        return None
    actions = [cue.end_ms for cue in cues if cue.role == "action"]
    start_ms = max([step.start_ms, *actions]) + AFTER_ACTION_MS
    previews = [cue.at_ms for cue in cues if cue.role == "preview" and cue.at_ms >= start_ms]
    end_ms = min([step.end_ms, *previews])
    if mode == "light":
        end_ms = min(end_ms, start_ms + LIGHT_MS)
    return PacedRange(step, step.tempo, start_ms, end_ms) if start_ms < end_ms else None


def _strokes(paced: PacedRange) -> Iterator[Stroke]:
    kind: StrokeKind = "swell" if paced.tempo <= FASTEST_SWELL_TEMPO else "tick"
    length_ms = MS_PER_MINUTE // paced.tempo if kind == "swell" else TICK_MS
    for at_ms in paced.beats_ms():
        if at_ms + length_ms <= paced.end_ms:
            left = min(1.0, (paced.end_ms - at_ms) / FADE_OUT_MS)
            gain = FAINTEST_GAIN ** (1 - left)
            yield Stroke(at_ms, length_ms, kind, gain, paced.step.id, paced.step.side)


class _SpeechTimes:
    """The times at which the voice speaks; queried in order of time."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = sorted(cues, key=lambda cue: cue.at_ms)
        self._next = 0

    def is_clear(self, start_ms: int, end_ms: int) -> bool:
        """Returns whether a range of time keeps its distance from all words."""
        while self._next < len(self._cues) and self._cues[self._next].end_ms + AFTER_WORDS_MS <= start_ms:
            self._next += 1
        if self._next == len(self._cues):
            return True
        return self._cues[self._next].at_ms - BEFORE_WORDS_MS >= end_ms
