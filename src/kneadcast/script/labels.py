"""The names of steps, areas and positions as a listener reads them, in the language of the messages."""

from __future__ import annotations

from kneadcast.messages import ENGLISH, Messages, messages_in
from kneadcast.script.model import ScriptStep, Side


def step_title(step: ScriptStep, messages: Messages) -> str:
    """Returns the title of a step: `sole, circular rubbing`."""
    if step.area is None:
        return messages.safety.heading if step.kind == "safety" else messages.steps[step.kind]
    return ", ".join(filter(None, (area_label(step.area, messages), technique_label(step, messages))))


def sided_title(step: ScriptStep, messages: Messages | None = None) -> str:
    """Returns the title of a step after its side, if it has one: `left, sole, circular rubbing`.

    Args:
        step: The step.
        messages: The language; by default English, in which the command line is.
    """
    messages = messages or messages_in(ENGLISH)
    return ", ".join(filter(None, (side_label(step, messages), step_title(step, messages))))


def section_title(step: ScriptStep, messages: Messages) -> str:
    """Returns the name of a step's section with the step's side, if it has one: `Feet, left`."""
    return ", ".join((step.section, side_label(step, messages))) if step.side else step.section


def side_label(step: ScriptStep, messages: Messages) -> str:
    """Returns the word for a step's side, or an empty string if it has none."""
    return messages.sides.of(step.side) if step.side else ""


def area_label(area: str, messages: Messages) -> str:
    """Returns the name of an area by its id; a script may name areas that the program does not have."""
    known = messages.areas.get(area)
    return known.name if known else area.replace("-", " ")


def sided_area_label(area: str, side: Side, messages: Messages) -> str:
    """Returns the name of an area on one leg: `back of the left knee`."""
    known = messages.areas.get(area)
    return known.of(side) if known else f"{area_label(area, messages)}, {messages.sides.of(side)}"


def technique_label(step: ScriptStep, messages: Messages) -> str:
    """Returns the name of a step's technique, or an empty string if it has none."""
    technique = step.technique or ""
    return messages.techniques.get(technique, technique.replace("_", " "))


def id_in_words(id_: str) -> str:
    """Returns an id with spaces between its words, for tables that list a script by its ids: `top of foot`."""
    return id_.replace("-", " ").replace("_", " ")


def position_label(step: ScriptStep, messages: Messages) -> str:
    """Returns how the listener sits or lies in a step."""
    return messages.positions.get(step.position, step.position)
