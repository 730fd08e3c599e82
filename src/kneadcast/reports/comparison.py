"""A comparison of two sessions of the same length: the time that each area of the body gains or loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script


@dataclass(frozen=True)
class AreaChange:
    """The time of an area in two sessions, both sides together."""

    area: str
    """The id of an area, or the kind of the steps in which no area is worked."""
    before_ms: int
    after_ms: int

    @property
    def gained_ms(self) -> int:
        """The time that it gains in the second session; negative for a loss."""
        return self.after_ms - self.before_ms


def compare(before: Script, after: Script) -> tuple[AreaChange, ...]:
    """Returns the times of every area, from toes to hip, and then of other steps; they add up to the lengths."""
    before_ms, after_ms = _times(before), _times(after)
    areas = [area for area in dict.fromkeys([*AREAS, *before_ms, *after_ms]) if area in before_ms or area in after_ms]
    return tuple(AreaChange(area, before_ms.get(area, 0), after_ms.get(area, 0)) for area in areas)


def _times(script: Script) -> Mapping[str, int]:
    times: dict[str, int] = {}
    for step in script.steps:
        key = step.area or step.kind
        times[key] = times.get(key, 0) + step.end_ms - step.start_ms
    return times
