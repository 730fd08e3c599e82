"""The catalogue: routines and audio templates, listed, searched and suggested."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.errors import KneadcastWarning, PlanError, RoutineError, did_you_mean
from kneadcast.options import Options
from kneadcast.pipeline import Prepared, Progress, clips_folder_beside, measure, prepare
from kneadcast.planning.limits import Limits, limits
from kneadcast.routine import Routine, RoutineSource, load_routine
from kneadcast.routine.body import AREAS, POSITIONS, SEATS, TYPES
from kneadcast.routine.contraindications import find_cautions
from kneadcast.routine.library import all_routine_names, find_routine, is_available_in
from kneadcast.routine.model import Mode
from kneadcast.routine.parts import areas_of
from kneadcast.sound import AudioTemplate, load_template, own_template_names, template_names
from kneadcast.speech import Narrator
from kneadcast.units import Length, format_duration, length_in_ms

_POSITION_SYNONYMS = {"sitting": "seated", "chair": "seated", "lying": "reclined", "on-the-side": "side-lying"}
"""Names that a listener uses for a position."""
_MOST = 0.6
"""The share of the work on a part from which a routine is for that part."""


@dataclass(frozen=True)
class Purpose:
    """What a session is for, and which routines serve it; all do if neither types nor a part are given."""

    types: tuple[str, ...] = ()
    """The types of massage that serve it: the one that is meant, then those that come close."""
    part: str | None = None
    """The part of the body that gets most of the work."""

    def rank(self, routine: Routine) -> int | None:
        """Returns 0 for a routine that is meant, more for one that comes close, `None` for one for another purpose."""
        if self.part is not None:
            return 0 if _share_of_work(routine, self.part) >= _MOST else None
        if self.types:
            return self.types.index(routine.type) if routine.type in self.types else None
        return 0 if {"feet", "hip"} <= {AREAS[area].group for area in _areas(routine)} else None

    def order(self, routine: Routine, length_ms: int | None) -> tuple[float, ...]:
        """Returns the key by which routines are sorted, so that the best is first.

        A session for everything works as many areas as possible, best of all with the default routine, which comes last
        among the routines of its type for any other purpose.
        """
        rank = self.rank(routine)
        distance_ms = 0 if length_ms is None else abs(routine.length - length_ms)
        is_default = routine.name == DEFAULT_ROUTINE
        if not self.types and self.part is None:
            return (not is_default, -len(_areas(routine)), distance_ms)
        breadth = len(_areas(routine)) if self.part is None else _share_of_work(routine, self.part)
        return (rank is None, rank or 0, is_default, distance_ms, -breadth)


PURPOSES: Mapping[str, Purpose] = {
    "all": Purpose(),  # everything from toes to hip
    "relax": Purpose(types=("relaxing", "lymphatic", "preventive")),
    "ease": Purpose(types=("classical", "preventive")),  # of tight muscles
    "care": Purpose(types=("preventive", "classical")),
    "light": Purpose(types=("lymphatic", "relaxing")),  # legs that feel heavy
    "skin": Purpose(types=("anti-cellulite",)),
    "feet": Purpose(part="feet"),
}
"""The purposes of a session, with the routines that serve each."""


@dataclass(frozen=True)
class Search:
    """The criteria that a routine must meet to be listed; one that is not given is ignored.

    Raises:
        PlanError: If a part, type, position or purpose does not exist.
    """

    length: Length | None = None
    """A length that it can have."""
    parts: tuple[str, ...] = ()
    """Parts of the body, all of which it works."""
    type: str | None = None
    positions: tuple[str, ...] = ()
    """The only positions in which it is done; `seated` includes every position on a chair."""
    purpose: str = "all"
    """A key of `PURPOSES`: what a suggested session is for. It does not exclude any routine."""

    def __post_init__(self) -> None:
        length_in_ms(self.length)  # refuses what is no length
        object.__setattr__(self, "positions", tuple(_POSITION_SYNONYMS.get(name, name) for name in self.positions))
        for part in self.parts:
            areas_of(part)
        names: list[tuple[str, str, Mapping[str, object]]] = [("purpose", self.purpose, PURPOSES)]
        names += [("type", name, TYPES) for name in (self.type,) if name is not None]
        names += [("position", name, POSITIONS) for name in self.positions]
        for kind, name, known in names:
            if name not in known:
                raise PlanError(f"there is no {kind} '{name}'{did_you_mean(name, known)}; known: {', '.join(known)}")

    def matches(self, routine: Routine) -> bool:
        """Returns whether a routine meets every criterion except the length, which depends on the voice."""
        worked = _areas(routine)
        positions = {routine.opening.position, *(section.position for section in routine.sections)} - {None}
        return (
            all(areas_of(part) & worked for part in self.parts)
            and self.type in (None, routine.type)
            and (not self.positions or all(_is_within(str(position), self.positions) for position in positions))
        )

    def allows(self, found: Limits) -> bool:
        """Returns whether a routine with these limits can have the length."""
        return (length_ms := length_in_ms(self.length)) is None or found.shortest_ms <= length_ms <= found.longest_ms

    def relaxed(self) -> Iterator[tuple[str, Search]]:
        """Yields every criterion as an option, with the search that remains without it."""
        if (length_ms := length_in_ms(self.length)) is not None:
            yield f"--length {format_duration(length_ms)}", replace(self, length=None)
        for part in self.parts:
            yield f"--area {part}", replace(self, parts=tuple(other for other in self.parts if other != part))
        if self.type is not None:
            yield f"--type {self.type}", replace(self, type=None)
        if self.positions:
            yield f"--position {','.join(self.positions)}", replace(self, positions=())


ANY_ROUTINE = Search()


@dataclass(frozen=True)
class RoutineFacts:
    """A routine in a list of routines."""

    name: str
    title: str
    type: str
    mode: str
    shortest_ms: int
    default_ms: int
    longest_ms: int
    own: bool = False
    """Whether it is the user's own."""


