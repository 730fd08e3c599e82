"""The part of a routine that a listener's preferences leave: which steps, on which side, and with which rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine.model import Routine, Section, Spoken, Step, TimeRange
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases


def select_steps(routine: Routine, phrases: Phrases, preferences: Preferences) -> Routine:
    """Returns the routine that the preferences ask for, before anything is known of lengths.

    A part asked for by name keeps a step at least, however short the session.

    Raises:
        PlanError: If the routine does not have what is asked for.
    """
    if preferences == NO_PREFERENCES:
        return routine
    chosen = _rested(_one_sided(routine, preferences), phrases, preferences)
    unwanted = {step_key(section, step) for section, step in _steps(chosen) if not _wanted(step, preferences)}
    chosen = without_steps(chosen, unwanted)
    for label, name in _asked_for(preferences):
        if not any(step.area in areas_of(name) for _, step in _steps(chosen)):
            raise PlanError(_missing(routine, label, name, preferences))
    if not chosen.sections:
        labels = " and ".join(f"'{label}'" for label, _ in preferences.each())
        raise PlanError(f"{labels} leave nothing of '{routine.name}'; it works {_worked(routine)}")
    return with_essential(chosen, _kept(chosen, preferences))


def with_essential(routine: Routine, keys: Iterable[str]) -> Routine:
    """Returns a routine in which the steps of these keys are never left out."""
    kept = frozenset(keys)

    def section_of(section: Section) -> Section:
        steps = tuple(
            step.model_copy(update={"optional": False}) if step_key(section, step) in kept else step
            for step in section.steps
        )
        return section.model_copy(update={"steps": steps})

    return routine.model_copy(update={"sections": tuple(map(section_of, routine.sections))})


def _steps(routine: Routine) -> Iterator[tuple[Section, Step]]:
    return ((section, step) for section in routine.sections for step in section.steps)


def _wanted(step: Step, preferences: Preferences) -> bool:
    asked = not preferences.only or any(step.area in areas_of(name) for name in preferences.only)
    return asked and not any(step.area in areas_of(name) for name in preferences.skip)


def _one_sided(routine: Routine, preferences: Preferences) -> Routine:
    """Returns what is done on the side asked for; what is done on both at once is not done on one."""
    if preferences.side == "both":
        return routine
    gone = {
        step_key(section, step) for section, step in _steps(routine) if section.sides not in ("each", preferences.side)
    }
    left = without_steps(routine, gone)
    sections = (section.model_copy(update={"sides": preferences.side, "switch": None}) for section in left.sections)
    return left.model_copy(update={"sections": tuple(sections)})


def _rested(routine: Routine, phrases: Phrases, preferences: Preferences) -> Routine:
    if preferences.rest_ms is None:
        return routine
    rest = routine.closing.rest
    words = rest.say if rest else phrases.rest
    if preferences.rest_ms == 0:
        rest = None
    elif words is None:
        message = f"'{routine.name}' has no rest, and there are no words for one in language '{phrases.language}'"
        raise PlanError(f"'rest' cannot be had: {message}")
    else:
        time = TimeRange.model_validate("/".join([f"{preferences.rest_ms}ms"] * 3))
        rest = Spoken(time=time, say=words, remind=rest.remind if rest else ())
    return routine.model_copy(update={"closing": routine.closing.model_copy(update={"rest": rest})})


def _asked_for(preferences: Preferences) -> Iterator[tuple[str, str]]:
    """Yields each wish that a part of the body be worked, in words, with that part."""
    names = {f"only {name}": name for name in preferences.only}
    for label, _ in preferences.each():
        kind, _, rest = label.partition(" ")
        if kind in ("more", "time"):
            names[label] = rest.partition("=")[0]
    yield from names.items()


def _kept(routine: Routine, preferences: Preferences) -> Iterator[str]:
    """Yields for each part asked for the key of its longest step, where all of its steps could be left out."""
    for _, name in _asked_for(preferences):
        steps = [(section, step) for section, step in _steps(routine) if step.area in areas_of(name)]
        if all(step.optional for _, step in steps):
            yield step_key(*max(steps, key=lambda pair: pair[1].time.ideal_ms))


def _missing(routine: Routine, label: str, name: str, preferences: Preferences) -> str:
    """Tells why a part is not there: another wish took it, or the routine never had it."""
    here = [section for section, step in _steps(routine) if step.area in areas_of(name)]
    if not here:
        there = f"'{routine.name}' does nothing there; it works {_worked(routine)}"
        return f"'{label}' cannot be had: {there}; `kneadcast routines --area {name}` lists those that do"
    taken = [other for other, left in preferences.each() if other != label and _leaves(routine, name, left)]
    others = [f"skip {other}" for other in preferences.skip] + (
        [f"side {preferences.side}"] if preferences.side != "both" else []
    )
    others += ["only " + ", ".join(preferences.only)] if preferences.only and not label.startswith("only") else []
    against = " and ".join(f"'{other}'" for other in taken or others)
    return f"'{label}' and {against} collide: together they leave nothing to work there; leave one of them out"


def _leaves(routine: Routine, name: str, preferences: Preferences) -> bool:
    left = _one_sided(routine, preferences)
    return any(step.area in areas_of(name) and _wanted(step, preferences) for _, step in _steps(left))


def _worked(routine: Routine) -> str:
    return ", ".join(dict.fromkeys(step.area for _, step in _steps(routine)))
