"""Scripts made from scripts: an excerpt, a preview, and a script with room made for edited cues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kneadcast.errors import PlanError, ScriptError
from kneadcast.planning.timing import Durations
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.script.validation import cue_length_ms
from kneadcast.units import MS_PER_MINUTE, format_duration


def excerpt(script: Script, start_ms: int, end_ms: int, title: str = "") -> Script:
    """Returns what begins between two moments, counted from the first; whatever has begun before is left out.

    Args:
        script: The whole.
        start_ms: Where the part begins.
        end_ms: Where it ends.
        title: What it is called; as the whole, if not given.
    """
    end_ms = min(end_ms, script.length_ms)
    steps = (_moved_step(step, start_ms, end_ms) for step in script.steps if _meet(step, start_ms, end_ms))
    cues = (_moved_cue(cue, start_ms) for cue in script.cues if start_ms <= cue.at_ms < end_ms)
    update = {
        "steps": tuple(steps),
        "cues": tuple(cues),
        "length_ms": end_ms - start_ms,
        "title": title or script.title,
    }
    return script.model_copy(update=update)


def _meet(step: ScriptStep, start_ms: int, end_ms: int) -> bool:
    return step.start_ms < end_ms and step.end_ms > start_ms


def _moved_step(step: ScriptStep, start_ms: int, end_ms: int) -> ScriptStep:
    times = {"start_ms": max(step.start_ms, start_ms) - start_ms, "end_ms": min(step.end_ms, end_ms) - start_ms}
    return step.model_copy(update=times)


def _moved_cue(cue: Cue, start_ms: int) -> Cue:
    return cue.model_copy(update={"at_ms": cue.at_ms - start_ms})


SKIMMED_SILENCE_MS = 900
"""What is left of a wait: enough to tell one instruction from the next."""
RING_OUT_MS = 3_500


def preview(script: Script, start_ms: int | None = None, length_ms: int = MS_PER_MINUTE) -> Script:
    """Cuts a segment out of a script, as a script of its own; only whole cues are kept.

    Args:
        script: The whole session.
        start_ms: From when; the first step of work if none.
        length_ms: For how long at most.

    Raises:
        PlanError: If it would begin after the end.
    """
    if start_ms is None:
        start_ms = next((step.start_ms for step in script.steps if step.kind == "work"), 0)
    if start_ms >= script.length_ms:
        at, length = format_duration(start_ms), format_duration(script.length_ms)
        raise PlanError(f"a preview cannot begin at {at}: the session lasts {length}")
    end_ms = min(script.length_ms, start_ms + length_ms)
    cues = [
        cue.model_copy(update={"at_ms": cue.at_ms - start_ms})
        for cue in script.cues
        if start_ms <= cue.at_ms and cue.end_ms <= end_ms
    ]
    bounds = [
        (step, max(step.start_ms, start_ms) - start_ms, min(step.end_ms, end_ms) - start_ms)
        for step in script.steps
        if step.end_ms > start_ms and step.start_ms < end_ms
    ]
    return _cut(script, bounds, cues, end_ms - start_ms)


def skim(script: Script) -> Script:
    """Shortens every silence of a script, so that all its words and chimes are heard without the waiting."""
    knots = [(0, 0)]
    for cue in sorted(script.cues, key=lambda cue: cue.at_ms):
        before_ms, at_ms = knots[-1]
        moved_ms = at_ms + min(cue.at_ms - before_ms, SKIMMED_SILENCE_MS)
        knots += [(cue.at_ms, moved_ms), (cue.end_ms, moved_ms + cue.length_ms)]
    last_ms, at_ms = knots[-1]
    knots.append((script.length_ms, at_ms + min(script.length_ms - last_ms, RING_OUT_MS)))
    cues = [cue.model_copy(update={"at_ms": _moved_ms(cue.at_ms, knots)}) for cue in script.cues]
    bounds = [(step, _moved_ms(step.start_ms, knots), _moved_ms(step.end_ms, knots)) for step in script.steps]
    return _cut(script, bounds, cues, knots[-1][1])


def _moved_ms(at_ms: int, knots: Sequence[tuple[int, int]]) -> int:
    """Returns where a moment went; one within a silence stays as far behind the cue before it as there is room."""
    for (start_ms, moved_ms), (end_ms, end_moved_ms) in pairwise(knots):
        if start_ms <= at_ms < end_ms:
            return min(moved_ms + at_ms - start_ms, end_moved_ms)
    return knots[-1][1]


def _cut(script: Script, bounds: Sequence[tuple[ScriptStep, int, int]], cues: Sequence[Cue], length_ms: int) -> Script:
    told_ms = dict.fromkeys((step.id for step, _, _ in bounds), 0)
    for cue in cues:
        if cue.role in ("action", "preview"):
            told_ms[cue.step] += cue.length_ms
    steps = (
        step.model_copy(
            update={"start_ms": start_ms, "end_ms": end_ms, "hands_on_ms": max(0, end_ms - start_ms - told_ms[step.id])}
        )
        for step, start_ms, end_ms in bounds
    )
    whole = {"title": f"{script.title} (preview)", "length_ms": length_ms, "steps": tuple(steps), "cues": tuple(cues)}
    return script.model_copy(update=whole)


@dataclass(frozen=True)
class _Shift:
    """From a moment of the script on, how far later everything is now; earlier if below zero."""

    from_ms: int
    by_ms: int


def refit(script: Script, durations: Durations) -> Script:
    """Shifts each cue that overlaps the one before it, and what follows as far as silences do not take it up.

    What would run past the end is pulled back before it. Steps begin with their cues, follow each other without a gap,
    and end with the session, which stays as long as it says.

    Raises:
        ScriptError: If there is more to say than the session is long.
    """
    placed = sorted(script.cues, key=lambda cue: cue.at_ms)
    starts = _refitted_starts(placed, script.length_ms, durations)
    if starts and starts[0] < 0:
        over = format_duration(-starts[0])
        raise ScriptError(f"the cues last {over} longer than the session; delete some, or raise its length_ms")
    shifts = [_Shift(cue.at_ms, at_ms - cue.at_ms) for cue, at_ms in zip(placed, starts, strict=True)]
    cues = (cue.model_copy(update={"at_ms": at_ms}) for cue, at_ms in zip(placed, starts, strict=True))
    return script.model_copy(update={"steps": tuple(_refitted_steps(script, shifts)), "cues": tuple(cues)})


def _refitted_starts(placed: Sequence[Cue], length_ms: int, durations: Durations) -> list[int]:
    lengths_ms = [cue_length_ms(cue, durations) for cue in placed]
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


def _refitted_steps(script: Script, shifts: Sequence[_Shift]) -> Iterator[ScriptStep]:
    bounds = [0]
    for step in script.steps[1:]:
        first = next((shift for shift in shifts if shift.from_ms >= step.start_ms), None)
        moved_ms = step.start_ms + (first.by_ms if first else 0)
        bounds.append(min(script.length_ms, max(bounds[-1], moved_ms)))
    bounds.append(script.length_ms)
    for step, (start_ms, end_ms) in zip(script.steps, pairwise(bounds), strict=True):
        hands_on_ms = max(0, step.hands_on_ms + (end_ms - start_ms) - (step.end_ms - step.start_ms))
        yield step.model_copy(update={"start_ms": start_ms, "end_ms": end_ms, "hands_on_ms": hands_on_ms})
