"""What a short session leaves out, in which order."""

from __future__ import annotations

from collections.abc import Collection

from kneadcast.routine.body import FINISHING_PRESSURE
from kneadcast.routine.model import ALWAYS, Routine, Section, Step
from kneadcast.routine.omission import step_key, without_steps

REST = "rest"
"""The key of the rest at the end, which can be left out like a step."""


def drop_order(routine: Routine) -> tuple[str, ...]:
    """Returns what can be left out, in that order: the highest priority number first, then the least ideal time.

    The rest comes before the steps of its priority, and a section's light last step after them: firm work at the end
    would leave the leg sore. If cautions have left no step of every session, the last one is not left out.
    """
    steps = [(section, step) for section in routine.sections for step in section.steps]
    droppable = [
        (-step.rank, _is_light_finish(section, step), step.time.ideal_ms, step_key(section, step))
        for section, step in steps
    ]
    if routine.closing.rest:
        droppable.insert(0, (-routine.closing.rest.priority, False, 0, REST))
    # The sort is stable, so that steps with the same ideal are dropped in the order of the routine.
    order = tuple(key for rank, _, _, key in sorted(droppable, key=lambda one: one[:3]) if rank != -ALWAYS)
    of_steps = [key for key in order if key != REST]
    return order if len(of_steps) < len(steps) else tuple(key for key in order if key != of_steps[-1])


def remaining_routine(routine: Routine, dropped: Collection[str]) -> Routine:
    """Returns a routine without the steps, and without the rest, that `dropped` names; see `arrange`."""
    remaining = without_steps(routine, dropped)
    if REST not in dropped:
        return remaining
    return remaining.model_copy(update={"closing": remaining.closing.model_copy(update={"rest": None})})


def _is_light_finish(section: Section, step: Step) -> bool:
    return step is section.steps[-1] and len(section.steps) > 1 and (step.pressure or 0) <= FINISHING_PRESSURE
