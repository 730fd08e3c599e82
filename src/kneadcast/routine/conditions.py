"""Conditions of sentences: `[if feet] Dry your soles.` is spoken only if the feet are worked.

A listener can leave out parts, sides and steps. A condition keeps what is said true, whatever is left out. In a
section, a part counts as worked if a step of that section works it; in the opening and the closing, if any step of the
session does. Movements without hands or a tool are no work in this sense, since they need neither cream nor cushions.
`[if calf or thigh]` asks for any of some parts, and `[if feet before]` whether a section before worked one. Instead
of a part, a condition can name a tool, a place (`chair`, `bed` or `standing`), the rest at the end, or `sides` if both
sides are worked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, TypeVar

from kneadcast.errors import PlanError
from kneadcast.frozen_model import FrozenModel
from kneadcast.routine.body import PLACES, TOOLS, place_of
from kneadcast.routine.model import Routine, Section, Step
from kneadcast.routine.parts import areas_of
from kneadcast.routine.variation import VARIED
from kneadcast.routine.wording import split_sentences

REST, SIDES = "rest", "sides"
"""Names in a condition that are no parts: the rest at the end, and whether both sides are worked."""
_OTHERS = frozenset({REST, SIDES, *PLACES, *TOOLS})
_CONDITION = re.compile(r"\[(?P<words>[^\[\]]*)\]\s*")
"""The words are read separately: one expression for all takes quadratic time or more if a bracket is not closed."""
_NUMBER = re.compile(r"\[#(?P<number>\d+)\] ")
_BEFORE = "before "
"""Begins a fact about the sections before."""
_TEXT_KEYS = VARIED | {"remind"}
_Model = TypeVar("_Model", bound=FrozenModel)


def without_conditions(text: str) -> str:
    """Returns a text with all its sentences, and without their conditions."""
    return _CONDITION.sub("", text) if "[" in text else text


def condition_problems(text: str) -> Iterator[str]:
    """Yields what is wrong with the conditions of a text."""
    if "[" not in text and "]" not in text:
        return
    for match in _CONDITION.finditer(text):
        yield from _problems_of(match)
    if set("[]") & set(_CONDITION.sub("", text)):
        yield "the text has a single bracket; a condition is written as [if PART] in front of a sentence"
    sentences = split_sentences(text)
    if any("[" in sentence[1:] for sentence in sentences):
        yield "a condition stands in front of a whole sentence"
    if all(sentence.startswith("[") for sentence in sentences):
        yield "every sentence has a condition; one has to remain when none of them holds"


def _problems_of(match: re.Match[str]) -> Iterator[str]:
    condition = _read(match)
    if condition.kind not in ("if", "unless"):
        yield f"'{match.group().strip()}' is no condition; write [if PART] or [unless PART]"
        return
    for part in condition.parts:
        if part not in _OTHERS:
            try:
                areas_of(part)
            except PlanError as error:
                yield str(error)


class _Condition(NamedTuple):
    """A condition: `[unless calf or thigh before]`."""

    kind: str
    """`if` or `unless`; anything else is an error."""
    parts: tuple[str, ...]
    before: bool
    """Whether it asks for the sections before."""


def _read(match: re.Match[str]) -> _Condition:
    kind, *words = match["words"].split() or [""]
    before = len(words) > 1 and words[-1] == "before"
    parts = " ".join(words[:-1] if before else words).split(" or ")
    return _Condition(kind, tuple(parts), before)


def parts_in_conditions(routine: Routine) -> frozenset[str]:
    """Returns the parts that the conditions of a routine name."""
    conditions = (match for text in _texts(routine) if "[" in text for match in _CONDITION.finditer(text))
    return frozenset(part for condition in conditions for part in _read(condition).parts) - _OTHERS


def resolve_conditions(routine: Routine) -> Routine:
    """Returns a routine with the sentences whose conditions hold, and without the others."""
    if not any("[" in text for text in _texts(routine)):
        return routine
    facts = set(worked_areas(step for section in routine.sections for step in section.steps))
    others = {REST} if routine.closing.rest else set()
    if any(section.sides == "each" for section in routine.sections):
        others.add(SIDES)
    facts |= others | set(_places(routine)) | {tool for section in routine.sections for tool in _tools(section)}
    return routine.model_copy(
        update={
            "remind": _lines(routine.remind, facts),
            "opening": _resolved(routine.opening, facts),
            "sections": tuple(_resolved_sections(routine, others)),
            "closing": _resolved(routine.closing, facts),
        }
    )


def _resolved_sections(routine: Routine, others: Collection[str]) -> Iterator[Section]:
    before: set[str] = set()
    for section, place in zip(routine.sections, _places(routine), strict=True):
        facts = worked_areas(section.steps) | {place} | _tools(section)
        yield _resolved(section, facts | before | set(others))
        before |= {f"{_BEFORE}{fact}" for fact in facts}


def _tools(section: Section) -> frozenset[str]:
    return frozenset(step.tool for step in section.steps)


def _places(routine: Routine) -> Iterator[str]:
    """Yields the place of each section."""
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        yield place_of(position)


def worked_areas(steps: Iterator[Step] | Collection[Step]) -> frozenset[str]:
    """Returns the areas that hands or a tool work in some steps."""
    return frozenset(step.area for step in steps if step.tool != "none")


def _resolved(model: _Model, facts: Collection[str]) -> _Model:
    """Returns a part of a routine with the texts in it, at any depth, resolved, and itself if nothing changes."""
    changed: dict[str, Any] = {}
    for key in type(model).model_fields:
        value = getattr(model, key)
        new: Any = value
        if isinstance(value, str):
            new = resolve(value, facts) if key in _TEXT_KEYS else value
        elif key == "remind":
            new = _lines(value, facts)
        elif isinstance(value, FrozenModel):
            new = _resolved(value, facts)
        elif isinstance(value, tuple) and value and isinstance(value[0], FrozenModel):
            new = _each_resolved(value, facts)
        if new is not value:
            changed[key] = new
    return model.model_copy(update=changed) if changed else model


def _each_resolved(models: tuple[_Model, ...], facts: Collection[str]) -> tuple[_Model, ...]:
    resolved = tuple(_resolved(one, facts) for one in models)
    return resolved if any(new is not old for new, old in zip(resolved, models, strict=True)) else models


def _lines(lines: tuple[str, ...], facts: Collection[str]) -> tuple[str, ...]:
    if not any("[" in line for line in lines):
        return lines
    return tuple(filter(None, (resolve(line, facts) for line in lines)))


def resolve(text: str, facts: Collection[str]) -> str:
    """Returns a text without the sentences whose condition does not hold; it can be empty.

    Those that remain keep their numbers, as in `[#2] Breathe.`, so that their names do not depend on what is left out.

    Args:
        text: The text.
        facts: The areas that are worked and the places, those of sections before, and `REST` and `SIDES` if they apply.
    """
    if "[" not in text:
        return text
    sentences = ((number, _kept(sentence, facts)) for number, sentence in enumerate(split_sentences(text), 1))
    return " ".join(f"[#{number}] {sentence}" for number, sentence in sentences if sentence)


def numbered(sentence: str) -> tuple[int, str]:
    """Returns the number of a sentence of a resolved text, or 0 if it has none, and its words."""
    match = _NUMBER.match(sentence)
    return (int(match["number"]), sentence[match.end() :]) if match else (0, sentence)


def _kept(sentence: str, facts: Collection[str]) -> str:
    match = _CONDITION.match(sentence)
    if not match:
        return sentence
    condition = _read(match)
    prefix = _BEFORE if condition.before else ""
    holds = any(_holds(part, prefix, facts) for part in condition.parts)
    return sentence[match.end() :] if holds == (condition.kind == "if") else ""


def _holds(part: str, prefix: str, facts: Collection[str]) -> bool:
    if part in (REST, SIDES):
        return part in facts
    if part in _OTHERS:
        return f"{prefix}{part}" in facts
    return any(f"{prefix}{area}" in facts for area in areas_of(part))


def _texts(model: FrozenModel) -> Iterator[str]:
    for key in type(model).model_fields:
        value = getattr(model, key)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, FrozenModel):
                yield from _texts(one)
            elif isinstance(one, str) and key in _TEXT_KEYS:
                yield one
