"""Hearing what a session is like before it is made: a minute of it, or its words without the waiting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kneadcast.errors import PlanError
from kneadcast.session.script import Cue, Script, ScriptStep
from kneadcast.units import MS_PER_MINUTE, format_duration

SKIMMED_SILENCE_MS = 900
"""What is left of a wait: enough to tell one instruction from the next."""
RING_OUT_MS = 3_500


def preview(script: Script, start_ms: int | None = None, length_ms: int = MS_PER_MINUTE) -> Script:
    """Cuts a stretch out of a script, as a script of its own; only whole cues are kept.

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
    cues = [cue.model_copy(update={"at_ms": _moved(cue.at_ms, knots)}) for cue in script.cues]
    bounds = [(step, _moved(step.start_ms, knots), _moved(step.end_ms, knots)) for step in script.steps]
    return _cut(script, bounds, cues, knots[-1][1])


def _moved(at_ms: int, knots: Sequence[tuple[int, int]]) -> int:
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
