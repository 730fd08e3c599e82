"""The commands about the whole session: how much it says, what it leaves out, when it ends, and questions about it."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.planning.live.answers import answers_of
from kneadcast.planning.live.breaks import going_on
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.cutting import Cut
from kneadcast.planning.live.rest_plan import answered, plan_rest
from kneadcast.planning.live.rest_planner import HARDLY_MS, Demand
from kneadcast.planning.live.state import LivePlan, LiveSegment, LiveTalk
from kneadcast.routine.parts import areas_of
from kneadcast.units import MS_PER_MINUTE

_TALK: tuple[LiveTalk, ...] = ("least", "brief", "plain", "full")


def change_talk(live: LivePlan, command: Command, at_ms: int) -> LivePlan:
    """Returns a session in which less, or more, is said from now on."""
    less = command.name == "less_talk"
    number = _TALK.index(live.talk) + (-1 if less else 1)
    cut, answers = Cut(live, at_ms), answers_of(live)
    if not 0 <= number < len(_TALK):
        return answered(live, cut, answers.fixed("least_talk" if less else "most_talk"))
    name = "more_talk" if not less else "least_talk" if number == 0 else "less_talk"
    return plan_rest(replace(live, talk=_TALK[number]), cut, Demand(answers.fixed(name)))


def change_gain(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session with a tick: the loudness is that of the player."""
    return answered(live, Cut(live, at_ms), ())


def skip(live: LivePlan, command: Command, at_ms: int) -> LivePlan:
    """Returns a session without what is still to come of a part of the body."""
    part = command.part or ""
    cut, answers = Cut(live, at_ms), answers_of(live)
    areas = areas_of(part)
    affected = [one for one in live.segments[cut.index :] if one.pair and one.base.area in areas]
    if not affected:
        return answered(live, cut, answers.fixed("nothing_there"))
    lines = answers.about("skipped", part, None)
    if any(_other_side_ms(cut, one) > HARDLY_MS for one in affected):
        lines += answers.fixed("had_more")
    demand = Demand(lines, leave=affected[0] is cut.current)
    return plan_rest(replace(live, skipped=live.skipped | areas), cut, demand)


def _other_side_ms(cut: Cut, one: LiveSegment) -> int:
    return max(
        (ms for (pair, side), ms in cut.done_ms.items() if pair == one.pair and side != one.base.side), default=0
    )


def end_in(live: LivePlan, command: Command, at_ms: int) -> LivePlan:
    """Returns a session that ends in some minutes, or as near to that as possible."""
    end_ms = at_ms + (command.minutes or 0) * MS_PER_MINUTE
    later = end_ms > live.end_ms
    changed = replace(live, end_ms=end_ms, brief=live.brief and not later)
    return plan_rest(changed, Cut(live, at_ms), Demand(again=later, reports_end=True))


def tell_time_left(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that says how long is left."""
    cut = Cut(live, at_ms)
    left_ms = live.end_ms - at_ms if live.left_ms is None else live.left_ms
    return answered(live, cut, answers_of(live).time_left(left_ms))


def give_help(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that says what can be said."""
    return answered(live, Cut(live, at_ms), answers_of(live).fixed("help"))


def ask_to_stop(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that asks whether it should end."""
    asked = answered(live, Cut(live, at_ms), answers_of(live).fixed("end_asked"))
    return replace(asked, asked_to_stop_ms=at_ms)


def confirm(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that ends with its closing words, if it has just asked whether it should."""
    if not live.awaits_yes_at(at_ms):
        return live
    if live.paused:
        live = going_on(live, at_ms, ticks=False)
    cut = Cut(live, at_ms)
    if cut.current.base.kind == "close":
        return answered(live, cut, answers_of(live).fixed("ending"))
    return plan_rest(
        live,
        cut,
        Demand(answers_of(live).fixed("ending"), leave=True, only_close=True),
    )


def decline(live: LivePlan, _: Command, at_ms: int) -> LivePlan:
    """Returns a session that goes on, if it has just asked whether it should end."""
    return answered(live, Cut(live, at_ms), answers_of(live).fixed("going_on")) if live.awaits_yes_at(at_ms) else live
