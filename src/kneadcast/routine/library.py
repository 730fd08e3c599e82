"""The library of routines: finding them by name or path, reading them, and reporting every problem they have.

The built-in files and the user's own are in two folders of the same layout: routines at the top, translations and the
phrases of a language in `i18n/LANGUAGE`. If both folders have a file of the same name, the user's own is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kneadcast.document import Document, read_document, read_model, validate
from kneadcast.errors import Problem, RoutineError, did_you_mean
from kneadcast.languages import primary_language, same_language
from kneadcast.resources import built_in, user_folder
from kneadcast.routine.inheritance import extend
from kneadcast.routine.model import Routine
from kneadcast.routine.rules import broken_rules
from kneadcast.routine.translation import translate

DEFAULT_ROUTINE = "toes-to-hip"


class RoutineName(NamedTuple):
    """The name of a routine in the library."""

    name: str
    own: bool
    """Whether it is the user's own; it then takes the place of a built-in routine of the same name."""


def own_folder() -> Path:
    """Returns the folder of the user's own routines; it need not exist."""
    return user_folder() / "routines"


def routine_file(name: str) -> Path | None:
    """Returns the file of a routine by its name, none if there is none.

    Built-in routines come first, so that their names mean the same on every machine; an own routine of the same name
    is found by its path.
    """
    places = (folder / f"{name}.yaml" for folder in (built_in("routines"), own_folder()))
    return next((path for path in places if path.is_file()), None)


def translation_file(name: str, language: str) -> Path | None:
    """Returns the file with a routine's words in a language, built-in or the user's own; `de-AT` falls back on `de`."""
    for folder in (built_in("routines"), own_folder()):
        for tag in dict.fromkeys((language, primary_language(language))):
            path = folder / "i18n" / tag / f"{name}.yaml"
            if path.is_file():
                return path
    return None


def translations(name: str) -> tuple[str, ...]:
    """Returns the languages that a routine is translated to."""
    found = (path for folder in (built_in("routines"), own_folder()) for path in folder.glob(f"i18n/*/{name}.yaml"))
    return tuple(sorted({path.parent.name for path in found}))


DEFAULT_ROUTINE = "toes-to-hip"
_PHRASES = "phrases"


def routine_names() -> tuple[str, ...]:
    """Returns the names of the built-in routines, the default first."""
    names = {path.stem for path in built_in("routines").glob("*.yaml")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_ROUTINE, name)))


def own_routine_names() -> tuple[str, ...]:
    """Returns the names of the user's own routines, including those that replace a built-in one."""
    return tuple(sorted(path.stem for path in own_folder().glob("*.yaml")))


def load_routine(name: str | Path, language: str | None = None) -> Routine:
    """Reads a routine and makes sure that it is safe.

    Args:
        name: A routine's name, or the path of a YAML file.
        language: Such as `de`; the language that the routine is written in if none.

    Raises:
        RoutineError: If there is no such routine, or none in that language, or with every error that its file has.
    """
    routine = _checked(find_routine(name))
    if language is None or same_language(language, routine.language):
        return routine
    path = translation_file(routine.name, language)
    if path is None:
        known = ", ".join((routine.language, *translations(routine.name)))
        raise RoutineError(f"'{routine.name}' is not there in language '{language}'; it is in: {known}")
    return _checked(path)


def find_routine(name: str | Path) -> Path:
    """Returns the file of a routine given by name or path.

    Raises:
        RoutineError: If it does not exist.
    """
    given = str(name)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        if not Path(name).is_file():
            raise RoutineError(f"there is no routine file '{given}'")
        return Path(name)
    for folder in _folders():
        if (path := folder / f"{given}.yaml").is_file():
            return path
    known = [name for name, _ in all_routine_names()]
    raise RoutineError(f"there is no routine '{given}'{did_you_mean(given, known)}; known: {', '.join(known)}")


def language_files(name: str, language: str) -> Iterator[Path]:
    """Yields the files of a name in a language, the best first; `de-AT` falls back to `de`."""
    for tag in dict.fromkeys((language, language.split("-")[0])):
        for folder in _folders():
            if (path := folder / "i18n" / tag / f"{name}.yaml").is_file():
                yield path


def languages_of(name: str) -> tuple[str, ...]:
    """Returns the languages that have a file of a name."""
    return tuple(sorted({path.parent.name for folder in _folders() for path in folder.glob(f"i18n/*/{name}.yaml")}))


def load_routine(name: str | Path, language: str | None = None) -> Routine:
    """Reads a routine and checks that it is safe.

    Args:
        name: A routine's name, or the path of a YAML file.
        language: A language tag such as `de`; by default the language that the routine is written in.

    Raises:
        RoutineError: If the routine does not exist, is not available in that language, or has errors.
    """
    path = find_routine(name)
    routine = _load_checked(path)
    if language is None or _same_language(language, routine.language):
        return routine
    translation = _translation_file(path, routine.name, language)
    if translation is None:
        translated = (tag for tag in languages_of(routine.name) if _translation_file(path, routine.name, tag))
        known = ", ".join((routine.language, *translated))
        raise RoutineError(f"'{name}' is not available in language '{language}'; it is available in: {known}")
    return _load_checked(translation)


