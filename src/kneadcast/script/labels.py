"""The names of steps, areas and positions as a listener reads them."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.script.model import ScriptStep, StepKind

KIND_LABELS: Mapping[StepKind, str] = {
    "welcome": "Welcome",
    "safety": "Safety",
    "settle": "Settle",
    "move": "Change position",
    "compare": "Compare",
    "switch": "Change sides",
    "pause": "Pause",
    "work": "Work",
    "rest": "Rest",
    "close": "Close",
}
BEFORE_YOU_BEGIN = "Before you begin"
"""The heading of everything about safety that is printed for a listener."""


def step_title(step: ScriptStep) -> str:
    """Returns the title of a step: `sole, circular rubbing`."""
    if step.area is None:
        return BEFORE_YOU_BEGIN if step.kind == "safety" else KIND_LABELS[step.kind]
    if step.technique is None:
        return area_label(step.area)
    known = TECHNIQUES.get(step.technique)
    return f"{area_label(step.area)}, {known.label if known else step.technique.replace('_', ' ')}"


def sided_title(step: ScriptStep) -> str:
    """Returns the title of a step after its side, if it has one: `left, sole, circular rubbing`."""
    return f"{step.side}, {step_title(step)}" if step.side else step_title(step)


def section_title(step: ScriptStep) -> str:
    """Returns the name of a step's section with the step's side, if it has one: `Feet, left`."""
    return f"{step.section}, {step.side}" if step.side else step.section


def area_label(area: str) -> str:
    """Returns the label of an area's id; a script may name areas that the program does not have."""
    return AREAS[area].label if area in AREAS else area.replace("-", " ")


def id_in_words(id_: str) -> str:
    """Returns an id with spaces between its words, for tables that list a script by its ids: `top of foot`."""
    return id_.replace("-", " ").replace("_", " ")


def position_label(step: ScriptStep) -> str:
    """Returns how the listener sits or lies in a step."""
    return POSITIONS[step.position].label if step.position in POSITIONS else step.position
