"""Sparing a body what it must not have: a routine without the work that some cautions rule out, softened elsewhere.

What is lost in time is given to the work that stays, so that the session keeps its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kneadcast.errors import RoutineError, did_you_mean
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.routine.contraindications import CAUTIONS, Caution
from kneadcast.routine.model import Move, Phrases, Routine, Section, Step, TimeRange
from kneadcast.routine.rules.findings import split_sentences
from kneadcast.routine.softening import can_be_softened, softened, without_firm_reminders

MOST_GROWTH = 2.5
"""Nobody wants a thing for longer than this many times what its author thought good."""
HEADROOM = 0.02
"""How much more than its own length a routine must still be able to fill, so that any voice can."""
SENTENCE_MS = 4_000
"""What the opening's ranges grow by for each sentence added; a plan takes the measured length."""


@dataclass(frozen=True)
class AdaptedRoutine:
    """A routine that spares what was asked, and what was done to make it so."""

    routine: Routine
    notes: tuple[str, ...]


def known_cautions(ids: Sequence[str]) -> tuple[Caution, ...]:
    """Returns cautions by their ids, each once, in the order of the table.

    Raises:
        RoutineError: If one is not known.
    """
    for id_ in ids:
        if id_ not in CAUTIONS:
            known = ", ".join(CAUTIONS)
            raise RoutineError(f"there is no caution '{id_}'{did_you_mean(id_, CAUTIONS)}; known: {known}")
    return tuple(caution for caution in CAUTIONS.values() if caution.id in ids)


def avoid(routine: Routine, ids: Sequence[str], phrases: Phrases) -> AdaptedRoutine:
    """Returns a routine that spares what some cautions rule out.

    Raises:
        RoutineError: If a caution is not known, rules out the routine's type, or leaves too little to keep its length.
    """
    asked = known_cautions(ids)
    notes = [
        f"{caution.label}: nothing to leave out, since other hands do the work"
        for caution in asked
        if caution.self_only and routine.mode == "partner"
    ]
    cautions = tuple(caution for caution in asked if not (caution.self_only and routine.mode == "partner"))
    if not cautions:
        return AdaptedRoutine(routine, tuple(notes))
    for caution in cautions:
        if reason := caution.excludes.get(routine.type):
            message = f"'{routine.name}' is of type {routine.type}, which does not suit {caution.label}: {reason}"
            raise RoutineError(f"{message}; {_others(cautions)}")
    sections = tuple(_spared(routine, cautions, notes, phrases))
    spared = _kept_long(routine, sections, cautions, notes)
    if any(caution.ceilings for caution in cautions):
        spared = without_firm_reminders(spared)
    return AdaptedRoutine(_announced(spared, cautions, phrases), tuple(notes))


def _kept_long(
    routine: Routine, sections: tuple[Section, ...], cautions: Sequence[Caution], notes: list[str]
) -> Routine:
    """Returns the routine with what is left of its sections, made long enough again.

    Raises:
        RoutineError: If too little is left for that.
    """
    named = _listed([caution.label for caution in cautions])
    if not any(step.technique != "hold" for section in sections for step in section.steps):
        raise RoutineError(f"nothing of '{routine.name}' is safe with {named}; {_others(cautions)}")
    grown = _ideal_ms(routine.sections) / _ideal_ms(sections)
    spared = _filling(routine.model_copy(update={"sections": sections}), grown)
    if spared is None or grown > MOST_GROWTH:
        left = f"the {1 / grown:.0%} of its work that is left cannot fill its length"
        raise RoutineError(f"too little of '{routine.name}' is safe with {named}: {left}; {_others(cautions)}")
    if round(grown, 1) > 1:
        notes.append(f"the time of what is left out goes to the other steps, which last {grown:.1f} times as long")
    return spared


def _others(cautions: Sequence[Caution]) -> str:
    return f"`kneadcast routines --avoid {','.join(caution.id for caution in cautions)}` lists those that suit"


def _listed(labels: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))


def ruled_out(step: Step, position: str, caution: Caution) -> bool:
    """Tells whether a caution rules out a step in a position."""
    if caution.id in step.cautions or position in caution.positions or step.tool in caution.tools:
        return True
    if caution.of_hands and step.tool != "hands":
        return False
    if any(step.area in out.areas and step.technique in out.techniques for out in caution.left_out):
        return True
    lightest = TECHNIQUES[step.technique].pressure
    return lightest is not None and caution.ceilings.get(step.area, 10) < lightest[0]


