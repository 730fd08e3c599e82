"""Rules of form: what a session could not be told without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, Rule, steps_of, texts_of
from kneadcast.units import format_duration

_NAMED = re.compile(r"\{([^{}]*)\}")
_RESERVED_IDS = ("move", "switch")
"""What a section's own stretches are called beside its steps."""

PRE_ROLL_MS = 10_000
"""The time to settle before the first word, which every session has beside its steps."""


def _announced_move(routine: Routine) -> Iterator[Finding]:
    position = routine.opening.position
    for s, section in enumerate(routine.sections):
        if section.position not in (None, position) and section.move is None:
            message = f"the position changes to {section.position} without a word; add a `move`"
            yield Finding(("sections", s, "position"), message)
        position = section.position or position


def _announced_switch(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        if section.sides == "each" and section.switch is None:
            yield Finding(("sections", s), "both sides are worked but nothing leads across; add a `switch`")
        if section.sides != "each" and section.switch is not None:
            message = f"there is no second side to switch to with `sides: {section.sides}`; leave the key out"
            yield Finding(("sections", s, "switch"), message)


def _placeholder(routine: Routine) -> Iterator[Finding]:
    for place, text, sided in texts_of(routine):
        named = _NAMED.findall(text)
        if set("{}") & set(_NAMED.sub("", text)):
            yield Finding(place, "a single brace stands in the text; only {side} and {other} are filled in")
        for name in sorted({name for name in named if name.split(":")[0] not in ("side", "other")}):
            yield Finding(place, f"'{{{name}}}' is never filled in; only {{side}} and {{other}} are")
        if any(name.split(":")[0] in ("side", "other") for name in named) and not sided:
            yield Finding(place, "there is no side here to name; say it without {side} and {other}")


def _step_ids(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        seen: set[str] = set()
        for i, step in enumerate(section.steps):
            if step.slug in seen:
                message = f"another step of this section is called '{step.slug}' too; give this one an `id`"
                yield Finding(("sections", s, "steps", i), message)
            if step.slug in _RESERVED_IDS:
                message = f"no step can be called '{step.slug}', which the section's own {step.slug} is called"
                yield Finding(("sections", s, "steps", i, "id"), message)
            seen.add(step.slug)
    # Names that differ in case or punctuation alone would give the same ids in a script.
    names = [re.findall(r"[^\W_]+", section.name.casefold()) for section in routine.sections]
    for s, name in enumerate(names):
        if name in names[:s]:
            message = f"another section is called '{routine.sections[names.index(name)].name}' already"
            yield Finding(("sections", s, "name"), message)


def _default_length(routine: Routine) -> Iterator[Finding]:
    """Judges by the ranges alone; what speech and chimes add is only known in a voice."""
    told = [routine.opening.safety, routine.opening.settle, routine.closing.rest, routine.closing.close]
    changes = [change for section in routine.sections for change in (section.move, section.switch)]
    longest_ms = sum(part.time.max_ms for part in (*told, *changes) if part)
    for _, section, step in steps_of(routine):
        longest_ms += step.time.max_ms * (2 if section.sides == "each" else 1)
    if routine.length > longest_ms + PRE_ROLL_MS:
        message = f"the default length is {format_duration(routine.length)}, but all maxima together make only "
        yield Finding(("length",), f"{message}{format_duration(longest_ms)}; ask for less, or allow the steps more")


FORM_RULES = (
    Rule(
        "announced-move",
        _announced_move,
        "a change of position without a `move`",
        "A listener with shut eyes has to be told how to sit or lie before the hands go on.",
        "Give the section a `move` with a `preview`, a `say` and a `time`, or leave its `position` out.",
    ),
    Rule(
        "announced-switch",
        _announced_switch,
        "`sides: each` without a `switch`, or a `switch` without a second side",
        "The change to the other leg takes time and words of its own.",
        "Give a section with `sides: each` a `switch` with `say` and `time`; leave it out elsewhere.",
    ),
    Rule(
        "placeholder",
        _placeholder,
        "braces other than `{side}` and `{other}`, or these two where there is no side",
        "What is not filled in would be read aloud as it stands.",
        "Write `{side}` for the side being worked and `{other}` for the other one, only where a section has sides.",
    ),
    Rule(
        "step-ids",
        _step_ids,
        "two steps of a section, or two sections, that would have the same id; a step called `move` or `switch`",
        "Scripts, translations and routines that extend this one find steps by their ids.",
        "Give one of the two an `id` of its own.",
    ),
    Rule(
        "default-length",
        _default_length,
        "a default `length` that the steps cannot fill",
        "A routine has to be able to last as long as it says that it does.",
        "Lower `length`, or raise the last number of some `time` ranges.",
    ),
)
