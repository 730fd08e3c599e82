"""Making room in a script that was edited by hand: what overlaps shifts what follows, and the length stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kneadcast.errors import ScriptError
from kneadcast.session.checking import cue_length_ms
from kneadcast.session.measuring import Measures
from kneadcast.session.script import Cue, Script, ScriptStep
from kneadcast.units import format_duration


@dataclass(frozen=True)
class _Shift:
    """From a moment of the script on, how far later everything is now; earlier if below zero."""

    from_ms: int
    by_ms: int


def refit(script: Script, measures: Measures) -> Script:
    """Shifts each cue that overlaps the one before it, and what follows as far as silences do not take it up.

    What would run past the end is pulled back before it. Steps begin with their cues, follow each other without a gap,
    and end with the session, which stays as long as it says.

    Raises:
        ScriptError: If there is more to say than the session is long.
    """
    placed = sorted(script.cues, key=lambda cue: cue.at_ms)
    starts = _starts(placed, script.length_ms, measures)
    if starts and starts[0] < 0:
        over = format_duration(-starts[0])
        raise ScriptError(f"the cues last {over} longer than the session; delete some, or raise its length_ms")
    shifts = [_Shift(cue.at_ms, at_ms - cue.at_ms) for cue, at_ms in zip(placed, starts, strict=True)]
    cues = (cue.model_copy(update={"at_ms": at_ms}) for cue, at_ms in zip(placed, starts, strict=True))
    return script.model_copy(update={"steps": tuple(_steps(script, shifts)), "cues": tuple(cues)})


def _starts(placed: Sequence[Cue], length_ms: int, measures: Measures) -> list[int]:
    lengths_ms = [cue_length_ms(cue, measures) for cue in placed]
    starts: list[int] = []
    free_ms = 0
    for cue, lasts_ms in zip(placed, lengths_ms, strict=True):
        starts.append(max(cue.at_ms, free_ms))
        free_ms = starts[-1] + lasts_ms
    limit_ms = length_ms
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], limit_ms - lengths_ms[index])
        limit_ms = starts[index]
    return starts


def _steps(script: Script, shifts: Sequence[_Shift]) -> Iterator[ScriptStep]:
    bounds = [0]
    for step in script.steps[1:]:
        first = next((shift for shift in shifts if shift.from_ms >= step.start_ms), None)
        moved_ms = step.start_ms + (first.by_ms if first else 0)
        bounds.append(min(script.length_ms, max(bounds[-1], moved_ms)))
    bounds.append(script.length_ms)
    for step, (start_ms, end_ms) in zip(script.steps, pairwise(bounds), strict=True):
        hands_on_ms = max(0, step.hands_on_ms + (end_ms - start_ms) - (step.end_ms - step.start_ms))
        yield step.model_copy(update={"start_ms": start_ms, "end_ms": end_ms, "hands_on_ms": hands_on_ms})
