"""A segment: one step of a session on one side, still without a length."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.routine.model import TimeRange
from kneadcast.script.model import ChimeName, Side, StepKind
from kneadcast.speech.model import Line


@dataclass(frozen=True)
class Segment:
    """One step of a session on one side, with the lines that belong to it."""

    id: str
    key: str
    """Shared by the left and the right of the same step, which get the same hands-on time."""
    kind: StepKind
    section: str
    time: TimeRange
    mark: ChimeName | None
    """The chime at its start."""
    action: tuple[Line, ...]
    """The instruction right after the chime."""
    preview: tuple[Line, ...] = ()
    """The announcement of the next segment, spoken near the end."""
    reminders: tuple[Line, ...] = ()
    position: str = ""
    side: Side | None = None
    area: str | None = None
    technique: str | None = None
    pressure: int | None = None
    tempo: int | None = None
    optional: bool = False
    lead_ms: int = 0
    """The least silence before its first line."""
    closing_mark: ChimeName | None = None
    """The chime at its end."""
    brief: tuple[Line, ...] = ()
    """The instruction in fewer words; may be empty."""
    weight: float = 1.0
    """The weight of its hands-on time in relation to that of the others."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines that may be said in it, except the brief instruction."""
        return (*self.action, *self.preview, *self.reminders)
