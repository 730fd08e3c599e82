"""The state of a live session: its script so far and to come, and what the listener has asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.rest_times import Item
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.rest_arrangement import pair_of
from kneadcast.routine.body import MOST_ROUNDS
from kneadcast.script.model import Script, Side
from kneadcast.speech.model import Line

LiveTalk = Literal["full", "plain", "brief", "least"]
"""How much is said from now on; `least` is the changes of position and what is said for safety."""

YES_WITHIN_MS = 20_000
"""How long after the question whether the session should end a listener can say yes; later it may mean anything."""
BREAK_KEY = "break"
"""The key of a pause that the listener asked for."""


@dataclass(frozen=True)
class LiveSegment:
    """A segment of a live session, with its bounds as they were or as they are planned."""

    segment: Segment
    """The segment with the words that it has; its id is that of the step of the script."""
    base: Segment
    """The segment of the routine that it is, or in which it is a break."""
    start_ms: int
    end_ms: int

    @property
    def pair(self) -> str:
        """What the left and the right of it share; empty if it is no work."""
        return pair_of(self.base) if self.segment.kind == "work" else ""


@dataclass(frozen=True)
class Leaving:
    """A segment that ends as soon as its words allow, and what follows it then."""

    step: str
    """The id of its step."""
    inserted: tuple[Item, ...] = ()
    only_close: bool = False


@dataclass(frozen=True)
class LogEntry:
    """A command with what followed from it."""

    at_ms: int
    command: Command
    answer: str
    """The words that answer it; empty if only the tick does."""
    end_ms: int
    """The end of the session after it, as far as it is known: a pause has no end."""


@dataclass(frozen=True)
class LivePlan:
    """A session that is being played: what has happened, and the plan of the rest."""

    measured: MeasuredRoutine
    """The routine that the preferences leave, with the number of rounds of the session."""
    script: Script
    """What happened until the last command, and what is planned after it; complete at any time."""
    segments: tuple[LiveSegment, ...]
    """The segments of the script, in order."""
    end_ms: int
    """The end that was promised last."""
    tail_ms: int
    """The end of the session that fades out, in which nothing is planned anew."""
    talk: LiveTalk = "full"
    brief: bool = False
    """Whether instructions are brief, because the time is short."""
    dropped: int = 0
    """How many steps of the drop order are left out of the rest, because the time is short."""
    skipped: frozenset[str] = frozenset()
    """The areas that the listener leaves out."""
    gone: frozenset[str] = frozenset()
    """The pairs of work that are not done any more, because the other side had hardly any of it."""
    held: Mapping[tuple[str, Side | None], int] = field(default_factory=dict)
    """The hands-on milliseconds that pairs have on a side, and then on the other, because the listener stayed."""
    begun: int = 0
    """The number of segments that are over, even if the last of them still says a sentence."""
    rounds: int = MOST_ROUNDS
    """How many rounds the rest has at most, because the time is short."""
    least_rounds: int = 1
    """How many rounds the listener has asked for."""
    leaving: Leaving | None = None
    news: tuple[Line, ...] = ()
    """What the last answer says of sides and of what is left out; said later if another command comes first."""
    tells_end: bool = False
    """Whether the last answer says when the session ends."""
    left_ms: int | None = None
    """In a pause, the time that is left after it; otherwise `None`."""
    asked_to_stop_ms: int | None = None
    """When the listener asked to stop, until this is confirmed, declined or forgotten."""
    log: tuple[LogEntry, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether the session waits for the listener."""
        return self.left_ms is not None

    def awaits_yes_at(self, at_ms: int) -> bool:
        """Returns whether the session has just asked whether it should end, so that `yes` ends it."""
        return self.asked_to_stop_ms is not None and at_ms - self.asked_to_stop_ms <= YES_WITHIN_MS