def is_available_in(language: str, routine: Routine, source: str | Path) -> bool:
    """Returns whether a routine, loaded from a name or path, is written in a language or translated to it."""
    if _same_language(language, routine.language):
        return True
    return _translation_file(find_routine(source), routine.name, language) is not None


def check_routine_file(path: Path) -> tuple[Routine | None, tuple[Problem, ...]]:
    """Reads a routine file, or a translation of a routine, and finds all its problems.

    Returns:
        The routine, or `None` if its form is invalid, and its problems in order of their lines. Safety can only be
        checked once the form is valid.
    """
    try:
        document = _read_complete(path)
        routine = validate(document, Routine, error=RoutineError)
    except RoutineError as error:
        return None, error.problems
    problems = (
        document.problem(finding.place, finding.message, rule=rule, severity=finding.severity)
        for rule, finding in broken_rules(routine)
    )
    return routine, in_line_order(problems)


def _folders() -> tuple[Path, Path]:
    return own_folder(), built_in("routines")


def _load_checked(path: Path) -> Routine:
    routine, problems = check_routine_file(path)
    errors = [problem for problem in problems if problem.severity == "error"]
    if routine is None or errors:
        raise RoutineError(*errors)
    return routine


def _read_complete(path: Path, derived: tuple[Path, ...] = ()) -> Document:
    """Reads a routine file, merged with the routine that it extends or translates.

    Args:
        path: The file.
        derived: The files that led to it by extending or translating.

    Raises:
        RoutineError: If one of the files cannot be read, or one extends or translates itself.
    """
    document = read_document(path, RoutineError)
    data = document.data
    if isinstance(data, dict) and "cues" in data and "sections" not in data:
        message = "this is the script of a session, not a routine; `kneadcast render` turns it into sound"
        raise RoutineError(document.problem((), message))
    if not isinstance(data, dict) or not {"extends", "translates"} & data.keys():
        return document
    key = "extends" if "extends" in data else "translates"
    base_path = _base_file(document, key)
    if any(_is_same_file(base_path, known) for known in (*derived, path)):
        raise RoutineError(document.problem((key,), f"this routine {key} itself; name another one"))
    base = _read_complete(base_path, (*derived, path))
    merge = extend if key == "extends" else translate
    return merge(document, base.data)


def _base_file(document: Document, key: str) -> Path:
    """Returns the file of the routine that a document extends or translates.

    A built-in file always refers to a built-in routine, and so does one of the user's own that names itself: it changes
    the built-in routine that it replaces.
    """
    path, name = Path(document.path), str(document.data[key])
    try:
        base = find_routine(path.parent / name if name.endswith((".yaml", ".yml")) else name)
    except RoutineError as error:
        raise RoutineError(document.problem((key,), error.problems[0].message)) from None
    built_in_base = built_in("routines") / f"{name}.yaml"
    if built_in_base.is_file() and (_is_built_in(path) or _is_same_file(path, base)):
        return built_in_base
    return base


def is_told_in(routine: Routine, language: str) -> bool:
    """Tells whether a routine is written in a language, or translated to it."""
    return same_language(language, routine.language) or translation_file(routine.name, language) is not None


def load_phrases(language: str) -> Phrases:
    """Reads the fixed phrases of a language, built-in or the user's own; `en-gb` falls back on `en`.

    Raises:
        RoutineError: If there are none.
    """
    path = translation_file(_PHRASES, language)
    if path is None:
        known = ", ".join(translations(_PHRASES))
        raise RoutineError(f"the fixed phrases are not there in language '{language}'; known: {known}")
    return read_model(path, Phrases, error=RoutineError)


def is_phrases_file(path: Path) -> bool:
    """Tells whether a file holds the fixed phrases of a language, rather than a routine."""
    try:
        data = read_document(path, RoutineError).data
    except RoutineError:
        return False
    return isinstance(data, dict) and "halfway" in data and "sections" not in data


def check_phrases_file(path: Path) -> tuple[Problem, ...]:
    """Reads the fixed phrases of a language and finds all that is wrong with them, and every line that is missing."""
    try:
        document = read_document(path, RoutineError)
        phrases = validate(document, Phrases, error=RoutineError)
    except RoutineError as error:
        return error.problems
    missing: list[tuple[str | int, ...]] = [(name,) for name in Phrases.model_fields if not getattr(phrases, name)]
    missing += [("avoided", id_) for id_ in CAUTIONS if id_ not in phrases.avoided]
    found = [
        _located(document, "translation-complete", place, f"the words of '{place[-1]}' are missing", "warning")
        for place in missing
    ]
    for id_ in phrases.avoided.keys() - CAUTIONS.keys():
        message = f"there is no caution '{id_}'{did_you_mean(id_, CAUTIONS)}"
        found.append(_located(document, "translation-complete", ("avoided", id_), message, "warning"))
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _located(document: Document, rule: str, place: tuple[str | int, ...], message: str, severity: str) -> Problem:
    found = document.problem(place, message)
    return Problem(
        found.message,
        found.path,
        found.line,
        found.column,
        found.place,
        rule,
        "warning" if severity == "warning" else "error",
    )
