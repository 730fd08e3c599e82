"""Prepares a routine for a session: in the requested language, and without the work that cautions rule out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kneadcast.routine import avoidance
from kneadcast.routine.avoidance import AdaptedRoutine
from kneadcast.routine.library import load_routine
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import load_phrases

RoutineSource = Routine | str | Path
"""A routine, the name of one, or the path of its file."""


def prepare_routine(source: RoutineSource, *, language: str | None = None, avoid: Sequence[str] = ()) -> AdaptedRoutine:
    """Returns a routine in a language, adapted to cautions, with a note on each change.

    Args:
        source: The name of a routine, the path of its file, or a loaded routine, which stays in its language.
        language: A language tag such as `de`; by default the language that the routine is written in.
        avoid: The ids of the cautions.

    Raises:
        RoutineError: If the routine or a caution does not exist, the routine is not available in the language or has
            errors, or too little of it is safe.
    """
    routine = source if isinstance(source, Routine) else load_routine(source, language)
    if not avoid:
        return AdaptedRoutine(routine, ())
    return avoidance.avoid(routine, avoid, load_phrases(routine.language))
