"""Finding the routine that suits: by length, part of the body, type and position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kneadcast.errors import PlanError, did_you_mean
from kneadcast.planning.limits import Limits
from kneadcast.routine.body import POSITIONS, TYPES
from kneadcast.routine.model import Routine
from kneadcast.routine.parts import areas_of
from kneadcast.units import format_duration

_ALSO = {"sitting": "seated", "chair": "seated", "lying": "reclined", "on-the-side": "side-lying"}
"""Names that a listener uses for a position."""


@dataclass(frozen=True)
class Search:
    """What a routine must have to be listed; nothing that is left out matters.

    Raises:
        PlanError: If it asks for a part, type or position that does not exist.
    """

    length_ms: int | None = None
    """A length that it can have."""
    parts: tuple[str, ...] = ()
    """Parts of the body that it works, each of them."""
    type: str | None = None
    positions: tuple[str, ...] = ()
    """The positions that all of it is done in; `seated` takes in the edge of the seat."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "positions", tuple(_ALSO.get(name, name) for name in self.positions))
        for part in self.parts:
            areas_of(part)
        names = [("type", name, TYPES) for name in (self.type,) if name is not None]
        for kind, name, known in (*names, *(("position", name, POSITIONS) for name in self.positions)):
            if name not in known:
                raise PlanError(f"there is no {kind} '{name}'{did_you_mean(name, known)}; known: {', '.join(known)}")

    def matches(self, routine: Routine) -> bool:
        """Tells whether a routine is what was asked for, as far as can be told without measuring its words."""
        worked = {step.area for section in routine.sections for step in section.steps}
        positions = {routine.opening.position, *(section.position for section in routine.sections)} - {None}
        return (
            all(areas_of(part) & worked for part in self.parts)
            and self.type in (None, routine.type)
            and (not self.positions or all(_within(str(position), self.positions) for position in positions))
        )

    def each(self) -> Iterator[tuple[str, Search]]:
        """Yields every single thing that is asked, as an option, with the search that is left without it."""
        if self.length_ms is not None:
            yield f"--length {format_duration(self.length_ms)}", replace(self, length_ms=None)
        for part in self.parts:
            yield f"--area {part}", replace(self, parts=tuple(other for other in self.parts if other != part))
        if self.type is not None:
            yield f"--type {self.type}", replace(self, type=None)
        if self.positions:
            yield f"--position {','.join(self.positions)}", replace(self, positions=())

    def reaches(self, found: Limits) -> bool:
        """Tells whether a routine with these limits can have the length."""
        return self.length_ms is None or found.shortest_ms <= self.length_ms <= found.longest_ms


def _within(position: str, wanted: tuple[str, ...]) -> bool:
    return any(position == one or position.startswith(f"{one}-") for one in wanted)


ANY = Search()
"""Every routine."""
