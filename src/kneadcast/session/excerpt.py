"""A part of a session as a session of its own."""

from __future__ import annotations

from kneadcast.session.script import Cue, Script, ScriptStep


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
