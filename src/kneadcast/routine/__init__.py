"""Routines: the body, the techniques, and the model, the library and the rules of routine files."""

from kneadcast.routine.library import check_routine_file, load_routine, routine_names
from kneadcast.routine.model import Routine, Section, Step, TimeRange
from kneadcast.routine.phrases import Phrases, load_phrases
from kneadcast.routine.preparation import PreparedRoutine, RoutineSource, prepare_routine

__all__ = [
    "Phrases",
    "PreparedRoutine",
    "Routine",
    "RoutineSource",
    "Section",
    "Step",
    "TimeRange",
    "check_routine_file",
    "load_phrases",
    "load_routine",
    "prepare_routine",
    "routine_names",
]
