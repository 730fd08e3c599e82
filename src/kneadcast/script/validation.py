"""Whether a script can be played as it stands: it may have been edited by hand since it was written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kneadcast.planning.planner import Durations
from kneadcast.script.model import Cue, Script
from kneadcast.units import format_clock

Place = tuple["str | int", ...]


def measured(script: Script, durations: Durations) -> Script:
    """Returns the script with its cues in order of time and each as long as its sound was measured to be."""
    cues = (cue.model_copy(update={"length_ms": cue_length_ms(cue, durations)}) for cue in script.cues)
    return script.model_copy(update={"cues": tuple(sorted(cues, key=lambda cue: cue.at_ms))})


def faults(script: Script, durations: Durations) -> Iterator[tuple[Place, str]]:
    """Yields what keeps a script from being played, each with its place in the script.

    Cue lengths in the script are not trusted: a reworded line lasts as long as it is measured to last.
    """
    yield from _step_faults(script)
    steps = {step.id for step in script.steps}
    placed = sorted(enumerate(script.cues), key=lambda pair: pair[1].at_ms)
    seen: set[str] = set()
    for index, cue in placed:
        if cue.step not in steps:
            yield ("cues", index, "step"), f"there is no step '{cue.step}' in this script"
        if cue.id in seen:
            yield ("cues", index, "id"), f"the id '{cue.id}' stands here a second time"
        seen.add(cue.id)
        end_ms = cue.at_ms + cue_length_ms(cue, durations)
        if end_ms > script.length_ms:
            over_ms = end_ms - script.length_ms
            yield ("cues", index), f"this cue runs {over_ms} ms past the end of the session; move it or shorten it"
    for (_, before), (index, cue) in pairwise(placed):
        over_ms = before.at_ms + cue_length_ms(before, durations) - cue.at_ms
        if over_ms > 0:
            other = f"'{_name(before)}' at {format_clock(before.at_ms)}"
            message = f"this cue overlaps the one before it ({other}) by {over_ms} ms"
            yield ("cues", index), f"{message}; move it to at_ms: {cue.at_ms + over_ms} or later"


def _step_faults(script: Script) -> Iterator[tuple[Place, str]]:
    at_ms = 0
    for index, step in enumerate(script.steps):
        if step.start_ms != at_ms:
            yield ("steps", index, "start_ms"), f"expected {at_ms}, where the step before ends, got {step.start_ms}"
        if step.end_ms < step.start_ms:
            yield ("steps", index, "end_ms"), f"this step ends before it starts at {step.start_ms}"
        at_ms = step.end_ms
    if at_ms != script.length_ms:
        yield ("length_ms",), f"expected {at_ms}, where the last step ends, got {script.length_ms}"


def cue_length_ms(cue: Cue, durations: Durations) -> int:
    """Returns how long a cue lasts, as measured."""
    return durations.speech_ms[cue.text or ""] if cue.sound is None else durations.chime_ms[cue.sound]


def _name(cue: Cue) -> str:
    return cue.text or str(cue.sound)
