"""Rules on the form of a routine, which make its sessions complete and consistent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.body import place_of
from kneadcast.routine.conditions import condition_problems
from kneadcast.routine.model import PRE_ROLL_MS, TRANSITIONS, Routine
from kneadcast.routine.rules.findings import Finding, rule, steps_of, texts_of, written_texts
from kneadcast.routine.wording import slug
from kneadcast.units import format_duration

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SIDES = ("side", "other")


@rule(
    "announced-move",
    refuses="a change of position without a `move`",
    why="A listener with closed eyes must hear how to sit or lie before the hands go on.",
    remedy="Give the section a `move` with a `preview`, a `say` and a `time`, or leave its `position` out.",
)
def _announced_move(routine: Routine) -> Iterator[Finding]:
    position = routine.opening.position
    for s, section in enumerate(routine.sections):
        if section.position not in (None, position) and section.move is None:
            message = f"the position changes to {section.position} without a word; add a `move`"
            yield Finding(("sections", s, "position"), message)
        position = section.position or position


@rule(
    "move-from",
    refuses="warns of a move without words for a listener who comes from another place, because a section is left out",
    why="Nobody can sit up who is sitting on a chair, or walk to a bed that they lie in.",
    remedy="Give the move words under `from`, by the place that the message names: `from: {chair: {preview, say}}`.",
)
def _move_from(routine: Routine) -> Iterator[Finding]:
    positions = [routine.opening.position]
    for s, section in enumerate(routine.sections):
        position = section.position or positions[-1]
        if section.move:
            others = {place_of(other) for other in positions[:-1] if other != position}
            missing = others - {place_of(positions[-1]), *section.move.approaches}
            for place in sorted(missing):
                message = f"a listener comes here from '{place}' if the section before is left out; say so in `from`"
                yield Finding(("sections", s, "move"), message, "warning")
        positions.append(position)


@rule(
    "condition",
    refuses="a condition of an unknown part, one that is not in front of a sentence, or a text with nothing else",
    why="A condition that cannot be read would be spoken, and a text without a sentence leaves the listener alone.",
    remedy="Write `[if feet] Dry your soles.` or `[unless hip] ...`, and at least one sentence without a condition.",
)
def _condition(routine: Routine) -> Iterator[Finding]:
    for place, text, _ in written_texts(routine):
        unconditional = place[-1] in ("ask", "caution") or place[:2] == ("opening", "safety")
        if unconditional and "[" in text:
            yield Finding(place, "what is said for safety has no condition; leave it out")
        for problem in condition_problems(text):
            if "remind" not in place or not problem.startswith("every sentence"):
                yield Finding(place, problem)


@rule(
    "announced-switch",
    refuses="`sides: each` without a `switch`, or a `switch` without a second side",
    why="The change to the other leg takes time and words.",
    remedy="Give a section with `sides: each` a `switch` with `say` and `time`; leave it out elsewhere.",
)
def _announced_switch(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        if section.sides == "each" and section.switch is None:
            yield Finding(("sections", s), "both sides are worked but nothing leads across; add a `switch`")
        if section.sides != "each" and section.switch is not None:
            message = f"there is no second side to switch to with `sides: {section.sides}`; leave the key out"
            yield Finding(("sections", s, "switch"), message)


@rule(
    "placeholder",
    refuses="braces other than `{side}` and `{other}`, or these two where there is no side",
    why="Any other brace would be read aloud as it is written.",
    remedy="Write `{side}` for the side being worked and `{other}` for the other one, only where a section has sides.",
)
def _placeholder(routine: Routine) -> Iterator[Finding]:
    for place, text, sided in texts_of(routine):
        names = _PLACEHOLDER.findall(text)
        if set("{}") & set(_PLACEHOLDER.sub("", text)):
            yield Finding(place, "the text has a single brace; only {side} and {other} are filled in")
        for name in sorted({name for name in names if name.split(":")[0] not in _SIDES}):
            yield Finding(place, f"'{{{name}}}' is never filled in; only {{side}} and {{other}} are")
        if any(name.split(":")[0] in _SIDES for name in names) and not sided:
            yield Finding(place, "there is no side here to name; say it without {side} and {other}")


@rule(
    "step-ids",
    refuses=(
        "two steps of a section, or two sections, with the same id; a step called `move`, `compare`, `switch` or "
        "`pause`"
    ),
    why="Scripts, translations and routines that extend this one identify steps by their ids.",
    remedy="Give one of the two another `id`.",
)
def _step_ids(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        seen: set[str] = set()
        for i, step in enumerate(section.steps):
            if step.slug in seen:
                message = f"another step of this section is called '{step.slug}' too; give this one an `id`"
                yield Finding(("sections", s, "steps", i), message)
            if step.slug in TRANSITIONS:
                message = f"a step cannot be called '{step.slug}', which is the id of the section's own {step.slug}"
                yield Finding(("sections", s, "steps", i, "id"), message)
            seen.add(step.slug)
    yield from _repeated_section_ids(routine)


def _repeated_section_ids(routine: Routine) -> Iterator[Finding]:
    # Names that differ only in case or punctuation give the same id.
    names = [slug(section.name) for section in routine.sections]
    ids = [section.slug for section in routine.sections]
    for s, (name, id_) in enumerate(zip(names, ids, strict=True)):
        if name in names[:s]:
            message = f"another section is called '{routine.sections[names.index(name)].name}' already"
            yield Finding(("sections", s, "name"), message)
        elif id_ in ids[:s]:
            message = f"another section has the id '{id_}' already; give one of the two another `id`"
            yield Finding(("sections", s, "id" if routine.sections[s].id else "name"), message)


@rule(
    "one-priority",
    refuses="a step with both `optional` and `priority`",
    why="Both say when a step is left out, and only one of them can be followed.",
    remedy="Leave `optional` out; `optional: true` is the earlier way to write `priority: 3`.",
)
def _one_priority(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if step.priority is not None and "optional" in step.model_fields_set:
            message = f"`priority: {step.priority}` says when the step is left out; leave `optional` out"
            yield Finding((*place, "optional"), message)


@rule(
    "default-length",
    refuses="a default `length` that the steps cannot fill in one round",
    why="At its own length, a session does what its author has planned; rounds are for listeners who ask for more.",
    remedy="Lower `length`, or raise the last number of some `time` ranges.",
)
def _default_length(routine: Routine) -> Iterator[Finding]:
    """Checks the ranges alone; the time of speech and chimes depends on the voice."""
    longest_ms = routine.longest_ms
    if routine.length > longest_ms + PRE_ROLL_MS:
        message = f"the default length is {format_duration(routine.length)}, but all maxima together make only "
        yield Finding(("length",), f"{message}{format_duration(longest_ms)}; ask for less, or allow the steps more")


FORM_RULES = (
    _announced_move,
    _move_from,
    _condition,
    _announced_switch,
    _placeholder,
    _step_ids,
    _one_priority,
    _default_length,
)
