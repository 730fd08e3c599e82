"""Adapts a routine to cautions: leaves out the work that they rule out, and softens other work.

The time of the omitted work goes to the remaining work, so that the session keeps its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kneadcast.errors import RoutineError
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.routine.conditions import resolve, without_conditions, worked_areas
from kneadcast.routine.contraindications import Caution, find_cautions
from kneadcast.routine.lengthening import growth_to_replace, lengthen
from kneadcast.routine.model import Routine, Section, Step, TimeRange
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.softening import can_be_softened, soften, without_firm_reminders

SENTENCE_MS = 4_000
"""Added to the time range of the opening for each added sentence; planning uses the measured length."""


@dataclass(frozen=True)
class AdaptedRoutine:
    """A routine that respects the cautions of a listener, with a note on each change."""

    routine: Routine
    notes: tuple[str, ...]


def avoid(routine: Routine, ids: Sequence[str], phrases: Phrases) -> AdaptedRoutine:
    """Returns a routine without the work that cautions rule out.

    Args:
        routine: The routine.
        ids: The ids of the cautions.
        phrases: The phrases of the routine's language.

    Raises:
        RoutineError: If a caution does not exist, excludes the routine's type, or leaves too little work to fill the
            routine's length.
    """
    requested = find_cautions(ids)
    cautions = tuple(caution for caution in requested if not (caution.self_only and routine.mode == "partner"))
    notes = [
        f"{caution.label}: nothing to leave out, because a partner does the work"
        for caution in requested
        if caution not in cautions
    ]
    if not cautions:
        return AdaptedRoutine(routine, tuple(notes))
    _check_type(routine, cautions)
    adapted, changes = _adapt_steps(routine, cautions, phrases)
    adapted, growth = _keep_length(adapted, routine, cautions)
    notes += changes
    if round(growth, 1) > 1:
        notes.append(
            f"the time of what is left out goes to the other steps, which last up to {growth:.1f} times as long"
        )
    if any(caution.ceilings for caution in cautions):
        adapted = without_firm_reminders(adapted)
    return AdaptedRoutine(_announce(adapted, routine, cautions, phrases), tuple(notes))


def rules_out(caution: Caution, step: Step, position: str) -> bool:
    """Returns whether a caution rules out a step in a position."""
    if caution.id in step.cautions or position in caution.positions or step.tool in caution.tools:
        return True
    if caution.of_hands and step.tool != "hands":
        return False
    if any(step.area in work.areas and step.technique in work.techniques for work in caution.excluded_work):
        return True
    lightest = TECHNIQUES[step.technique].pressure
    limit = caution.ceilings.get(step.area)
    return lightest is not None and limit is not None and limit < lightest[0]


def _check_type(routine: Routine, cautions: Sequence[Caution]) -> None:
    for caution in cautions:
        if reason := caution.excludes.get(routine.type):
            message = f"'{routine.name}' is of type {routine.type}, which does not suit {caution.label}: {reason}"
            raise RoutineError(f"{message}; {_alternatives(cautions)}")


def _adapt_steps(routine: Routine, cautions: Sequence[Caution], phrases: Phrases) -> tuple[Routine, list[str]]:
    """Returns a routine with steps left out and softened, and a note on each of these steps."""
    omitted: set[str] = set()
    notes: list[str] = []
    sections: list[Section] = []
    softly = iter(phrases.softly)
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        steps: list[Step] = []
        for step in section.steps:
            change = _required_change(step, section, position, cautions, routine.language)
            if change is None:
                steps.append(step)
                continue
            notes.append(change.note)
            if change.pressure is None:
                omitted.add(step_key(section, step))
                steps.append(step)
            else:
                steps.append(soften(step, change.pressure, routine.language, softly))
        sections.append(section.model_copy(update={"steps": tuple(steps)}))
    return without_steps(routine.model_copy(update={"sections": tuple(sections)}), omitted), notes


@dataclass(frozen=True)
class _Change:
    """A change to a step that cautions require."""

    note: str
    pressure: int | None = None
    """The lower pressure; `None` if the step is left out."""


def _required_change(
    step: Step, section: Section, position: str, cautions: Sequence[Caution], language: str
) -> _Change | None:
    what = f"{AREAS[step.area].label}, {TECHNIQUES[step.technique].label}, in '{section.name}'"
    for caution in cautions:
        if rules_out(caution, step, position):
            where = f" ({POSITIONS[position].label})" if position in caution.positions else ""
            return _Change(f"left out: {what}{where}, for {caution.label}: {caution.reason}")
    limits = [(caution.ceilings[step.area], caution) for caution in cautions if step.area in caution.ceilings]
    limit, strictest = min(limits, key=lambda pair: pair[0], default=(0, None))
    if strictest is None or step.pressure is None or step.pressure <= limit:
        return None
    why = f"for {strictest.label}: {strictest.reason}"
    if can_be_softened(step, limit, language):
        return _Change(f"softened: {what}, pressure {step.pressure} to {limit}, {why}", limit)
    return _Change(f"left out: {what}, which is only done firmly, {why}")


def _keep_length(adapted: Routine, original: Routine, cautions: Sequence[Caution]) -> tuple[Routine, float]:
    """Returns an adapted routine that fills the original length again, and the factor by which its work grew.

    Raises:
        RoutineError: If too little work is left.
    """
    labels = _join([caution.label for caution in cautions])
    if not any(step.technique != "hold" for section in adapted.sections for step in section.steps):
        raise RoutineError(f"nothing of '{original.name}' is safe with {labels}; {_alternatives(cautions)}")
    growth = growth_to_replace(original, adapted)
    lengthened = lengthen(adapted, growth)
    if lengthened is None:
        left = f"the {1 / growth:.0%} of its work that is left cannot fill its length"
        raise RoutineError(f"too little of '{original.name}' is safe with {labels}: {left}; {_alternatives(cautions)}")
    return lengthened, growth


def _announce(routine: Routine, original: Routine, cautions: Sequence[Caution], phrases: Phrases) -> Routine:
    """Returns a routine whose opening has a sentence for each caution, before the listener settles in.

    What the original does not contain is not announced as left out.

    Raises:
        RoutineError: If the language has no sentence for one of them.
    """
    missing = [caution.id for caution in cautions if caution.id not in phrases.avoided]
    if missing:
        raise RoutineError(f"the phrases in language '{phrases.language}' have no words for {', '.join(missing)}")
    settle = routine.opening.settle
    worked = worked_areas(step for section in original.sections for step in section.steps)
    positions = {original.opening.position, *(section.position for section in original.sections)}
    sentences = [
        without_conditions(resolve(phrases.avoided[caution.id], worked))
        for caution in cautions
        if not caution.is_of_positions_only or caution.positions & positions
    ]
    sentences = list(filter(None, sentences))
    added_ms = SENTENCE_MS * len(sentences)
    time = TimeRange.model_construct(
        min_ms=settle.time.min_ms + added_ms,
        ideal_ms=settle.time.ideal_ms + added_ms,
        max_ms=settle.time.max_ms + added_ms,
    )
    brief = settle.brief and " ".join([*sentences, settle.brief])
    announced = settle.model_copy(update={"say": " ".join([*sentences, settle.say]), "brief": brief, "time": time})
    return routine.model_copy(update={"opening": routine.opening.model_copy(update={"settle": announced})})


def _alternatives(cautions: Sequence[Caution]) -> str:
    return f"`kneadcast routines --avoid {','.join(caution.id for caution in cautions)}` lists those that suit"


def _join(labels: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))
