"""Every step of the built-in routines, as steps of a script."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.routine.library import load_routine, routine_names
from kneadcast.routine.model import Mode, Routine
from kneadcast.script.model import ScriptStep, Side


def built_in_steps() -> Iterator[tuple[str, ScriptStep, Mode]]:
    """Yields the name of each routine with each of its steps, and who does the massage."""
    for name in routine_names():
        routine = load_routine(name)
        for step in _steps(routine):
            yield routine.name, step, routine.mode


def _steps(routine: Routine) -> Iterator[ScriptStep]:
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        side: Side | None = None if section.sides == "none" else "left"
        for step in section.steps:
            yield ScriptStep(
                id=f"{section.slug}.{step.slug}",
                kind="work",
                section=section.name,
                area=step.area,
                technique=step.technique,
                side=side,
                position=position,
                start_ms=0,
                end_ms=1,
                hands_on_ms=0,
                hand=step.contact,
                path=step.stroke_path,
            )
