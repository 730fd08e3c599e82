"""A measured routine: everything on which the plan of a session depends, except its length."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.script.durations import Durations

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class MeasuredRoutine:
    """A routine with the measured length of every line that its sessions can say."""

    routine: Routine
    phrases: Phrases
    """The fixed phrases of its language."""
    durations: Durations
    preferences: Preferences = NO_PREFERENCES
    _cache: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `cached_for_routine` has calculated."""


def cached_for_routine(
    function: Callable[Concatenate[MeasuredRoutine, _Arguments], _Result],
) -> Callable[Concatenate[MeasuredRoutine, _Arguments], _Result]:
    """Lets a function of a measured routine be calculated once for each routine and further arguments.

    A routine is planned at many lengths, and its limits are asked for, while nothing in it changes.
    """

    @wraps(function)
    def cached(measured: MeasuredRoutine, /, *arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        results: dict[Hashable, _Result] = measured._cache
        key = (function, arguments, tuple(options.items()))
        if key not in results:
            results[key] = function(measured, *arguments, **options)
        return results[key]

    return cached
