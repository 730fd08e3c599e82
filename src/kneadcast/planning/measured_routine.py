"""A measured routine: everything on which the plan of a session depends, except its length."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.script.durations import Durations


@dataclass(frozen=True)
class MeasuredRoutine:
    """A routine with the measured length of every line that its sessions can say."""

    routine: Routine
    phrases: Phrases
    """The fixed phrases of its language."""
    durations: Durations
    preferences: Preferences = NO_PREFERENCES
