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
LIVE_BEFORE_WORDS_MS = 400
"""The distance of the beginning of a stroke from the next words in a live session. It is shorter than the time from a
command to the first words that are planned anew, so that these change no stroke that has begun."""
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
    """A part of a step that the pacer sounds, and its tempo in strokes a minute."""

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
    """Returns the parts of the steps with a tempo that the pacer sounds.

    A part begins `AFTER_ACTION_MS` after the action line and ends with the preview of the next step, or with the step.
    `light` uses its first 30 seconds. In a live session an action line that is said again ends a part, and another one
    begins after it.
    """
    if mode == "off":
        return ()
    cues: dict[str, list[Cue]] = {step.id: [] for step in script.steps if step.kind == "work" and step.tempo}
    for cue in script.cues:
        if cue.step in cues:
            cues[cue.step].append(cue)
    paced = (step for step in script.steps if step.id in cues)
    return tuple(one for step in paced for one in _ranges_of(step, cues[step.id], mode, live=bool(script.live)))


def strokes(script: Script, mode: PacerMode) -> tuple[Stroke, ...]:
    """Returns every stroke that sounds, in order of time.

    The beat of a step continues under the voice, so that the hands keep it, but a stroke that would sound into a word,
    or too close to one, is left out. The number of strokes of a step is therefore its tempo times its paced time, less
    those that are left out.

    In a live session a stroke depends only on what is known when it begins, because the rest may be planned anew while
    it sounds: it is left out if it begins under a word or too close to one, and it neither ends before the next word
    nor grows faint before the end.
    """
    speech = _SpeechTimes([cue for cue in script.cues if cue.kind == "speech"])
    sounding = (stroke for paced in paced_ranges(script, mode) for stroke in _strokes(paced, live=bool(script.live)))
    if script.live:
        return tuple(one for one in sounding if speech.is_clear(one.at_ms, one.at_ms + LIVE_BEFORE_WORDS_MS))
    return tuple(one for one in sounding if speech.is_clear(one.at_ms, one.at_ms + one.length_ms + BEFORE_WORDS_MS))


def _ranges_of(step: ScriptStep, cues: Sequence[Cue], mode: PacerMode, *, live: bool) -> Iterator[PacedRange]:
    actions = [(cue.at_ms, cue.end_ms) for cue in cues if cue.role == "action"]
    marks_ms = [cue.end_ms for cue in cues if cue.role == "mark" and cue.at_ms == step.start_ms]
    begins_ms = [max([step.start_ms, *marks_ms]), *(end_ms for _, end_ms in actions)]
    next_actions_ms = [*(at_ms for at_ms, _ in actions), step.end_ms]
    if not live:
        begins_ms, next_actions_ms = [max(begins_ms)], [step.end_ms]
    for begin_ms, next_action_ms in zip(begins_ms, next_actions_ms, strict=True):
        start_ms = begin_ms + AFTER_ACTION_MS
        previews = [cue.at_ms for cue in cues if cue.role == "preview" and cue.at_ms >= start_ms]
        end_ms = min([step.end_ms, next_action_ms, *previews])
        if mode == "light":
            end_ms = min(end_ms, start_ms + LIGHT_MS)
        if step.tempo and start_ms < end_ms:
            yield PacedRange(step, step.tempo, start_ms, end_ms)


def _strokes(paced: PacedRange, *, live: bool) -> Iterator[Stroke]:
    kind: StrokeKind = "swell" if paced.tempo <= FASTEST_SWELL_TEMPO else "tick"
    length_ms = MS_PER_MINUTE // paced.tempo if kind == "swell" else TICK_MS
    for at_ms in paced.beats_ms():
        left = min(1.0, (paced.end_ms - at_ms) / FADE_OUT_MS)
        gain = 1.0 if live else FAINTEST_GAIN ** (1 - left)
        if live or at_ms + length_ms <= paced.end_ms:
            yield Stroke(at_ms, length_ms, kind, gain, paced.step.id, paced.step.side)


class _SpeechTimes:
    """The times at which the voice speaks; queried in order of time."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = sorted(cues, key=lambda cue: cue.at_ms)
        self._next = 0

    def is_clear(self, start_ms: int, end_ms: int) -> bool:
        """Returns whether no word, nor the silence after one, is within a range of time."""
        while self._next < len(self._cues) and self._cues[self._next].end_ms + AFTER_WORDS_MS <= start_ms:
            self._next += 1
        if self._next == len(self._cues):
            return True
        return self._cues[self._next].at_ms >= end_ms
