"""The planner: chooses and times the segments of a session, so that it has exactly the requested length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kneadcast.planning.allocation import Allocation, allocate
from kneadcast.planning.fixed_times import apply_preferences
from kneadcast.planning.layouts import layouts
from kneadcast.planning.limits import length_error, nearest_lengths
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.segment import Segment
from kneadcast.planning.timing import instruction_ms
from kneadcast.script.durations import Durations


@dataclass(frozen=True)
class TimedSegment:
    """A segment with its start, its end and its hands-on time."""

    segment: Segment
    start_ms: int
    end_ms: int
    hands_on_ms: int


@dataclass(frozen=True)
class Plan:
    """The segments of a complete session, without gaps from 0 to `length_ms`."""

    measured: MeasuredRoutine
    """The routine that the preferences leave."""
    length_ms: int
    segments: tuple[TimedSegment, ...]
    dropped: tuple[str, ...]
    """Keys of the steps that are left out, on both sides."""
    ideals: Mapping[str, int] = field(default_factory=dict)
    """The hands-on time that each key would ideally have, in milliseconds."""
    rounds: int = 1
    """How often the steps of a section are done."""
    brief: bool = False
    """Whether instructions are brief, because the session is short."""


def plan(measured: MeasuredRoutine, length_ms: int) -> Plan:
    """Returns the plan of a session of exactly the given length.

    All segments shrink in proportion from ideal to min. If that is not enough, instructions become brief, and then
    steps are dropped, on both sides, and the time that they free is allocated again. All segments grow in proportion
    from ideal to max. If that is not enough, the steps of each section are done in several rounds, each lighter than
    the one before.

    Args:
        measured: The routine as its author wrote it, and the preferences of the listener.
        length_ms: The length of the session.

    Raises:
        LengthError: If no session of this routine can have the length with the preferences; the error states what can.
        PlanError: If the routine cannot have what the preferences request at any length.
    """
    if found := find_plan(measured, length_ms):
        return found
    raise length_error(measured, length_ms)


def find_plan(measured: MeasuredRoutine, length_ms: int) -> Plan | None:
    """Returns the plan of a session of exactly the given length, or `None` if there is none; see `plan`.

    Raises:
        PlanError: If the routine cannot have what the preferences request at any length.
    """
    selected = apply_preferences(measured)
    for layout in layouts(selected):
        if layout.shortest_ms <= length_ms <= layout.longest_ms:
            allocation = allocate(layout.shares, length_ms - layout.words_ms)
            ideals = {share.key: share.ideal_ms for share in layout.shares}
            timed = _timed(layout.segments, measured.durations, allocation)
            return Plan(selected, length_ms, timed, layout.dropped, ideals, layout.rounds, layout.brief)
    return None


def possible_length(measured: MeasuredRoutine, length_ms: int) -> int:
    """Returns a length if a session can have it, otherwise the nearest length that is possible.

    Raises:
        PlanError: If the preferences leave no length at all.
    """
    if find_plan(measured, length_ms):
        return length_ms
    return min(nearest_lengths(measured, length_ms), key=lambda near_ms: abs(near_ms - length_ms))


def _timed(segments: Sequence[Segment], durations: Durations, allocation: Allocation) -> tuple[TimedSegment, ...]:
    timed: list[TimedSegment] = []
    at_ms = 0
    for segment in segments:
        hands_on_ms = allocation.shares[segment.key]
        if segment is segments[-1]:
            # The remainder that two sides cannot share equally lengthens the silence at the end of the session.
            hands_on_ms += allocation.left_over_ms
        end_ms = at_ms + instruction_ms(segment, durations) + hands_on_ms
        timed.append(TimedSegment(segment, at_ms, end_ms, hands_on_ms))
        at_ms = end_ms
    return tuple(timed)
