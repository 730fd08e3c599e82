"""Two sessions of the same length side by side: which parts of the body win time, and which lose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script


@dataclass(frozen=True)
class AreaChange:
    """What an area has in two sessions, both sides together."""

    area: str
    """An area's id, or the kind of a segment in which nothing is worked."""
    before_ms: int
    after_ms: int

    @property
    def won_ms(self) -> int:
        """How much more it has in the second; negative for less."""
        return self.after_ms - self.before_ms


def compare(before: Script, after: Script) -> tuple[AreaChange, ...]:
    """Returns the time of every area, from toes to hip, then of everything else; its sum is each session's length."""
    one, other = _times(before), _times(after)
    order = [*AREAS, *dict.fromkeys([*one, *other])]
    named = [area for area in dict.fromkeys(order) if area in one or area in other]
    return tuple(AreaChange(area, one.get(area, 0), other.get(area, 0)) for area in named)


def _times(script: Script) -> Mapping[str, int]:
    times: dict[str, int] = {}
    for step in script.steps:
        key = step.area or step.kind
        times[key] = times.get(key, 0) + step.end_ms - step.start_ms
    return times
