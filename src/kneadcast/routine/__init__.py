"""What a massage is made of: the body, the techniques, and routines written in them."""

from kneadcast.routine.library import check_routine_file, load_phrases, load_routine, routine_names
from kneadcast.routine.model import Phrases, Routine, Section, Step, TimeRange

__all__ = [
    "Phrases",
    "Routine",
    "Section",
    "Step",
    "TimeRange",
    "check_routine_file",
    "load_phrases",
    "load_routine",
    "routine_names",
]
