"""What there is to choose from: routines and templates, listed, sampled, started and checked."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import KneadcastWarning, OutputError, PlanError, Problem, RoutineError
from kneadcast.output import check_new, check_replaceable
from kneadcast.pipeline import (
    Options,
    Progress,
    durations_of,
    narrator_for,
    prepare_routine,
    prepared,
    render_compiled,
    speak_all,
    stage_of,
)
from kneadcast.planning.planner import Limits, limits
from kneadcast.routine import Routine, check_routine_file, load_phrases, load_routine, routine_names
from kneadcast.routine.contraindications import find_cautions
from kneadcast.routine.library import all_routine_names, is_available_in, own_folder
from kneadcast.routine.model import Mode
from kneadcast.routine.phrases import check_phrases_file, is_phrases_file
from kneadcast.routine.scaffold import new_extension, new_routine
from kneadcast.search import ANY, Search
from kneadcast.sound import check_template_file, is_template_file, load_template, own_template_names, template_names
from kneadcast.speech import Line, Narrator
from kneadcast.template_samples import SAMPLE_LINE, sample_script


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


def list_routines(
    *,
    search: Search = ANY,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> tuple[RoutineFacts, ...]:
    """Returns the routines, built-in ones first and then the user's own, with the lengths they can have in a voice.

    Those that are not told in the options' language, or that suit no body with what is to be spared, are not among
    them. One of the user's own that cannot be read is left out with a warning.

    Raises:
        KneadcastError: If the voice cannot be had, or there is no such thing to be spared.
    """
    rows = []
    for name, _ in all_routine_names():
        routine = _suitable(name, options)
        if routine is None or not search.matches(routine):
            continue
        found = routine_limits(name, options=options, narrator=narrator, progress=progress)
        if not search.reaches(found):
            continue
        rows.append(
            RoutineFacts(
                name, routine.title, routine.type, routine.mode, found.shortest_ms, routine.length, found.longest_ms
            )
        )
    return tuple(rows)


def near_misses(
    search: Search, *, options: Options = Options(), progress: Progress | None = None
) -> dict[str, tuple[str, ...]]:
    """Returns, for each single thing that a search asks, the routines that it would find without it."""
    left = {label: list_routines(search=other, options=options, progress=progress) for label, other in search.each()}
    return {label: tuple(row.name for row in rows) for label, rows in left.items() if rows}


def _suitable(name: str, options: Options) -> Routine | None:
    """Returns a routine as the options want it; none if it cannot be so, or is a file that cannot be read."""
    find_cautions(options.avoid)
    try:
        routine = load_routine(name)
    except RoutineError as error:
        warnings.warn(f"left out of the list: {error}", KneadcastWarning, stacklevel=2)
        return None
    if options.language and not is_available_in(options.language, routine, name):
        return None
    try:
        return prepare_routine(routine, replace(options, language=None)).routine
    except RoutineError:  # nothing safe is left of it, which is what was asked to be known
        return None


@dataclass(frozen=True)
class Suggestion:
    """A routine that suits, and the length nearest to the one wished that it can have."""

    routine: str
    length_ms: int


def suggest_routine(
    length_ms: int,
    positions: tuple[str, ...] = (),
    parts: tuple[str, ...] = (),
    *,
    mode: Mode = "self",
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Suggestion:
    """Chooses a built-in routine: the first that can have the length, the likeliest looked at first.

    Args:
        length_ms: How long the session is to be.
        positions: The only positions that the listener can be in; all if none are given.
        parts: Parts of the body that it is to work.
        mode: Whether it is for one person or for two.
        options: How it sounds, and what else is wished.
        narrator: Who speaks; the voice of the options if none.
        progress: Told how far the work has come.

    Raises:
        PlanError: If no routine works those parts in those positions, without what is to be spared.
        KneadcastError: If the voice cannot be had.
    """
    search = Search(parts=parts, positions=positions)
    prepared_ones = [routine for name in routine_names() if (routine := _suitable(name, options))]
    suitable = [routine for routine in prepared_ones if routine.mode == mode and search.matches(routine)]
    nearest: list[tuple[int, int, str]] = []
    for routine in sorted(suitable, key=lambda routine: abs(routine.length - length_ms)):
        try:
            found = routine_limits(routine.name, options=options, narrator=narrator, progress=progress)
        except PlanError:  # it has nothing of what is wished
            continue
        near_ms = min(max(length_ms, found.shortest_ms), found.longest_ms)
        if near_ms == length_ms:
            return Suggestion(routine.name, length_ms)
        nearest.append((abs(near_ms - length_ms), near_ms, routine.name))
    if not nearest:
        asked = ", ".join((*parts, *positions, *(f"without harm for {caution}" for caution in options.avoid)))
        raise PlanError(f"no routine does what is asked ({asked}); try another place, or other parts")
    return Suggestion(min(nearest)[2], min(nearest)[1])


def routine_limits(
    routine: Routine | str | Path,
    *,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Limits:
    """Returns the shortest and longest session that a routine can make in a voice.

    Raises:
        KneadcastError: If the routine or the voice cannot be had.
    """
    ready, options = prepared(routine, options)
    routine = ready.routine
    template = load_template(options.template)
    clips = speak_all(routine, 0, options, narrator, progress)[1]
    return limits(routine, load_phrases(routine.language), durations_of(clips, template), options.preferences)


def start_routine(name: str, *, base: str | None = None, output: Path | None = None, force: bool = False) -> Path:
    """Writes a commented starting point for a routine, among the user's own if nothing else is said.

    Args:
        name: Its name: small letters, digits and hyphens.
        base: A routine that it changes; none for one that stands for itself.
        output: Where it goes.
        force: Replace a file that is there already.

    Raises:
        RoutineError: If the name cannot be used, or there is no such base.
        OutputError: If there is a file already.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise RoutineError(f"'{name}' cannot be a routine's name: use small letters, digits and hyphens")
    if name in routine_names() and output is None:
        raise RoutineError(f"'{name}' is the name of a built-in routine; choose another")
    target = output or own_folder() / f"{name}.yaml"
    text = new_extension(name, load_routine(base)) if base else new_routine(name)
    if output is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    if not force:
        check_new(target)
    with atomic_file(target) as part:
        part.write_text(text, encoding="utf-8")
    return target


