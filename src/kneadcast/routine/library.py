"""The library of routines: finds them by name or path, reads them, and reports all their problems.

The built-in files and the user's own are in two folders of the same layout: routines at the top, translations and the
phrases of a language in `i18n/LANGUAGE`. If both folders have a file of the same name, the user's own is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.document import Document, read_document, validate
from kneadcast.document.files import check_regular, is_file, is_missing
from kneadcast.errors import Problem, RoutineError, did_you_mean, in_line_order
from kneadcast.languages import primary_language, same_language
from kneadcast.resources import built_in, is_built_in, user_folder
from kneadcast.routine.inheritance import extend
from kneadcast.routine.model import Routine
from kneadcast.routine.rules import broken_rules
from kneadcast.routine.translation import translate
from kneadcast.routine.variation import check_wordings, most_wordings, with_wordings

_MOST_BASES = 20
"""The most files of which each extends or translates the next."""
_MOST_HELD = 128
"""The most built-in routines that are held in memory, each wording counted; all of them in all languages are fewer."""


class RoutineName(NamedTuple):
    """The name of a routine in the library."""

    name: str
    own: bool
    """Whether it is the user's own, which replaces a built-in routine of the same name."""


def own_routines_folder() -> Path:
    """Returns the folder of the user's own routines; it need not exist."""
    return user_folder() / "routines"


def routine_names() -> tuple[str, ...]:
    """Returns the names of the built-in routines, the default first."""
    names = {path.stem for path in built_in("routines").glob("*.yaml")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_ROUTINE, name)))


def own_routine_names() -> tuple[str, ...]:
    """Returns the names of the user's own routines, including those that replace a built-in one."""
    return tuple(sorted(path.stem for path in own_routines_folder().glob("*.yaml")))


def all_routine_names() -> tuple[RoutineName, ...]:
    """Returns the name of every routine once: the built-in ones that are not replaced, then the user's own."""
    own = own_routine_names()
    built_in_ones = (RoutineName(name, own=False) for name in routine_names() if name not in own)
    return (*built_in_ones, *(RoutineName(name, own=True) for name in own))


def find_routine(name: str | Path) -> Path:
    """Returns the file of a routine given by name or path.

    Raises:
        RoutineError: If it does not exist, or is no regular file.
    """
    given = str(name)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        if is_missing(Path(name)):
            raise RoutineError(f"there is no routine file '{given}'")
        check_regular(Path(name), RoutineError)
        return Path(name)
    for folder in _folders():
        if is_file(path := folder / f"{given}.yaml"):
            return path
    known = [name for name, _ in all_routine_names()]
    raise RoutineError(f"there is no routine '{given}'{did_you_mean(given, known)}; known: {', '.join(known)}")


def language_files(name: str, language: str) -> Iterator[Path]:
    """Yields the files of a name in a language, in order of preference; `de-AT` falls back to `de`."""
    for tag in dict.fromkeys((language, primary_language(language))):
        for folder in _folders():
            if is_file(path := folder / "i18n" / tag / f"{name}.yaml"):
                yield path


def languages_of(name: str) -> tuple[str, ...]:
    """Returns the languages that have a file of a name."""
    return tuple(sorted({path.parent.name for folder in _folders() for path in folder.glob(f"i18n/*/{name}.yaml")}))


def load_routine(name: str | Path, language: str | None = None, variation: int = 1) -> Routine:
    """Reads a routine and checks that it is safe.

    Args:
        name: A routine's name, or the path of a YAML file.
        language: A language tag such as `de`; by default the language that the routine is written in.
        variation: Which wording of each text is spoken, from 1 on.

    Raises:
        RoutineError: If the routine does not exist, is not available in that language, or has errors.
    """
    path = find_routine(name)
    routine = _load(path, variation)
    if language is None or same_language(language, routine.language):
        return routine
    translation = _translation_file(path, routine.name, language)
    if translation is None:
        translated = (tag for tag in languages_of(routine.name) if _translation_file(path, routine.name, tag))
        known = ", ".join((routine.language, *translated))
        raise RoutineError(f"'{name}' is not available in language '{language}'; it is available in: {known}")
    return _load(translation, variation)


def is_available_in(language: str, routine: Routine, source: str | Path) -> bool:
    """Returns whether a routine, loaded from a name or path, is written in a language or translated to it."""
    if same_language(language, routine.language):
        return True
    return _translation_file(find_routine(source), routine.name, language) is not None


