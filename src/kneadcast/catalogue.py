"""What there is to choose from: routines and templates, listed, sampled, started and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import OutputError, PlanError, Problem, RoutineError
from kneadcast.output import check_new, check_replaceable, whole_file
from kneadcast.passes import (
    Options,
    Progress,
    measures_of,
    narrator_for,
    prepared,
    render_compiled,
    speak_all,
    stage_of,
)
from kneadcast.routine import Routine, check_routine_file, load_phrases, load_routine, routine_names
from kneadcast.routine.folders import own_folder
from kneadcast.routine.library import own_routine_names
from kneadcast.routine.starting import new_change, new_routine
from kneadcast.session.plan import Limits, limits
from kneadcast.session.sampling import SAMPLE_LINE, sample_script
from kneadcast.session.search import ANY, Search
from kneadcast.sound import check_template_file, is_template_file, load_template, own_template_names, template_names
from kneadcast.speech import Line, Narrator


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

    Raises:
        KneadcastError: If the voice cannot be had.
    """
    rows = []
    for name in (*routine_names(), *own_routine_names()):
        routine = load_routine(name)
        if not search.matches(routine):
            continue
        found = routine_limits(routine, options=options, narrator=narrator, progress=progress)
        if not search.reaches(found):
            continue
        rows.append(
            RoutineFacts(
                name, routine.title, routine.type, routine.mode, found.shortest_ms, routine.length, found.longest_ms
            )
        )
    return tuple(rows)


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
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Suggestion:
    """Chooses a built-in routine for one person: the first that can have the length, the likeliest looked at first.

    Args:
        length_ms: How long the session is to be.
        positions: The only positions that the listener can be in; all if none are given.
        parts: Parts of the body that it is to work.
        options: How it sounds, and what else is wished.
        narrator: Who speaks; the voice of the options if none.
        progress: Told how far the work has come.

    Raises:
        PlanError: If no routine works those parts in those positions.
        KneadcastError: If the voice cannot be had.
    """
    search = Search(parts=parts, positions=positions)
    routines = [routine for routine in map(load_routine, routine_names()) if routine.mode == "self"]
    suitable = [routine for routine in routines if search.matches(routine)]
    if not suitable:
        where = f" {', '.join(positions)}" if positions else ""
        raise PlanError(f"no routine does what is asked{where}; try another place, or other parts")
    nearest: list[tuple[int, int, str]] = []
    for routine in sorted(suitable, key=lambda routine: abs(routine.length - length_ms)):
        found = routine_limits(routine, options=options, narrator=narrator, progress=progress)
        near_ms = min(max(length_ms, found.shortest_ms), found.longest_ms)
        if near_ms == length_ms:
            return Suggestion(routine.name, length_ms)
        nearest.append((abs(near_ms - length_ms), near_ms, routine.name))
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
    return limits(routine, load_phrases(routine.language), measures_of(clips, template), options.wishes)


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
    text = new_change(name, load_routine(base)) if base else new_routine(name)
    if output is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    if not force:
        check_new(target)
    with whole_file(target) as part:
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
    """Renders ten seconds of every template: a chime, a sentence and strokes on its ambience.

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
        template = load_template(row.name)
        script = sample_script(row.name, row.title, narrator.voice.name, measures_of(clips, template))
        target = folder / f"{row.name}.mp3"
        check_replaceable(target)
        made[row.name] = render_compiled(script, clips, template, target, Options(), None).path
    return made


def check_file(path: Path) -> tuple[Problem, ...]:
    """Returns all that is wrong with a routine file or an audio template."""
    return (check_template_file(path) if is_template_file(path) else check_routine_file(path))[1]
