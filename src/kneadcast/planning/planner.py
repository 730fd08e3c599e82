"""The plan: which segments a session has, and from when to when, so that it lasts exactly as long as was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kneadcast.errors import PlanError
from kneadcast.planning.allocation import Allocation, allocate
from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.fixed_times import with_fixed_times
from kneadcast.planning.layouts import layouts
from kneadcast.planning.limits import Limits, limits, out_of_reach
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.selection import select_steps
from kneadcast.planning.sequence import Segment, arrange, drop_order, either_way
from kneadcast.planning.timing import BREATH_MS, Durations, instruction_ms
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases

__all__ = [
    "BREATH_MS",
    "Limits",
    "Durations",
    "Plan",
    "TimedSegment",
    "instruction_ms",
    "limits",
    "plan",
    "spoken_lines",
]


@dataclass(frozen=True)
class TimedSegment:
    """A segment with its time."""

    segment: Segment
    start_ms: int
    end_ms: int
    hands_on_ms: int


@dataclass(frozen=True)
class Plan:
    """A whole session's segments, without gaps from 0 to `length_ms`."""

    routine: Routine
    length_ms: int
    segments: tuple[TimedSegment, ...]
    dropped: tuple[str, ...]
    """Keys of the optional steps that were left out, on both sides."""
    preferences: Preferences = NO_PREFERENCES
    ideals: Mapping[str, int] = field(default_factory=dict)
    """The hands-on time that each segment's key would ideally have."""


def spoken_lines(
    routine: Routine, phrases: Phrases, preferences: Preferences = NO_PREFERENCES, length_ms: int = 0
) -> dict[str, str]:
    """Returns every sentence that a session of this routine may say, with the place that it comes from.

    Args:
        routine: The routine as its author wrote it.
        phrases: The fixed phrases of its language.
        preferences: What the listener asks of it.
        length_ms: How long the session is to be; only a countdown hangs on it.

    Raises:
        PlanError: If the routine or the language does not have what is asked for.
    """
    chosen = select_steps(routine, phrases, preferences)
    lines: dict[str, str] = {}
    going = drop_order(chosen)
    twice = replace(preferences, rounds=min(2, preferences.rounds))
    for number in range(len(going) + 1):
        for segment in arrange(chosen, phrases, going[:number], twice):
            brief = segment.brief if preferences.talk == "brief" else ()
            for text in (*segment.action, *brief, *segment.preview, *segment.reminders):
                lines.setdefault(text, segment.id)
    for segment in either_way(chosen, phrases) if preferences.order == "area" else ():
        for text in (*segment.action, *segment.brief, *segment.reminders):
            lines.setdefault(text, segment.id)
    for text in routine.remind:
        lines.setdefault(text, "remind")
    fixed = (phrases.halfway, phrases.five_minutes_left, phrases.one_minute_left)
    told = (
        announcement.text for announcement in announcements_for(length_ms, phrases, preferences) if announcement.text
    )
    for text in (*fixed, *told):
        lines.setdefault(text, "phrases")
    return lines


def plan(
    routine: Routine, phrases: Phrases, durations: Durations, length_ms: int, preferences: Preferences = NO_PREFERENCES
) -> Plan:
    """Plans a session of exactly the given length.

    All segments shrink in proportion from ideal to min; where that is not enough, optional steps go, on both sides,
    and what they free is shared out again. All grow in proportion from ideal to max.

    Raises:
        PlanError: If no session of this routine can be that long, or have what is wished; it says what could be.
    """
    chosen = with_fixed_times(select_steps(routine, phrases, preferences), phrases, durations, preferences)
    for layout in layouts(chosen, phrases, durations, preferences):
        if layout.shortest_ms <= length_ms <= layout.longest_ms:
            fitted = allocate(layout.shares, length_ms - layout.words_ms)
            ideals = {share.key: share.ideal_ms for share in layout.shares}
            placed = _place(layout.segments, durations, fitted)
            return Plan(chosen, length_ms, placed, layout.dropped, preferences, ideals)
    raise PlanError(out_of_reach(routine, phrases, durations, length_ms, preferences))


def _place(segments: Sequence[Segment], durations: Durations, fitted: Allocation) -> tuple[TimedSegment, ...]:
    placed: list[TimedSegment] = []
    at_ms = 0
    for segment in segments:
        hands_on_ms = fitted.shares[segment.key]
        if segment is segments[-1]:
            # A millisecond that two sides cannot share equally lengthens the silence at the very end.
            hands_on_ms += fitted.left_over_ms
        end_ms = at_ms + instruction_ms(segment, durations) + hands_on_ms
        placed.append(TimedSegment(segment, at_ms, end_ms, hands_on_ms))
        at_ms = end_ms
    return tuple(placed)
