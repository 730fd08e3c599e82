"""Alternatives to a session that is not possible: the closest requests that are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.errors import FixedTimeError, PlanError, RoutineError, SpeechError
from kneadcast.options import Options
from kneadcast.pipeline import MeasuredSession, Prepared, measure_known, narrator_for, prepare
from kneadcast.planning.limits import limits
from kneadcast.planning.planner import find_plan, possible_length
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.selection import select_steps
from kneadcast.routine import Routine, RoutineSource
from kneadcast.routine.body import AREAS, SEATS, TYPES
from kneadcast.routine.contraindications import find_cautions
from kneadcast.routine.library import all_routine_names
from kneadcast.routine.parts import areas_of
from kneadcast.sound import load_template
from kneadcast.speech import Narrator
from kneadcast.units import Length, length_in_ms

MOST_ALTERNATIVES = 3
_MOST_OF_A_KIND = 2
"""The most alternatives that differ from the request in the same way."""
_MOST_TRIES = 8
"""The most sessions that are planned to find alternatives of a kind, which limits the time."""
_MOST_ROUTINES = 40
"""The most routines of the library that are read."""


@dataclass(frozen=True)
class Alternative:
    """A session that is possible, close to one that is not."""

    routine: RoutineSource
    length_ms: int
    options: Options
    left_out: tuple[str, ...] = ()
    """The preferences of the request that it does without, in the form of options: `rest 15m00s`."""


def find_alternatives(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
) -> tuple[Alternative, ...]:
    """Returns up to three sessions that are possible, if the one that is requested is not; the closest one first.

    Closest is the same session with the nearest time of a part, if its time is not possible, then another routine that
    can have the length and all preferences, then the same routine without one of the preferences, then another routine
    without one, and last the same session at the nearest length.

    Another routine works the same parts as far as possible, and asks for nothing that the requested one does not ask
    for: it needs no tool, no place to lie down and no partner, and nobody must leave it out who may do the other. No
    alternative does without a caution. Each has been planned with measured lengths. Nothing is spoken: a routine with a
    line of unknown length is not considered.

    Args:
        routine: The routine that is requested, the name of one, or the path of its file.
        length: The length that is requested; by default that of the routine.
        options: The options.
        narrator: The narrator; by default the voice of the options.

    Returns:
        The alternatives; none if the session is possible, or the routine, a caution or the voice does not exist.

    Raises:
        UnitError: If the length cannot be read.
        SoundError: If the audio template cannot be used.
    """
    try:
        search = _Search(routine, length_in_ms(length), options, narrator)
        return tuple(islice(search.found(), MOST_ALTERNATIVES))
    except (RoutineError, SpeechError):
        return ()


def possible_session(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
) -> Alternative | None:
    """Returns a session if it is possible, as far as that is known without speaking, otherwise `None`.

    Raises:
        UnitError: If the length cannot be read.
        SoundError: If the audio template cannot be used.
    """
    try:
        return _Search(routine, length_in_ms(length), options, narrator).requested
    except (RoutineError, SpeechError):
        return None


class _Search:
    """The search for the alternatives to one request."""

    def __init__(
        self, source: RoutineSource, length_ms: int | None, options: Options, narrator: Narrator | None
    ) -> None:
        find_cautions(options.avoid)
        self._source = source
        self._options = options
        self._template = load_template(options.sound.template)
        try:
            self._request = prepare(source, options, length_ms, template=self._template)
            self._safe = True
        except RoutineError:  # too little of it is safe, unless it cannot be read at all
            self._request = prepare(source, replace(options, avoid=()), length_ms, template=self._template)
            self._safe = False
        self._narrator = narrator or narrator_for(self._request.routine.language, self._request.options)

    @property
    def requested(self) -> Alternative | None:
        """The request itself, if it is possible."""
        is_possible = self._safe and _is_possible(self._measured_request)
        return self._alternative(self._source, _Reduced(self._options.preferences)) if is_possible else None

    def found(self) -> Iterator[Alternative]:
        """Yields the alternatives, the closest first."""
        preferences = self._options.preferences
        if self.requested:
            return
        changed = tuple(self._of_same_routine(self._with_nearest_time())) if self._safe else ()
        yield from changed
        yield from islice(self._of_other_routines([_Reduced(preferences)]), _MOST_OF_A_KIND)
        less = [_Reduced(request.others, (request.label,)) for request in preferences.requests()][::-1]
        enough = {alternative.left_out for alternative in changed}
        for alternative in self._of_same_routine(less[:_MOST_TRIES]) if self._safe else ():
            if alternative.left_out not in enough:
                enough.add(alternative.left_out)
                yield alternative
        yield from self._of_other_routines(reduced for reduced in less if reduced.left_out not in enough)
        if self._safe and not enough:
            yield from self._without_preferences()
        if self._safe:
            yield from islice(self._at_nearest_length([_Reduced(preferences), *less[:_MOST_TRIES]]), 1)

    def _of_other_routines(self, candidates: Iterable[_Reduced]) -> Iterator[Alternative]:
        requested, seen = self._request.routine, set()
        variants = [variant for reduced in candidates for variant in _variants(requested, self._others, reduced)]
        for variant in sorted(variants, key=lambda one: one.distance)[:_MOST_TRIES]:
            name = variant.prepared.routine.name
            if name not in seen and self._can_have(variant.prepared, variant.reduced.preferences):
                seen.add(name)
                yield self._alternative(name, variant.reduced)

    def _of_same_routine(self, candidates: Iterable[_Reduced]) -> Iterator[Alternative]:
        possible = (reduced for reduced in candidates if self._can_have(self._request, reduced.preferences))
        return (self._alternative(self._source, reduced) for reduced in possible)

    def _with_nearest_time(self) -> Iterator[_Reduced]:
        """Yields the preferences with the nearest time, if the routine cannot have that of a part or the rest."""
        preferences = self._options.preferences
        try:
            if self._measured_request:
                limits(self._measured_request.routine)
        except FixedTimeError as error:
            times = tuple((name, error.nearest_ms if name == error.part else ms) for name, ms in preferences.times)
            rest_ms = preferences.rest_ms if error.part else error.nearest_ms
            changed = replace(preferences, times=times, rest_ms=rest_ms)
            kept = {request.label for request in changed.requests()}
            yield _Reduced(changed, tuple(one.label for one in preferences.requests() if one.label not in kept))
        except PlanError:
            return

    def _without_preferences(self) -> Iterator[Alternative]:
        """Yields the same routine without all preferences that can be left out, if no single one is enough."""
        preferences = self._options.preferences
        nothing = Preferences(talk=preferences.talk, countdown=preferences.countdown, familiar=preferences.familiar)
        labels = tuple(request.label for request in preferences.requests())
        if len(labels) > 1 and self._can_have(self._request, nothing):
            yield self._alternative(self._source, _Reduced(nothing, labels))

    def _at_nearest_length(self, candidates: Iterable[_Reduced]) -> Iterator[Alternative]:
        for reduced in candidates:
            length_ms = _nearest_length(self._measured(self._request, reduced.preferences))
            # What can have the requested length is an alternative already.
            if length_ms is not None and length_ms != self._request.length_ms:
                yield replace(self._alternative(self._source, reduced), length_ms=length_ms)

    def _alternative(self, routine: RoutineSource, reduced: _Reduced) -> Alternative:
        options = replace(self._options, preferences=reduced.preferences)
        return Alternative(routine, self._request.length_ms, options, reduced.left_out)

    @cached_property
    def _measured_request(self) -> MeasuredSession | None:
        return self._measured(self._request, self._options.preferences)

    def _can_have(self, prepared: Prepared, preferences: Preferences) -> bool:
        """Returns whether a routine can have some preferences and the requested length, as far as that is known."""
        fixed_ms = (preferences.rest_ms or 0) + sum(time_ms for _, time_ms in preferences.times)
        return fixed_ms < prepared.length_ms and _is_possible(self._measured(prepared, preferences))

    def _measured(self, prepared: Prepared, preferences: Preferences) -> MeasuredSession | None:
        """Returns a session with some preferences, or `None` if it does not exist or a length is not known."""
        options = prepared.options
        prepared = replace(prepared, options=replace(options, preferences=preferences))
        try:
            narrator = self._narrator
            if options.clips != self._request.options.clips:
                narrator = narrator_for(prepared.routine.language, options)
            return measure_known(prepared, narrator)
        except (PlanError, SpeechError):
            return None

    @cached_property
    def _others(self) -> tuple[Prepared, ...]:
        """The other routines that ask for nothing else than the requested one."""
        names = (name for name, _ in all_routine_names() if name != self._request.routine.name)
        read = filter(None, map(self._prepared, islice(names, _MOST_ROUTINES)))
        return tuple(other for other in read if _is_for_the_same(self._request.routine, other.routine))

    def _prepared(self, name: str) -> Prepared | None:
        try:
            return prepare(name, self._options, self._request.length_ms, template=self._template)
        except RoutineError:  # it has a problem, is not available in the language, or is not safe
            return None


def _is_possible(session: MeasuredSession | None) -> bool:
    try:
        if session is None:
            return False
        ends = limits(session.routine)
        is_within = ends.shortest_ms <= session.length_ms <= ends.longest_ms
        return is_within and find_plan(session.routine, session.length_ms) is not None
    except PlanError:
        return False


def _nearest_length(session: MeasuredSession | None) -> int | None:
    """Returns the possible length nearest to that of a session, or `None` if none is known."""
    try:
        if session is None:
            return None
        return possible_length(session.routine, session.length_ms)
    except PlanError:
        return None


@dataclass(frozen=True)
class _Reduced:
    """What is left of the preferences of a request."""

    preferences: Preferences
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Variant:
    """Another routine, with preferences that make it close to the requested one."""

    prepared: Prepared
    reduced: _Reduced
    distance: tuple[int, ...]
    """How far it is from the request: the criterion that counts most comes first."""


def _variants(requested: Routine, others: Iterable[Prepared], reduced: _Reduced) -> Iterator[_Variant]:
    """Yields other routines with some preferences, and with these limited to the requested parts."""
    groups = _requested_groups(requested, reduced.preferences)
    for other in others:
        for preferences in (reduced.preferences, _limited_to(groups, other.routine, reduced.preferences)):
            if preferences and (
                variant := _variant(requested, groups, other, replace(reduced, preferences=preferences))
            ):
                yield variant


def _variant(requested: Routine, groups: frozenset[str], other: Prepared, reduced: _Reduced) -> _Variant | None:
    """Returns a variant of a routine, or `None` if it has no requested part or asks for more than is requested."""
    try:
        selected = select_steps(other.routine, other.phrases, reduced.preferences)
    except PlanError:
        return None
    worked = _groups(_areas(selected))
    effort = max(_effort(selected) - _effort(requested), 0)
    if not worked & groups or _tools(selected) - _tools(requested) or _lies(selected) > _lies(requested):
        return None
    parts = len(worked ^ groups)
    other_type = selected.type != requested.type
    apart_ms = abs(selected.length - requested.length)
    return _Variant(other, reduced, (parts, effort, other_type, bool(reduced.preferences.only), apart_ms))


def _limited_to(groups: frozenset[str], routine: Routine, preferences: Preferences) -> Preferences | None:
    """Returns preferences for only some groups, if at least half of the groups of a routine are others."""
    worked = _groups(_areas(routine))
    kept = tuple(name for name in dict.fromkeys(area.group for area in AREAS.values()) if name in worked & groups)
    if preferences.only or not kept or len(worked) < 2 * len(kept):
        return None
    try:
        return replace(preferences, only=kept)
    except PlanError:  # it contradicts another preference
        return None


def _is_for_the_same(requested: Routine, other: Routine) -> bool:
    """Returns whether a routine is for the same people: nobody has to leave it out who may do the requested one."""
    ruled_out = set(TYPES[other.type].contraindications) - set(TYPES[requested.type].contraindications)
    return (other.mode, other.language) == (requested.mode, requested.language) and not ruled_out


def _requested_groups(routine: Routine, preferences: Preferences) -> frozenset[str]:
    """Returns the groups of areas that a request is about."""
    named = {request.part for request in preferences.requests() if request.asks_for_work}
    areas = set[str]().union(*map(areas_of, named))
    if not preferences.only:
        areas |= _areas(routine)
    return _groups(areas - set[str]().union(*map(areas_of, preferences.skip)))


def _areas(routine: Routine) -> set[str]:
    return {step.area for section in routine.sections for step in section.steps}


def _groups(areas: Iterable[str]) -> frozenset[str]:
    return frozenset(AREAS[area].group for area in areas)


def _tools(routine: Routine) -> set[str]:
    return {step.tool for section in routine.sections for step in section.steps} - {"none"}


def _positions(routine: Routine) -> set[str]:
    return {routine.opening.position, *(section.position for section in routine.sections if section.position)}


def _lies(routine: Routine) -> bool:
    return not _positions(routine) <= {*SEATS, "standing"}


def _effort(routine: Routine) -> int:
    """Returns 0 for a routine on a seat, 1 for one that also stands, and 2 for one that also lies down."""
    return 2 if _lies(routine) else int(not _positions(routine) <= SEATS)
