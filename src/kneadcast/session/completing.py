"""Cues that a person added to a script: what they leave out follows from what they wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def completed(data: Any) -> Any:
    """Returns a script's data with its cues filled in: `{at_ms: 61000, text: "Breathe out."}` is enough of a cue.

    Only what is missing is added. Whatever is wrong stays as it is, for the checks of the form to name it.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("cues"), list):
        return data
    steps = data.get("steps") if isinstance(data.get("steps"), list) else []
    taken = {cue.get("id") for cue in data["cues"] if isinstance(cue, Mapping)}
    cues = [_completed(cue, steps, taken) if isinstance(cue, Mapping) else cue for cue in data["cues"]]
    return {**data, "cues": cues}


def _completed(cue: Mapping[Any, Any], steps: Any, taken: set[Any]) -> Mapping[Any, Any]:
    kind = "chime" if "sound" in cue else "speech"
    added: dict[Any, Any] = {"length_ms": 0, "kind": kind, "role": "mark" if kind == "chime" else "reminder"}
    if "step" not in cue and (step := _step_at(cue.get("at_ms"), steps)) is not None:
        added["step"] = step
    if "id" not in cue:
        added["id"] = _new_id(cue.get("step", added.get("step")), taken)
    return {**added, **cue}


def _step_at(at_ms: Any, steps: Any) -> Any:
    """Returns the id of the step at a moment; the last one for a moment past the end, which is a fault of its own."""
    if not isinstance(at_ms, int):
        return None
    begun = [step for step in steps if isinstance(step, Mapping) and _begins_by(step, at_ms)]
    return begun[-1].get("id") if begun else None


def _begins_by(step: Mapping[Any, Any], at_ms: int) -> bool:
    start_ms = step.get("start_ms")
    return isinstance(start_ms, int) and start_ms <= at_ms


def _new_id(step: Any, taken: set[Any]) -> str:
    number = 1
    while (name := f"{step}.added.{number}") in taken:
        number += 1
    taken.add(name)
    return name
