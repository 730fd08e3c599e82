"""Checks whether a script can be rendered, because a person may have edited it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kneadcast.errors import KeyPath
from kneadcast.script.durations import Durations
from kneadcast.script.model import TICK, Script
from kneadcast.units import format_clock


def with_measured_lengths(script: Script, durations: Durations) -> Script:
    """Returns the script with its cues in order of time, each with its measured length."""
    cues = (cue.model_copy(update={"length_ms": durations.cue_ms(cue)}) for cue in script.cues)
    return script.model_copy(update={"cues": tuple(sorted(cues, key=lambda cue: cue.at_ms))})


def faults(script: Script, durations: Durations) -> Iterator[tuple[KeyPath, str]]:
    """Yields the faults that prevent a script from being rendered, each with its place in the script.

    The lengths in the cues are ignored; the measured lengths count, because a line may have been reworded.
    """
    yield from _step_faults(script)
    yield from _cue_faults(script, durations)
    yield from _overlaps(script, durations)


def _step_faults(script: Script) -> Iterator[tuple[KeyPath, str]]:
    at_ms = 0
    for index, step in enumerate(script.steps):
        if step.start_ms != at_ms:
            yield ("steps", index, "start_ms"), f"expected {at_ms}, where the step before ends, got {step.start_ms}"
        if step.end_ms < step.start_ms:
            yield ("steps", index, "end_ms"), f"this step ends before it starts at {step.start_ms}"
        at_ms = step.end_ms
    if at_ms != script.length_ms:
        yield ("length_ms",), f"expected {at_ms}, where the last step ends, got {script.length_ms}"


def _cue_faults(script: Script, durations: Durations) -> Iterator[tuple[KeyPath, str]]:
    steps = {step.id for step in script.steps}
    seen: set[str] = set()
    for index, cue in sorted(enumerate(script.cues), key=lambda pair: pair[1].at_ms):
        if cue.step not in steps:
            yield ("cues", index, "step"), f"there is no step '{cue.step}' in this script"
        if cue.id in seen:
            yield ("cues", index, "id"), f"the id '{cue.id}' occurs a second time"
        seen.add(cue.id)
        over_ms = cue.at_ms + durations.cue_ms(cue) - script.length_ms
        if over_ms > 0:
            yield ("cues", index), f"this cue runs {over_ms} ms past the end of the session; move it or shorten it"


def _overlaps(script: Script, durations: Durations) -> Iterator[tuple[KeyPath, str]]:
    timed = [(index, cue) for index, cue in enumerate(script.cues) if cue.sound != TICK]
    ordered = sorted(timed, key=lambda pair: pair[1].at_ms)
    for (_, before), (index, cue) in pairwise(ordered):
        over_ms = before.at_ms + durations.cue_ms(before) - cue.at_ms
        if over_ms > 0:
            other = f"'{before.text or before.sound}' at {format_clock(before.at_ms)}"
            message = f"this cue overlaps the one before it ({other}) by {over_ms} ms"
            yield ("cues", index), f"{message}; move it to at_ms: {cue.at_ms + over_ms} or later"