def _spared(routine: Routine, cautions: Sequence[Caution], notes: list[str], phrases: Phrases) -> Iterator[Section]:
    """Yields the sections with the work that may stay; a move is handed on where the section it led to is gone."""
    wanted = at = routine.opening.position
    pending: Move | None = None
    softly = iter(phrases.softly)
    for section in routine.sections:
        came_from, wanted = wanted, section.position or wanted
        move = section.move or (pending if came_from == wanted else None)
        steps = tuple(_steps(section, wanted, cautions, notes, routine.language, softly))
        if not steps:
            pending = move
            continue
        # The way into a position is told once: not again to a listener who never left it, nor lost with a section.
        if at == wanted and came_from != wanted:
            move = None
        yield section.model_copy(update={"steps": steps, "position": wanted, "move": _fitting(move, section)})
        at, pending = wanted, None


def _steps(
    section: Section,
    position: str,
    cautions: Sequence[Caution],
    notes: list[str],
    language: str,
    softly: Iterator[str],
) -> Iterator[Step]:
    for step in section.steps:
        what = f"{AREAS[step.area].label}, {TECHNIQUES[step.technique].label}, in '{section.name}'"
        out = next((caution for caution in cautions if ruled_out(step, position, caution)), None)
        if out:
            where = f" ({POSITIONS[position]})" if position in out.positions else ""
            notes.append(f"left out: {what}{where}, for {out.label}: {out.reason}")
            continue
        ceiling = min((caution.ceilings.get(step.area, 10) for caution in cautions), default=10)
        if step.pressure is None or step.pressure <= ceiling:
            yield step
            continue
        why = next(caution for caution in cautions if caution.ceilings.get(step.area) == ceiling)
        if can_be_softened(step, ceiling, language):
            notes.append(f"softened: {what}, pressure {step.pressure} to {ceiling}, for {why.label}: {why.reason}")
            yield softened(step, ceiling, language, softly)
        else:
            notes.append(f"left out: {what}, which is only done firmly, for {why.label}: {why.reason}")


def _fitting(move: Move | None, section: Section) -> Move | None:
    """Returns a move without sentences that name a side where the section it now leads to has none."""
    if move is None or section.sides != "none":
        return move

    def unsided(text: str) -> str:
        kept = [part for part in split_sentences(text) if "{" not in part]
        return " ".join(kept) or text

    return move.model_copy(update={"say": unsided(move.say), "preview": unsided(move.preview)})


def _sides(section: Section) -> int:
    return 2 if section.sides == "each" else 1


def _ideal_ms(sections: Sequence[Section]) -> int:
    return sum(_sides(section) * step.time.ideal_ms for section in sections for step in section.steps)


def _longest_ms(routine: Routine) -> int:
    told = [routine.opening.safety, routine.opening.settle, routine.closing.rest, routine.closing.close]
    changes = [change for section in routine.sections for change in (section.move, section.switch)]
    work_ms = sum(_sides(section) * step.time.max_ms for section in routine.sections for step in section.steps)
    return work_ms + sum(part.time.max_ms for part in (*told, *changes) if part)


def _filling(routine: Routine, grown: float) -> Routine | None:
    """Returns the routine with its work grown, and its maxima raised as far as its own length needs; none if too far.

    Where they need not be raised they stay, so that the longest session becomes shorter rather than monotonous.
    """
    for tenths in range(10, round(10 * MOST_GROWTH) + 1):
        sections = tuple(_longer(section, grown, tenths / 10) for section in routine.sections)
        longer = routine.model_copy(update={"sections": sections})
        if _longest_ms(longer) >= routine.length * (1 + HEADROOM):
            return longer
    return None


def _longer(section: Section, grown: float, stretch: float) -> Section:
    steps = (step.model_copy(update={"time": _scaled(step.time, grown, stretch)}) for step in section.steps)
    return section.model_copy(update={"steps": tuple(steps)})


def _scaled(time: TimeRange, grown: float, stretch: float) -> TimeRange:
    min_ms, ideal_ms = round(time.min_ms * grown), round(time.ideal_ms * grown)
    max_ms = max(ideal_ms, round(time.max_ms * stretch))
    return time.model_copy(update={"min_ms": min_ms, "ideal_ms": ideal_ms, "max_ms": max_ms})


def _announced(routine: Routine, cautions: Sequence[Caution], phrases: Phrases) -> Routine:
    """Returns the routine with a sentence for each caution, spoken before the listener settles.

    Raises:
        RoutineError: If the language has no sentence for one of them.
    """
    missing = [caution.id for caution in cautions if caution.id not in phrases.avoided]
    if missing:
        raise RoutineError(f"the phrases in language '{phrases.language}' have no words for {', '.join(missing)}")
    settle = routine.opening.settle
    said = [phrases.avoided[caution.id] for caution in cautions]
    more_ms = SENTENCE_MS * len(said)
    time = TimeRange.model_construct(
        min_ms=settle.time.min_ms + more_ms,
        ideal_ms=settle.time.ideal_ms + more_ms,
        max_ms=settle.time.max_ms + more_ms,
    )
    told = settle.model_copy(update={"say": " ".join([*said, settle.say]), "time": time})
    return routine.model_copy(update={"opening": routine.opening.model_copy(update={"settle": told})})
