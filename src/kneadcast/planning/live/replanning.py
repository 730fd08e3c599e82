"""Planning a live session anew: a plan, a moment and a command give another plan, at once and without side effects.

What has happened stays as it was. The rest still ends when that was promised, or the answer says when it ends instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kneadcast.choices import Talk
from kneadcast.planning.live.breaks import going_on, pause, resume
from kneadcast.planning.live.commands import Command, CommandName
from kneadcast.planning.live.cutting import COMMITTED_MS, Cut, hands_on_ms
from kneadcast.planning.live.rest_plan import answered
from kneadcast.planning.live.session_changes import (
    ask_to_stop,
    change_gain,
    change_talk,
    confirm,
    decline,
    end_in,
    give_help,
    skip,
    tell_time_left,
)
from kneadcast.planning.live.state import LivePlan, LiveSegment, LiveTalk, LogEntry
from kneadcast.planning.live.steps_followed import go_back, go_next, say_again, stay
from kneadcast.planning.planner import Plan
from kneadcast.planning.selection import with_rest_in_rounds
from kneadcast.planning.sequence.rest_arrangement import pair_of
from kneadcast.routine.parts import areas_of
from kneadcast.script.model import Script
from kneadcast.speech.model import Line

_LIVE_TALK: Mapping[Talk, LiveTalk] = {"chimes": "least", "brief": "brief", "plain": "plain", "full": "full"}


def begin(plan: Plan, script: Script, *, tail_ms: int) -> LivePlan:
    """Returns a live session in which nothing has happened.

    Args:
        plan: The plan of the session.
        script: Its script.
        tail_ms: The end of the session in which its sound fades out.
    """
    preferences = replace(plan.measured.preferences, rounds=plan.rounds)
    routine = plan.measured.routine
    if plan.rounds > plan.measured.preferences.rounds:
        routine = with_rest_in_rounds(routine, plan.measured.phrases, preferences)
    areas = {area for part, _ in preferences.times for area in areas_of(part)}
    return LivePlan(
        measured=replace(plan.measured, routine=routine, preferences=preferences),
        script=script.model_copy(update={"live": True}),
        segments=tuple(LiveSegment(one.segment, one.segment, one.start_ms, one.end_ms) for one in plan.segments),
        end_ms=plan.length_ms,
        tail_ms=tail_ms,
        talk=_LIVE_TALK[preferences.talk],
        brief=plan.brief,
        dropped=len(plan.dropped),
        least_rounds=plan.measured.preferences.rounds,
        held={
            (pair_of(one.segment), one.segment.side): one.hands_on_ms
            for one in plan.segments
            if one.segment.kind == "work" and one.segment.area in areas
        },
    )


def apply(live: LivePlan, command: Command, at_ms: int) -> LivePlan:
    """Returns a live session after a command.

    A command that has no meaning at the moment, such as `resume` without a pause, and every command while the session
    fades out, change nothing.

    Args:
        live: The session.
        command: The command.
        at_ms: The moment up to which the sound of the session has been mixed.
    """
    if live.script.length_ms - at_ms <= live.tail_ms + COMMITTED_MS:
        return live
    if live.paused and command.name not in _IN_BREAK:
        live = going_on(live, at_ms, ticks=False)
    changed = _HANDLERS[command.name](live, command, at_ms)
    if changed is live:
        return live
    if command.name != "stop":
        changed = replace(changed, asked_to_stop_ms=None)
    old = set(live.script.cues)
    answer = " ".join(str(cue.text) for cue in changed.script.cues if cue.role == "answer" and cue not in old)
    return replace(changed, log=(*live.log, LogEntry(at_ms, command, answer, changed.script.length_ms)))


def repeat_lines(live: LivePlan, at_ms: int, from_ms: int, to_ms: int) -> LivePlan:
    """Returns a live session in which the sentences of a time in which it was quiet are said again.

    Answers, and what is said again itself, are not: in a noisy room, a session would not come to an end with them.

    Args:
        live: The session.
        at_ms: The moment up to which the sound of the session has been mixed.
        from_ms: The beginning of the time in which it was quiet.
        to_ms: Its end.
    """
    if live.script.length_ms - at_ms <= live.tail_ms + COMMITTED_MS:
        return live
    spoken = (cue for cue in live.script.cues if cue.text and cue.role != "answer")
    unheard = [Line(str(cue.text)) for cue in spoken if cue.at_ms < to_ms and cue.end_ms > from_ms]
    return answered(live, Cut(live, at_ms), unheard, ticks=False) if unheard else live


def finished_script(live: LivePlan, at_ms: int) -> Script:
    """Returns what happened until a moment as a complete script, which ends with the sentence that is being said.

    Its sound up to that moment is that of the session; after it, the sound fades out.
    """
    script = live.script
    if at_ms >= script.length_ms:
        return script
    cues = tuple(cue for cue in script.cues if cue.at_ms < at_ms + COMMITTED_MS)
    end_ms = min(script.length_ms, max([at_ms, *(cue.end_ms for cue in cues)]) + live.tail_ms)
    cues = tuple(cue for cue in cues if cue.end_ms <= end_ms)
    said = {cue.step for cue in cues}
    begun = [step for step in script.steps if step.start_ms <= at_ms or step.id in said]
    last = begun[-1]
    hands_ms = hands_on_ms(last.start_ms, end_ms, last.id, cues)
    steps = (*begun[:-1], last.model_copy(update={"end_ms": end_ms, "hands_on_ms": hands_ms}))
    return script.model_copy(update={"steps": steps, "cues": cues, "length_ms": end_ms})


_IN_BREAK = frozenset({"pause", "resume", "time_left", "help", "softer", "louder", "stop", "yes", "no"})
"""The commands that leave a session paused; the others go on with it."""

_HANDLERS: Mapping[CommandName, Callable[[LivePlan, Command, int], LivePlan]] = {
    "stay": stay,
    "next": go_next,
    "back": go_back,
    "again": say_again,
    "pause": pause,
    "resume": resume,
    "less_talk": change_talk,
    "more_talk": change_talk,
    "softer": change_gain,
    "louder": change_gain,
    "skip": skip,
    "end_in": end_in,
    "time_left": tell_time_left,
    "help": give_help,
    "stop": ask_to_stop,
    "yes": confirm,
    "no": decline,
}