@dataclass(frozen=True)
class Suggestion:
    """A suitable routine, and its possible length nearest to the requested one."""

    routine: str
    title: str
    length_ms: int
    default_ms: int
    """The routine's own length."""
    is_meant: bool
    """Whether the purpose means routines of its kind; otherwise it only comes close, or is for another purpose."""


@dataclass(frozen=True)
class TemplateFacts:
    """An audio template in a list of templates."""

    name: str
    title: str
    feels: str
    own: bool
    """Whether it is the user's own."""


def list_routines(
    *,
    search: Search = ANY_ROUTINE,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> tuple[RoutineFacts, ...]:
    """Returns the routines, built-in ones first and then the user's own, with the lengths they can have in a voice.

    A routine of the user's own replaces the built-in one of its name. Routines that are not available in the options'
    language, or too little of which is safe with the listener's cautions, are not listed. One of the user's own that
    cannot be read is left out with a warning.

    Raises:
        KneadcastError: If the voice or a caution does not exist.
    """
    rows = []
    for candidate in _candidates(options):
        if not search.matches(candidate.routine):
            continue
        found = candidate.limits(narrator, progress)
        if search.allows(found):
            rows.append(_facts(candidate, found))
    return tuple(rows)


def near_misses(
    search: Search, *, options: Options = Options(), progress: Progress | None = None
) -> dict[str, tuple[str, ...]]:
    """Returns, for each single criterion of a search, the routines that are found without it."""
    candidates = _candidates(options)
    known: dict[str, Limits] = {}
    found: dict[str, tuple[str, ...]] = {}
    for label, other in search.relaxed():
        matching = [candidate for candidate in candidates if other.matches(candidate.routine)]
        for candidate in matching:
            if candidate.name not in known:
                known[candidate.name] = candidate.limits(None, progress)
        if names := tuple(candidate.name for candidate in matching if other.allows(known[candidate.name])):
            found[label] = names
    return found


def suggest_routine(
    length: Length | None = None,
    search: Search = ANY_ROUTINE,
    *,
    mode: Mode = "self",
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Suggestion:
    """Returns a routine for a purpose, and its length.

    The routines of the mode that work the parts in the positions are tried in the order of the purpose, and then by
    their own length, the nearest first. The first one that can have the length is suggested. If no routine that serves
    the purpose can, the one that comes nearest is suggested.

    Args:
        length: The length of the session; by default the routine's own, or the nearest to it that is possible.
        search: The parts and positions of the routine, and the purpose.
        mode: Whether it is for one person or for two.
        options: The voice, the preferences and the cautions.
        narrator: The narrator; by default the voice of the options.
        progress: Called as the work advances.

    Raises:
        PlanError: If no routine that is safe with the listener's cautions works those parts in those positions.
        KneadcastError: If the voice is not available.
    """
    length_ms, purpose = length_in_ms(length), PURPOSES[search.purpose]
    suitable = [one for one in _candidates(options) if one.routine.mode == mode and search.matches(one.routine)]
    nearest: list[Suggestion] = []
    for candidate in sorted(suitable, key=lambda one: purpose.order(one.routine, length_ms)):
        rank = purpose.rank(candidate.routine)
        if nearest and rank is None:
            break
        try:
            suggestion = candidate.suggestion(length_ms, candidate.limits(narrator, progress), is_meant=rank == 0)
        except PlanError:  # it has nothing of what the preferences request
            continue
        if length_ms in (None, suggestion.length_ms):
            return suggestion
        nearest.append(suggestion)
    if not nearest:
        avoided = (f"safe with {caution}" for caution in options.avoid)
        requested = ", ".join((*search.parts, *search.positions, *avoided))
        raise PlanError(f"no routine has everything that is requested ({requested}); try other positions or parts")
    return min(nearest, key=lambda one: abs(one.length_ms - (length_ms or 0)))


def routine_limits(
    routine: RoutineSource,
    *,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Limits:
    """Returns the shortest and the longest session of a routine in a voice.

    Raises:
        KneadcastError: If the routine or the voice is not available.
    """
    return _limits_of(prepare(routine, options, 0), narrator, progress)


def list_templates() -> tuple[TemplateFacts, ...]:
    """Returns the built-in audio templates, then the user's own, which replace built-in ones of the same name.

    Raises:
        SoundError: If one of the user's own cannot be used.
    """
    own = own_template_names()
    names = (*(name for name in template_names() if name not in own), *own)
    found = [(name, load_template(name)) for name in names]
    return tuple(TemplateFacts(name, template.title, template.feels, name in own) for name, template in found)


@dataclass(frozen=True)
class _Candidate:
    """A routine with the options applied."""

    name: str
    own: bool
    """Whether it is the user's own."""
    prepared: Prepared

    @property
    def routine(self) -> Routine:
        return self.prepared.routine

    def limits(self, narrator: Narrator | None, progress: Progress | None) -> Limits:
        return _limits_of(self.prepared, narrator, progress)

    def suggestion(self, length_ms: int | None, possible: Limits, *, is_meant: bool) -> Suggestion:
        """Returns it as a suggestion, in its own length without another, as far as the limits allow."""
        routine = self.routine
        wanted_ms = routine.length if length_ms is None else length_ms
        near_ms = min(max(wanted_ms, possible.shortest_ms), possible.longest_ms)
        return Suggestion(self.name, routine.title, near_ms, routine.length, is_meant)


def _candidates(options: Options) -> list[_Candidate]:
    """Returns every routine that can be read, that is available in the language and of which something safe is left."""
    find_cautions(options.avoid)
    template = load_template(options.sound.template)
    found = ((name, _prepared_if_suitable(name.name, options, template)) for name in all_routine_names())
    return [_Candidate(name.name, name.own, prepared) for name, prepared in found if prepared]


def _prepared_if_suitable(name: str, options: Options, template: AudioTemplate) -> Prepared | None:
    try:
        routine = load_routine(name)
    except RoutineError as error:
        warnings.warn(f"left out of the list: {error}", KneadcastWarning, stacklevel=2)
        return None
    if options.language and not is_available_in(options.language, routine, name):
        return None
    options = replace(options, clips=options.clips or clips_folder_beside(find_routine(name)))
    try:
        return prepare(name if options.language else routine, options, 0, template=template)
    except RoutineError:  # nothing safe is left of it
        return None


def _limits_of(prepared: Prepared, narrator: Narrator | None, progress: Progress | None) -> Limits:
    return limits(measure(prepared, narrator, progress).routine)


def _facts(candidate: _Candidate, found: Limits) -> RoutineFacts:
    routine = candidate.routine
    return RoutineFacts(
        candidate.name,
        routine.title,
        routine.type,
        routine.mode,
        found.shortest_ms,
        routine.length,
        found.longest_ms,
        candidate.own,
    )


def _areas(routine: Routine) -> frozenset[str]:
    return frozenset(step.area for section in routine.sections for step in section.steps)


def _share_of_work(routine: Routine, part: str) -> float:
    """Returns the share of the ideal time of all steps that is spent on a part of the body, 0 to 1."""
    times = [
        (step.area, step.time.ideal_ms * section.side_count) for section in routine.sections for step in section.steps
    ]
    return sum(time for area, time in times if area in areas_of(part)) / sum(time for _, time in times)


def _is_within(position: str, wanted: tuple[str, ...]) -> bool:
    return any(position == one or (one == "seated" and position in SEATS) for one in wanted)
