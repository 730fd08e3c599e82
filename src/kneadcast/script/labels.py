"""The names of steps, areas and positions as a listener reads them, in the language of the messages.

Titles begin with a capital letter and with the word that tells a step from others: lists on a phone show few letters.
"""

from __future__ import annotations

from kneadcast.messages import ENGLISH, Messages, PressureWords, messages_in
from kneadcast.routine.model import Mode
from kneadcast.script.model import ScriptStep, Side


def step_title(step: ScriptStep, messages: Messages) -> str:
    """Returns the title of a step where its side is known, such as below a heading: `Sole, circular rubbing`."""
    if step.area is None:
        return messages.safety.heading if step.kind == "safety" else messages.steps[step.kind]
    area = area_label(step.area, messages) if step.side else sided_area_label(step.area, None, messages)
    return capitalised(_with_technique(area, step, messages))


def sided_title(step: ScriptStep, messages: Messages | None = None, mode: Mode | None = None) -> str:
    """Returns the title of a step with its side: `Left sole, circular rubbing`.

    Args:
        step: The step.
        messages: The language; by default English, in which the command line is.
        mode: Who does the massage, for a text that is read in full; `None` for lists. See `sided_area_label`.
    """
    messages = messages or messages_in(ENGLISH)
    if step.area is None:
        return step_title(step, messages)
    return capitalised(_with_technique(sided_area_label(step.area, step.side, messages, mode), step, messages))


def section_title(step: ScriptStep, messages: Messages) -> str:
    """Returns the name of a step's section after the step's side, if it has one: `Left: Feet`."""
    return f"{capitalised(side_label(step, messages))}: {step.section}" if step.side else step.section


def side_label(step: ScriptStep, messages: Messages) -> str:
    """Returns the word for a step's side, or an empty string if it has none."""
    return messages.sides.of(step.side) if step.side else ""


def area_label(area: str, messages: Messages) -> str:
    """Returns the name of an area by its id; a script may name areas that the program does not have."""
    known = messages.areas.get(area)
    return known.name if known else id_in_words(area)


def part_label(part: str, messages: Messages) -> str:
    """Returns the name of a part, as `kneadcast.routine.parts` names it: an area, or a group of areas.

    All groups but the feet have the name of the area that stands for the whole part.
    """
    return messages.areas["foot"].both if part == "feet" else area_label(part, messages)


def sided_area_label(area: str, side: Side | None, messages: Messages, mode: Mode | None = None) -> str:
    """Returns the name of an area on a leg, or on both: `your left sole`, `top of your left foot`, `your soles`.

    Args:
        area: The id of the area.
        side: The leg; `None` for both.
        messages: The language.
        mode: Who does the massage: the listener reads of `your left sole`, a giver of `the left sole`. `None` if that
            is unknown, or for a title: `left sole`.
    """
    known = messages.areas.get(area)
    if known is None:
        return ", ".join(filter(None, (id_in_words(area), messages.sides.of(side) if side else "")))
    return {"self": known.your, "partner": known.the, None: known}[mode].of(side)


def technique_label(step: ScriptStep, messages: Messages) -> str:
    """Returns what a step's hands do: `thumb circles`; an empty string if the step has no technique.

    Scripts of earlier versions do not say what touches the body, and get the name of the technique.
    """
    technique = step.technique or ""
    work = messages.hand_work.get(technique)
    if work and step.hand:
        return work.of(step.hand)
    return messages.techniques.get(technique, technique.replace("_", " "))


def pressure_label(pressure: int, messages: Messages) -> PressureWords:
    """Returns a pressure from 1 to 10 in words: `firm`, and as its note `skin and muscle move, nothing hurts`."""
    return messages.pressures.of(pressure)


def tempo_label(tempo: int, messages: Messages) -> str:
    """Returns a number of strokes a minute in words: `slow and even`."""
    return messages.tempos.of(tempo)


def id_in_words(id_: str) -> str:
    """Returns an id with spaces between its words, for tables that list a script by its ids: `top of foot`."""
    return id_.replace("-", " ").replace("_", " ")


def position_label(step: ScriptStep, messages: Messages) -> str:
    """Returns how the listener sits or lies in a step."""
    return messages.positions.get(step.position, step.position)


def capitalised(name: str) -> str:
    """Returns a name with a capital letter at its beginning, as a title; the other letters stay as they are."""
    return name[:1].upper() + name[1:]


def _with_technique(area: str, step: ScriptStep, messages: Messages) -> str:
    return ", ".join(filter(None, (area, technique_label(step, messages))))
