"""The pauses of a live session: `pause` and `resume`."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.planning.live.answers import answers_of
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.cutting import Cut
from kneadcast.planning.live.remainder import LEAD_MS
from kneadcast.planning.live.rest_plan import plan_rest
from kneadcast.planning.live.rest_planner import Demand
from kneadcast.planning.live.rest_times import Item
from kneadcast.planning.live.state import BREAK_KEY, LivePlan
from kneadcast.planning.segment import Segment
from kneadcast.routine.model import TimeRange
from kneadcast.units import MS_PER_MINUTE

LONGEST_BREAK_MS = 60 * MS_PER_MINUTE
"""After a pause of an hour, nobody is listening any more, and the session is over."""
_BREAK = TimeRange.model_validate("/".join([f"{LONGEST_BREAK_MS}ms"] * 3))
LONG_BREAK_MS = MS_PER_MINUTE
"""After a longer pause, the instruction is said once more."""


def pause(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that waits for the listener, an hour at most."""
    if live.paused:
        return live
    cut = Cut(live, at_ms)
    number = 1 + sum(one.segment.key == BREAK_KEY for one in live.segments)
    current = cut.current.segment
    rest = Segment(
        f"{BREAK_KEY}.{number}", BREAK_KEY, "pause", current.section, _BREAK, None, (), position=current.position
    )
    item = Item(rest, cut.current.base, fixed_ms=LONGEST_BREAK_MS)
    demand = Demand(answers_of(live).fixed("paused"), leave=True, inserted=(item,), breaks=True)
    paused = plan_rest(replace(live, left_ms=0), cut, demand)
    begin_ms = paused.segments[-1].start_ms
    return replace(paused, left_ms=max(0, live.end_ms - begin_ms), begun=len(paused.segments) - 1)


def resume(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that goes on after a pause, and says when it ends."""
    return going_on(live, at_ms, ticks=True) if live.paused else live


def going_on(live: LivePlan, at_ms: int, *, ticks: bool) -> LivePlan:
    """Returns a session that goes on after a pause; without a tick, another command follows at the same moment."""
    live = replace(live, begun=len(live.segments) - 1)  # the pause, even if it waits for the end of a sentence
    cut = Cut(live, at_ms)
    broken = live.segments[-2]
    said = sum(cue.role == "action" and cue.step == broken.segment.id for cue in cut.cues)
    is_long = at_ms - cut.current.start_ms > LONG_BREAK_MS
    unsaid = broken.segment.action[said:]
    words = broken.segment.action if unsaid or (is_long and broken.segment.kind == "work") else ()
    name = cut.new_id(broken.base, "resumed")
    segment = replace(broken.segment, id=name, mark=None, action=words, preview=(), lead_ms=LEAD_MS)
    lines = answers_of(live).fixed("going_on") if ticks else ()
    end_ms = at_ms + (live.left_ms or 0)
    going = replace(live, left_ms=None, end_ms=end_ms, begun=len(live.segments))
    inserted: tuple[Item, ...] = (Item(segment, broken.base, pair=broken.pair),)
    if broken.pair and live.leaving and live.leaving.step == broken.segment.id:
        inserted = live.leaving.inserted
    return plan_rest(going, cut, Demand(lines, leave=True, inserted=inserted, ticks=ticks, reports_end=ticks))