def check_routine_file(path: Path) -> tuple[Routine | None, tuple[Problem, ...]]:
    """Reads a routine file, or a translation of a routine, and returns all its problems.

    Returns:
        The routine in its first wording, or `None` if its form is invalid, and the problems of all its wordings in
        order of their lines. Safety can only be checked once the form is valid.
    """
    try:
        document = _read_complete(path)
        checked = [_checked(document, number) for number in range(1, most_wordings(document) + 1)]
    except RoutineError as error:
        return None, error.problems
    problems = dict.fromkeys(problem for _, found in checked for problem in found)
    return checked[0][0], in_line_order(problems)


def _folders() -> tuple[Path, Path]:
    return own_routines_folder(), built_in("routines")


def _checked(document: Document, variation: int) -> tuple[Routine, tuple[Problem, ...]]:
    """Returns one variation of a routine, and its problems.

    Raises:
        RoutineError: If its form is invalid.
    """
    worded = with_wordings(document, variation)
    routine = validate(worded, Routine, error=RoutineError)
    problems = (
        worded.problem(finding.place, finding.message, rule=rule, severity=finding.severity)
        for rule, finding in broken_rules(routine)
    )
    return routine, in_line_order(problems)


def _load(path: Path, variation: int) -> Routine:
    return _load_built_in(path, variation) if is_built_in(path) else _load_checked(path, variation)


@lru_cache(maxsize=_MOST_HELD)
def _load_built_in(path: Path, variation: int) -> Routine:
    """Returns a routine that ships with Kneadcast, which depends only on files that do so as well."""
    return _load_checked(path, variation)


def _load_checked(path: Path, variation: int) -> Routine:
    routine, problems = _checked(_read_complete(path), variation)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise RoutineError(*errors)
    return routine


def _read_complete(path: Path, derived: tuple[Path, ...] = ()) -> Document:
    """Reads a routine file, merged with the routine that it extends or translates.

    Args:
        path: The file.
        derived: The files that extend or translate it, directly or not.

    Raises:
        RoutineError: If one of the files cannot be read, or one extends or translates itself.
    """
    document = read_document(path, RoutineError)
    data = document.data
    if isinstance(data, dict) and "cues" in data and "sections" not in data:
        message = "this is the script of a session, not a routine; `kneadcast render` turns it into sound"
        raise RoutineError(document.problem((), message))
    check_wordings(document)
    if not isinstance(data, dict) or not {"extends", "translates"} & data.keys():
        return document
    key = "extends" if "extends" in data else "translates"
    base_path = _base_file(document, key)
    if any(_is_same_file(base_path, known) for known in (*derived, path)):
        raise RoutineError(document.problem((key,), f"this routine {key} itself; name another one"))
    if len(derived) >= _MOST_BASES:
        raise RoutineError(document.problem((key,), f"more than {_MOST_BASES} files extend or translate each other"))
    base = _read_complete(base_path, (*derived, path))
    if not isinstance(base.data, dict):
        raise RoutineError(document.problem((key,), f"'{base_path}' is not a routine: it holds no keys and values"))
    merge = extend if key == "extends" else translate
    return merge(document, base.data)


def _base_file(document: Document, key: str) -> Path:
    """Returns the file of the routine that a document extends or translates.

    A built-in file always refers to a built-in routine, and so does one of the user's own that names itself: it changes
    the built-in routine that it replaces.
    """
    path, name = Path(document.path), document.data[key]
    if not isinstance(name, str):
        raise RoutineError(document.problem((key,), "expected the name or the file of a routine"))
    try:
        base = find_routine(path.parent / name if name.endswith((".yaml", ".yml")) else name)
    except RoutineError as error:
        raise RoutineError(document.problem((key,), error.problems[0].message)) from None
    built_in_base = built_in("routines") / f"{name}.yaml"
    if is_file(built_in_base) and (is_built_in(path) or _is_same_file(path, base)):
        return built_in_base
    return base


def _translation_file(path: Path, name: str, language: str) -> Path | None:
    """Returns the file with the words of a routine in a language, or `None` if there is no such translation.

    A file of the right name can translate another routine: a built-in translation has none of the changes that the
    user's own routine of that name makes.
    """
    return next((file for file in language_files(name, language) if _is_translation_of(path, file)), None)


def _is_translation_of(path: Path, file: Path) -> bool:
    try:
        document = read_document(file, RoutineError)
        if not isinstance(document.data, dict) or "translates" not in document.data:
            return True
        return _is_same_file(_base_file(document, "translates"), path)
    except RoutineError:
        return True  # loading the file reports what is wrong with it


def _is_same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
