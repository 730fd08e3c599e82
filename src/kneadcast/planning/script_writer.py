"""The script writer: assigns a time to every line and chime of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.cue_drafts import (
    Draft,
    announcement_drafts,
    cues_of,
    free_window,
    instruction_drafts,
    reminder_drafts,
    step_of,
    warm_line_drafts,
)
from kneadcast.planning.placement import Window
from kneadcast.planning.planner import Plan
from kneadcast.planning.reminder_choice import ReminderChoice
from kneadcast.planning.sequence.drop_order import remaining_routine
from kneadcast.routine.conditions import numbered, resolve_conditions
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech.model import Line


def write_script(plan: Plan, sound: SoundSettings, avoid: Sequence[str] = (), variation: int = 1) -> Script:
    """Returns the script of a plan.

    Instructions are placed first, announcements at the free moments nearest to their due times, and then reminders in
    the silences that are still too long, so that no cue overlaps another.

    Args:
        plan: The plan.
        sound: How the session sounds.
        avoid: The ids of the cautions that the routine was adapted to.
        variation: Which wording of each text the routine has.
    """
    routine, durations = plan.measured.routine, plan.measured.durations
    drafts: list[Draft] = []
    windows: list[Window] = []
    for timed in plan.segments:
        drafts += instruction_drafts(timed, durations)
        windows.append(free_window(timed, durations))
    # Nobody who falls asleep wants to know what time it is, unless asked for.
    quiet = routine.closing.close.bell == "soft" and not plan.measured.preferences.countdown
    announcements = announcements_for(plan.length_ms, plan.measured.phrases, plan.measured.preferences)
    for announcement in () if quiet else announcements:
        drafts += announcement_drafts(announcement, windows, durations)
    if plan.measured.preferences.talk != "chimes":
        general = resolve_conditions(remaining_routine(routine, plan.dropped)).remind
        choice = ReminderChoice(tuple(Line(numbered(text)[1]) for text in general))
        if plan.measured.preferences.talk == "full":
            drafts += warm_line_drafts(windows, choice, durations)
        drafts += reminder_drafts(windows, choice, durations, plan.measured.preferences.talk)
    return Script(
        routine=routine.name,
        title=routine.title,
        type=routine.type,
        mode=routine.mode,
        needs=routine.needs,
        language=routine.language,
        sound=sound,
        avoid=tuple(avoid) or None,
        variation=variation if variation > 1 else None,
        length_ms=plan.length_ms,
        steps=tuple(step_of(timed) for timed in plan.segments),
        cues=tuple(cues_of(sorted(drafts, key=lambda draft: draft.at_ms))),
    )
