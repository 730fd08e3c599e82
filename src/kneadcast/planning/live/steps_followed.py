"""The commands that stay in a step, leave it, or go back to one: `stay`, `next`, `back` and `again`."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.planning.live.answers import answers_of
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.cutting import Cut, hands_on_ms
from kneadcast.planning.live.rest_plan import answered, plan_rest
from kneadcast.planning.live.rest_planner import HARDLY_MS, Demand, Level, RestPlanner
from kneadcast.planning.live.rest_times import Item
from kneadcast.planning.live.state import BREAK_KEY, LivePlan, LiveSegment
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.rest_arrangement import pair_of
from kneadcast.planning.timing import silence_ms
from kneadcast.routine.body import longest_work_ms
from kneadcast.speech.model import Line

LEAST_STAY_MS = 10_000
"""The least time that `stay` adds; with less, nobody would notice."""


def stay(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session whose current step lasts about half as long again, on both sides if the other is to come."""
    cut = Cut(live, at_ms)
    current, answers = cut.current, answers_of(live)
    planned_ms = hands_on_ms(current.start_ms, current.end_ms, current.segment.id, live.script.cues)
    more_ms = max(LEAST_STAY_MS, planned_ms // 2)
    live = replace(live, gone=live.gone - {current.pair})
    if not current.pair:
        return plan_rest(live, cut, Demand(answers.fixed("staying"), stay_ms=more_ms, stays=True))
    more_ms = min(more_ms, _good_for_tissue_ms(cut))
    if more_ms < LEAST_STAY_MS:
        return answered(live, cut, answers.fixed("enough_here"))
    key = (current.pair, current.base.side)
    held_ms = cut.done_ms.get(key, 0) + planned_ms + more_ms
    demand = Demand(answers.fixed("staying"), stays=True)
    return plan_rest(replace(live, held={**live.held, key: held_ms}), cut, demand)


def _good_for_tissue_ms(cut: Cut) -> int:
    """Returns how much longer the current area may be worked on this side in this session."""
    base = cut.current.base
    same = [
        one
        for one in cut.live.segments
        if one.pair and (one.base.area, one.base.side, one.base.tool) == (base.area, base.side, base.tool)
    ]
    cues = cut.live.script.cues
    worked_ms = sum(hands_on_ms(one.start_ms, one.end_ms, one.segment.id, cues) for one in same)
    return longest_work_ms(base.area or "", base.tool) - worked_ms


def go_next(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session in which the current step ends, and the next one begins."""
    cut = Cut(live, at_ms)
    live = _without_other_side(live, cut)
    following = _following(live, cut, Demand(leave=True))
    if following and following.kind == "work" and _is_left(live, cut) and not (live.leaving and live.leaving.inserted):
        live = replace(live, gone=live.gone | {pair_of(following)})  # `next` again, before that began
        following = _following(live, cut, Demand(leave=True))
    if following is None:
        return answered(live, cut, ())
    return plan_rest(live, cut, Demand(answers_of(live).next(following), leave=True))


def _following(live: LivePlan, cut: Cut, demand: Demand) -> Segment | None:
    """Returns the segment that follows the current one; `None` in the last."""
    segments = RestPlanner(live, cut, demand).arranged(Level(live.dropped, live.brief, live.rounds))
    return segments[1].quieter if len(segments) > 1 else None


def _is_left(live: LivePlan, cut: Cut) -> bool:
    """Returns whether the current segment ends because the listener has gone on or back."""
    return live.leaving is not None and live.leaving.step == cut.current.segment.id


def _without_other_side(live: LivePlan, cut: Cut) -> LivePlan:
    """Returns a session in which the other side does without the current step, if this side has hardly had it."""
    current = cut.current
    if not current.pair:
        return live
    elapsed_ms = hands_on_ms(current.start_ms, max(cut.at_ms, current.start_ms), current.segment.id, cut.cues)
    had_ms = cut.done_ms.get((current.pair, current.base.side), 0) + elapsed_ms
    return replace(live, gone=live.gone | {current.pair}) if had_ms < HARDLY_MS else live


def go_back(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session in which the step before is done once more, and then the current one."""
    cut = Cut(live, at_ms)
    current = cut.current
    if current.pair and _is_left(live, cut):
        lines = answers_of(live).about("back", current.base.area or "", current.base.side)
        return plan_rest(replace(live, gone=live.gone - {current.pair}), cut, Demand(lines, stays=True))
    before = _work_before(cut)
    once_more = _once_more(cut, current)
    if before is None:
        if current.segment.kind != "work":
            return answered(live, cut, said_lines(cut))
        lines = answers_of(live).fixed("first_here")
        return plan_rest(live, cut, Demand(lines, leave=True, inserted=(once_more,)))
    repeated = _once_more(cut, before)
    planned_ms = hands_on_ms(before.start_ms, before.end_ms, before.segment.id, cut.cues)
    least_ms = silence_ms(repeated.segment, live.measured.durations)
    repeated = replace(repeated, fixed_ms=max(least_ms, planned_ms // 2))
    lines = answers_of(live).about("back", before.base.area or "", before.base.side)
    return plan_rest(live, cut, Demand(lines, leave=True, inserted=(repeated, once_more)))


def _work_before(cut: Cut) -> LiveSegment | None:
    """Returns the step of work before the current one, if it is in the same position, on the same side."""
    current = cut.current
    if current.segment.kind != "work" or cut.index == 0:
        return None
    before = [one for one in cut.live.segments[: cut.index] if one.segment.key != BREAK_KEY]
    others = [one for one in before if one.base.id != current.base.id]
    last = others[-1] if others else None
    same = last and last.segment.kind == "work" and last.base.side == current.base.side
    return last if same and last and last.base.section == current.base.section else None


def _once_more(cut: Cut, one: LiveSegment) -> Item:
    """Returns a segment of work that is done once more, with its whole instruction."""
    name = cut.new_id(one.base, "back")
    return Item(replace(one.base, id=name, preview=(), mark="step", lead_ms=0), one.base, pair=one.pair)


def say_again(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session in which the current instruction is said again."""
    cut = Cut(live, at_ms)
    return answered(live, cut, said_lines(cut))


def said_lines(cut: Cut) -> tuple[Line, ...]:
    """Returns the lines of the current instruction that have been said."""
    return cut.current.segment.action[: cut.said("action")]
