"""Selection of the steps, the sides and the rest of a routine by the listener's preferences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences, Request
from kneadcast.routine.model import ALWAYS, Rest, Routine, Section, Step, TimeRange
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases

_ADDED_REST = TimeRange.model_validate("45s/2m/5m")


def select_steps(routine: Routine, phrases: Phrases, preferences: Preferences) -> Routine:
    """Returns a routine without the steps that the preferences exclude; the lengths of lines are not needed.

    A part that is requested by name keeps at least one step, even in the shortest session.

    Raises:
        PlanError: If the routine does not have what is requested.
    """
    if preferences == NO_PREFERENCES:
        return routine
    selected = _with_rest(_on_side(routine, preferences), phrases, preferences)
    unwanted = {step_key(section, step) for section, step in _steps(selected) if not _is_wanted(step, preferences)}
    selected = without_steps(selected, unwanted)
    for request in _work_requests(preferences):
        if not any(step.area in areas_of(request.part) for _, step in _steps(selected)):
            raise PlanError(_explain_missing(routine, request, preferences))
    if not selected.sections:
        labels = " and ".join(f"'{request.label}'" for request in preferences.requests())
        raise PlanError(f"{labels} leave nothing of '{routine.name}'; it works {_worked_areas(routine)}")
    return with_essential_steps(selected, _kept_keys(selected, preferences))


def with_rest_in_rounds(routine: Routine, phrases: Phrases, preferences: Preferences) -> Routine:
    """Returns a routine with a rest at the end, which a session of several rounds has even if the routine has none.

    The listener's preference comes first. Without words for a rest in the language, there is none.
    """
    if routine.closing.rest or preferences.rest_ms is not None or phrases.rest is None:
        return routine
    closing = routine.closing.model_copy(update={"rest": Rest(time=_ADDED_REST, say=phrases.rest)})
    return routine.model_copy(update={"closing": closing})


def with_essential_steps(routine: Routine, keys: Iterable[str]) -> Routine:
    """Returns a routine in which the steps of these keys are never left out."""
    kept = frozenset(keys)

    def with_essential(section: Section) -> Section:
        steps = tuple(
            step.model_copy(update={"optional": False, "priority": ALWAYS}) if step_key(section, step) in kept else step
            for step in section.steps
        )
        return section.model_copy(update={"steps": steps})

    return routine.model_copy(update={"sections": tuple(map(with_essential, routine.sections))})


def _steps(routine: Routine) -> Iterator[tuple[Section, Step]]:
    return ((section, step) for section in routine.sections for step in section.steps)


def _is_wanted(step: Step, preferences: Preferences) -> bool:
    included = not preferences.only or any(step.area in areas_of(name) for name in preferences.only)
    return included and not any(step.area in areas_of(name) for name in preferences.skip)


def _on_side(routine: Routine, preferences: Preferences) -> Routine:
    """Returns the work on the requested side; work on both sides at once is left out."""
    if preferences.side == "both":
        return routine
    side = preferences.side
    others = {step_key(section, step) for section, step in _steps(routine) if section.sides not in ("each", side)}
    left = without_steps(routine, others)
    sections = (section.model_copy(update={"sides": side, "switch": None}) for section in left.sections)
    return left.model_copy(update={"sections": tuple(sections)})


def _with_rest(routine: Routine, phrases: Phrases, preferences: Preferences) -> Routine:
    if preferences.rest_ms is None:
        return routine
    rest = routine.closing.rest
    words = rest.say if rest else phrases.rest
    if preferences.rest_ms == 0:
        rest = None
    elif words is None:
        reason = f"'{routine.name}' has no rest, and language '{phrases.language}' has no words for one"
        raise PlanError(f"'rest' is not possible: {reason}")
    else:
        time = TimeRange.model_validate("/".join([f"{preferences.rest_ms}ms"] * 3))
        rest = Rest(time=time, say=words, remind=rest.remind if rest else ())
    return routine.model_copy(update={"closing": routine.closing.model_copy(update={"rest": rest})})


def _work_requests(preferences: Preferences) -> Iterator[Request]:
    return (request for request in preferences.requests() if request.asks_for_work)


def _kept_keys(routine: Routine, preferences: Preferences) -> Iterator[str]:
    """Yields the key of the longest step of each requested part all of whose steps could be left out."""
    for request in _work_requests(preferences):
        steps = [(section, step) for section, step in _steps(routine) if step.area in areas_of(request.part)]
        if all(step.rank > ALWAYS for _, step in steps):
            yield step_key(*max(steps, key=lambda pair: pair[1].time.ideal_ms))


def _explain_missing(routine: Routine, request: Request, preferences: Preferences) -> str:
    """Returns why a part has no step: another preference removed it, or the routine does not work it."""
    if not any(step.area in areas_of(request.part) for _, step in _steps(routine)):
        reason = f"'{routine.name}' does nothing there; it works {_worked_areas(routine)}"
        remedy = f"`kneadcast routines --area {request.part}` lists the routines that do"
        return f"'{request.label}' is not possible: {reason}; {remedy}"
    causes = [
        other.label
        for other in preferences.requests()
        if other.label != request.label and _is_worked(routine, request.part, other.others)
    ]
    labels = " and ".join(f"'{label}'" for label in causes or _removing_labels(request, preferences))
    return f"'{request.label}' and {labels} conflict: together they leave nothing to work there; leave one of them out"


def _removing_labels(request: Request, preferences: Preferences) -> list[str]:
    """Returns the labels of all preferences that remove steps, except those of the request's own kind."""
    labels = [f"skip {other}" for other in preferences.skip]
    labels += [f"side {preferences.side}"] if preferences.side != "both" else []
    labels += ["only " + ", ".join(preferences.only)] if preferences.only and request.kind != "only" else []
    return labels


def _is_worked(routine: Routine, part: str, preferences: Preferences) -> bool:
    left = _on_side(routine, preferences)
    return any(step.area in areas_of(part) and _is_wanted(step, preferences) for _, step in _steps(left))


def _worked_areas(routine: Routine) -> str:
    return ", ".join(dict.fromkeys(step.area for _, step in _steps(routine)))
