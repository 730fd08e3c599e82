"""The plan of the rest of a live session after a command, and what the answer says about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kneadcast.planning.live.cutting import Cut
from kneadcast.planning.live.remainder import remainder
from kneadcast.planning.live.rest_cues import combined, place_answer
from kneadcast.planning.live.rest_planner import Demand, RestPlanner
from kneadcast.planning.live.rest_times import TimedItem, timed_items
from kneadcast.planning.live.state import Leaving, LivePlan
from kneadcast.planning.timing import instruction_ms, silence_ms
from kneadcast.speech.model import Line

_MOST_PASSES = 8
"""Each pass says what there is to say about the rest, and its length changes the rest. Two or three passes are enough,
unless the end is between two minutes, either of which may be said."""


@dataclass(frozen=True)
class _News:
    """What an answer says about the rest: what it leaves out and what sides get, and when the session ends."""

    lines: tuple[Line, ...] = ()
    end: tuple[Line, ...] = ()


def plan_rest(live: LivePlan, cut: Cut, demand: Demand) -> LivePlan:
    """Returns a live session with a new plan for the rest, and what there is to say about it.

    Args:
        live: The session with what the command changed.
        cut: The session at the moment of the command.
        demand: What the command asks for.
    """
    demand = _going_on_leaving(live, cut, demand)
    planner = RestPlanner(live, cut, demand)
    found = _News()
    for _ in range(_MOST_PASSES):
        news = found
        answer = planner.answer((*demand.answer, *news.lines, *news.end))
        fit = planner.fit(answer)
        found = _News(tuple(dict.fromkeys((*cut.owed, *planner.news(fit)))), tuple(planner.end_news(fit, answer)))
        if found == news:
            break
    rest = timed_items(fit.timing.items, fit.hands_ms, fit.from_ms, live.measured.durations)
    leaving = Leaving(cut.current.segment.id, demand.inserted, demand.only_close) if demand.leave else None
    changed = replace(
        live,
        end_ms=fit.end_ms,
        dropped=fit.level.dropped,
        brief=fit.level.brief,
        rounds=fit.level.rounds,
        leaving=live.leaving if demand.breaks else leaving,
        news=news.lines,
        tells_end=bool(news.end),
    )
    return combined(cut, answer, rest, changed)


def _going_on_leaving(live: LivePlan, cut: Cut, demand: Demand) -> Demand:
    """Returns a demand with which a segment that is being left goes on to end."""
    leaving = live.leaving
    if demand.stays or demand.leave or leaving is None or leaving.step != cut.current.segment.id:
        return demand
    return replace(demand, leave=True, inserted=leaving.inserted, only_close=leaving.only_close)


def answered(live: LivePlan, cut: Cut, lines: Sequence[Line], *, ticks: bool = True) -> LivePlan:
    """Returns a live session in which a command is answered and nothing else changes, if there is time for the words.

    Otherwise the rest is planned anew.
    """
    if cut.owes_end:
        return plan_rest(live, cut, Demand(tuple(lines), ticks=ticks, reports_end=True))
    answer = place_answer(cut, (*lines, *cut.owed), ticks=ticks)
    durations = live.measured.durations
    after = cut.live.segments[cut.index + 1 :]
    item = remainder(cut, cut.current.segment.preview if after or cut.current.base.kind == "close" else (), answer)
    end_ms = cut.current.end_ms
    hands_ms = end_ms - answer.end_ms - instruction_ms(item.segment, durations)
    if hands_ms < silence_ms(item.segment, durations):
        return plan_rest(live, cut, Demand(tuple(lines), ticks=ticks))
    rest = [TimedItem(item, answer.end_ms, end_ms, hands_ms)]
    return combined(cut, answer, rest, replace(live, news=cut.owed, tells_end=False), kept=after)
