"""Prepares a routine for a session: in the requested language, and without the work that cautions rule out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.routine import avoidance
from kneadcast.routine.library import load_routine
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases, load_phrases

RoutineSource = Routine | str | Path
"""A routine, the name of one, or the path of its file."""


@dataclass(frozen=True)
class PreparedRoutine:
    """A routine in the requested language, adapted to cautions, with the phrases of its language."""

    routine: Routine
    phrases: Phrases
    notes: tuple[str, ...] = ()
    """What was left out or softened because of cautions."""


def prepare_routine(
    source: RoutineSource, *, language: str | None = None, avoid: Sequence[str] = (), variation: int = 1
) -> PreparedRoutine:
    """Returns a routine in a language, adapted to cautions, with a note on each change.

    Args:
        source: The name of a routine, the path of its file, or a loaded routine, which stays in its language.
        language: A language tag such as `de`; by default the language that the routine is written in.
        avoid: The ids of the cautions.
        variation: Which wording of each text is spoken, from 1 on; a loaded routine keeps its own.

    Raises:
        RoutineError: If the routine or a caution does not exist, the routine is not available in the language or has
            errors, or too little of it is safe.
    """
    routine = source if isinstance(source, Routine) else load_routine(source, language, variation)
    phrases = load_phrases(routine.language, variation)
    if not avoid:
        return PreparedRoutine(routine, phrases)
    adapted = avoidance.avoid(routine, avoid, phrases)
    return PreparedRoutine(adapted.routine, phrases, adapted.notes)