@dataclass(frozen=True)
class TemplateFacts:
    """An audio template in a list of templates."""

    name: str
    title: str
    feels: str
    own: bool
    """Whether it is the user's own."""


def list_templates() -> tuple[TemplateFacts, ...]:
    """Returns the built-in audio templates, then the user's own.

    Raises:
        SoundError: If one of the user's own cannot be used.
    """
    own = own_template_names()
    names = (*(name for name in template_names() if name not in own), *own)
    found = [(name, load_template(name)) for name in names]
    return tuple(TemplateFacts(name, template.title, template.feels, name in own) for name, template in found)


def sample_templates(
    folder: Path, *, voice: str = "auto", narrator: Narrator | None = None, progress: Progress | None = None
) -> dict[str, Path]:
    """Renders ten seconds of every template: its ambience, a chime, a sentence and strokes.

    Returns:
        The MP3 of each, by the template's name.

    Raises:
        KneadcastError: If a template or the voice cannot be had, or a file cannot be written.
    """
    rows = list_templates()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise OutputError(f"the folder '{folder}' cannot be made: {reason.strerror}") from reason
    narrator = narrator or narrator_for("en", Options(voice))
    clips = narrator.speak([Line(SAMPLE_LINE)], stage_of(progress, "speak"))
    made = {}
    for row in rows:
        template = load_template(row.name).in_brief()
        script = sample_script(row.name, row.title, narrator.voice.name, durations_of(clips, template))
        target = folder / f"{row.name}.mp3"
        check_replaceable(target)
        made[row.name] = render_compiled(script, clips, template, target, Options(), None).path
    return made


def check_file(path: Path) -> tuple[Problem, ...]:
    """Returns all that is wrong with a routine file, a translation, a language's phrases or an audio template."""
    if is_phrases_file(path):
        return check_phrases_file(path)
    return (check_template_file(path) if is_template_file(path) else check_routine_file(path))[1]
