"""A segment: one step of a session on one side, still without a length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kneadcast.routine.hands import Hand
from kneadcast.routine.model import TimeRange
from kneadcast.routine.stroke_path import StrokePath
from kneadcast.script.model import ChimeName, Side, StepKind
from kneadcast.speech.model import Line

Wording = Literal["action", "brief", "again"]


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
    tool: str = "hands"
    hand: Hand | None = None
    path: StrokePath | None = None
    lead_ms: int = 0
    """The least silence before its first line."""
    closing_mark: ChimeName | None = None
    """The chime at its end."""
    softer_lu: int | None = None
    """How much softer its chimes are than those of others; `None` if they are as loud."""
    brief: tuple[Line, ...] = ()
    """The instruction in fewer words, with what is safety; may be empty."""
    again: tuple[Line, ...] = ()
    """The instruction of the second side; may be empty."""
    caution: tuple[Line, ...] = ()
    """The end of the instruction: where to stop and what to stay off; empty where it was said before."""
    ask: tuple[Line, ...] = ()
    """The beginning of the instruction: what the giver asks the receiver; empty where it was asked before."""
    added: tuple[Line, ...] = ()
    """Sentences of the phrases that its instruction begins with, because of what was left out."""
    wording: Wording = "action"
    """Which instruction `action` holds: the usual one of the segment, or one that replaces it to save time."""
    weight: float = 1.0
    """The weight of its hands-on time in relation to that of the others."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines that may be said in it, except the brief instruction."""
        return (*self.action, *self.preview, *self.reminders)
