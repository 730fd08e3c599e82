"""Transformations of scripts: an excerpt, a preview, a skim, and a refit after an edit by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kneadcast.errors import PlanError, ScriptError
from kneadcast.script.durations import RING_OUT_MS, Durations
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.units import MS_PER_MINUTE, format_duration

SKIMMED_SILENCE_MS = 900
"""The length to which a skim shortens a silence: enough to separate one instruction from the next."""


@dataclass(frozen=True)
class _Bounds:
    """The start and the end of a step in the derived script."""

    step: ScriptStep
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class _Shift:
    """The number of milliseconds by which everything from a moment on moves; negative for earlier."""

    from_ms: int
    by_ms: int


def excerpt(script: Script, start_ms: int, end_ms: int, title: str = "") -> Script:
    """Returns the part of a script between two moments, with times relative to the first.

    A cue that begins before the part is left out.

    Args:
        script: The complete session.
        start_ms: Start of the part.
        end_ms: End of the part.
        title: Title of the part; by default that of the session.
    """
    end_ms = min(end_ms, script.length_ms)
    steps = (
        bounds.step.model_copy(update={"start_ms": bounds.start_ms, "end_ms": bounds.end_ms})
        for bounds in _clipped(script, start_ms, end_ms)
    )
    cues = (_moved(cue, cue.at_ms - start_ms) for cue in script.cues if start_ms <= cue.at_ms < end_ms)
    update = {
        "steps": tuple(steps),
        "cues": tuple(cues),
        "length_ms": end_ms - start_ms,
        "title": title or script.title,
    }
    return script.model_copy(update=update)


def preview(script: Script, start_ms: int | None = None, length_ms: int = MS_PER_MINUTE) -> Script:
    """Returns a part of a script as a script that can be heard by itself; only complete cues are kept.

    Args:
        script: The complete session.
        start_ms: Start of the part; by default that of the first step of work.
        length_ms: Length of the part at most.

    Raises:
        PlanError: If the part would begin after the end of the session.
    """
    if start_ms is None:
        start_ms = next((step.start_ms for step in script.steps if step.kind == "work"), 0)
    if start_ms >= script.length_ms:
        at, length = format_duration(start_ms), format_duration(script.length_ms)
        raise PlanError(f"a preview cannot begin at {at}: the session lasts {length}")
    end_ms = min(script.length_ms, start_ms + length_ms)
    cues = [_moved(cue, cue.at_ms - start_ms) for cue in script.cues if start_ms <= cue.at_ms and cue.end_ms <= end_ms]
    return _preview_of(script, _clipped(script, start_ms, end_ms), cues, end_ms - start_ms)


def skim(script: Script) -> Script:
    """Returns a script with every silence shortened, in which all words and chimes are heard in little time."""
    breakpoints = [(0, 0)]
    for cue in sorted(script.cues, key=lambda cue: cue.at_ms):
        before_ms, at_ms = breakpoints[-1]
        moved_ms = at_ms + min(cue.at_ms - before_ms, SKIMMED_SILENCE_MS)
        breakpoints += [(cue.at_ms, moved_ms), (cue.end_ms, moved_ms + cue.length_ms)]
    last_ms, at_ms = breakpoints[-1]
    breakpoints.append((script.length_ms, at_ms + min(script.length_ms - last_ms, RING_OUT_MS)))
    cues = [_moved(cue, _skimmed_ms(cue.at_ms, breakpoints)) for cue in script.cues]
    bounds = [
        _Bounds(step, _skimmed_ms(step.start_ms, breakpoints), _skimmed_ms(step.end_ms, breakpoints))
        for step in script.steps
    ]
    return _preview_of(script, bounds, cues, breakpoints[-1][1])


def refit(script: Script, durations: Durations) -> Script:
    """Returns a script in which no cue overlaps another, for a script that was edited by hand.

    A cue that overlaps the one before it is moved later, and what follows is moved as far as silences do not absorb the
    shift. A cue that would run past the end is moved earlier. Steps begin with their cues, follow each other without
    gaps and end with the session, whose length does not change.

    Raises:
        ScriptError: If the cues together are longer than the session.
    """
    ordered = sorted(script.cues, key=lambda cue: cue.at_ms)
    starts = _starts_without_overlap(ordered, script.length_ms, durations)
    if starts and starts[0] < 0:
        over = format_duration(-starts[0])
        raise ScriptError(f"the cues last {over} longer than the session; delete some, or raise its length_ms")
    shifts = [_Shift(cue.at_ms, at_ms - cue.at_ms) for cue, at_ms in zip(ordered, starts, strict=True)]
    cues = (_moved(cue, at_ms) for cue, at_ms in zip(ordered, starts, strict=True))
    return script.model_copy(update={"steps": tuple(_shifted_steps(script, shifts)), "cues": tuple(cues)})


def _moved(cue: Cue, at_ms: int) -> Cue:
    return cue.model_copy(update={"at_ms": at_ms})


def _clipped(script: Script, start_ms: int, end_ms: int) -> list[_Bounds]:
    """Returns the steps that overlap a part of a script, with their bounds inside the part."""
    return [
        _Bounds(step, max(step.start_ms, start_ms) - start_ms, min(step.end_ms, end_ms) - start_ms)
        for step in script.steps
        if step.start_ms < end_ms and step.end_ms > start_ms
    ]


def _preview_of(script: Script, bounds: Sequence[_Bounds], cues: Sequence[Cue], length_ms: int) -> Script:
    instructed_ms = {one.step.id: 0 for one in bounds}
    for cue in cues:
        if cue.role in ("action", "preview"):
            instructed_ms[cue.step] += cue.length_ms
    steps = (
        one.step.model_copy(
            update={
                "start_ms": one.start_ms,
                "end_ms": one.end_ms,
                "hands_on_ms": max(0, one.end_ms - one.start_ms - instructed_ms[one.step.id]),
            }
        )
        for one in bounds
    )
    update = {"title": f"{script.title} (preview)", "length_ms": length_ms, "steps": tuple(steps), "cues": tuple(cues)}
    return script.model_copy(update=update)


def _skimmed_ms(at_ms: int, breakpoints: Sequence[tuple[int, int]]) -> int:
    """Converts a moment of a script to the corresponding moment of its skim.

    A moment within a silence keeps its distance from the cue before it, as far as the shortened silence allows.
    """
    for (start_ms, moved_ms), (end_ms, end_moved_ms) in pairwise(breakpoints):
        if start_ms <= at_ms < end_ms:
            return min(moved_ms + at_ms - start_ms, end_moved_ms)
    return breakpoints[-1][1]


def _starts_without_overlap(ordered: Sequence[Cue], length_ms: int, durations: Durations) -> list[int]:
    lengths_ms = [durations.cue_ms(cue) for cue in ordered]
    starts: list[int] = []
    free_ms = 0
    for cue, lasts_ms in zip(ordered, lengths_ms, strict=True):
        starts.append(max(cue.at_ms, free_ms))
        free_ms = starts[-1] + lasts_ms
    limit_ms = length_ms
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], limit_ms - lengths_ms[index])
        limit_ms = starts[index]
    return starts


def _shifted_steps(script: Script, shifts: Sequence[_Shift]) -> Iterator[ScriptStep]:
    bounds = [0]
    for step in script.steps[1:]:
        first = next((shift for shift in shifts if shift.from_ms >= step.start_ms), None)
        moved_ms = step.start_ms + (first.by_ms if first else 0)
        bounds.append(min(script.length_ms, max(bounds[-1], moved_ms)))
    bounds.append(script.length_ms)
    for step, (start_ms, end_ms) in zip(script.steps, pairwise(bounds), strict=True):
        hands_on_ms = max(0, step.hands_on_ms + (end_ms - start_ms) - (step.end_ms - step.start_ms))
        yield step.model_copy(update={"start_ms": start_ms, "end_ms": end_ms, "hands_on_ms": hands_on_ms})
