"""Finding routines, built-in or the user's own file, and reading them with every problem they have."""

from __future__ import annotations

from pathlib import Path

from kneadcast.document import Document, read_document, read_model, validate
from kneadcast.errors import Problem, RoutineError, did_you_mean
from kneadcast.languages import primary_language, same_language
from kneadcast.resources import built_in, user_folder
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.merging import extended, translated
from kneadcast.routine.model import Phrases, Routine
from kneadcast.routine.rules import broken_rules


def own_folder() -> Path:
    """Returns the folder of the user's own routines, which need not be there yet."""
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
    """Returns the names of the user's own routines, without those that are taken by built-in ones."""
    return tuple(sorted({path.stem for path in own_folder().glob("*.yaml")} - set(routine_names())))


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
        RoutineError: If there is none.
    """
    given = str(name)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        if not Path(name).is_file():
            raise RoutineError(f"there is no routine file '{given}'")
        return Path(name)
    path = routine_file(given)
    if path is None:
        known = (*routine_names(), *own_routine_names())
        raise RoutineError(f"there is no routine '{given}'{did_you_mean(given, known)}; known: {', '.join(known)}")
    return path


def check_routine_file(path: Path) -> tuple[Routine | None, tuple[Problem, ...]]:
    """Reads a routine file, or a translation of one, and finds all that is wrong with it.

    Returns:
        The routine, or none where its form is broken, and its problems in order of their lines. Safety can only be
        judged once the form is right.
    """
    try:
        document = _read(path, ())
        routine = validate(document, Routine, error=RoutineError)
    except RoutineError as error:
        return None, error.problems
    problems = [_located(document, rule, *finding) for rule, finding in broken_rules(routine)]
    return routine, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def _checked(path: Path) -> Routine:
    routine, problems = check_routine_file(path)
    errors = [problem for problem in problems if problem.severity == "error"]
    if routine is None or errors:
        raise RoutineError(*errors)
    return routine


def _read(path: Path, below: tuple[Path, ...]) -> Document:
    """Reads a routine file with all that it is made from; `below` are the files that have led to it.

    Raises:
        RoutineError: If one of them cannot be read, or a file is made from itself.
    """
    document = read_document(path, RoutineError)
    data = document.data
    if isinstance(data, dict) and "cues" in data and "sections" not in data:
        message = "this is the script of a session, not a routine; `kneadcast render` makes sound of it"
        raise RoutineError(document.problem((), message))
    if not isinstance(data, dict) or not {"extends", "translates"} & data.keys():
        return document
    key = "extends" if "extends" in data else "translates"
    base_path = _base(document, key, str(data[key]))
    if base_path.resolve() in [one.resolve() for one in (*below, path)]:
        raise RoutineError(document.problem((key,), f"this routine {key} itself; name another one"))
    base = _read(base_path, (*below, path))
    if key == "extends":
        return extended(document, base.data)
    words, problems = translated(document, base.data)
    if problems:
        raise RoutineError(*sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return words


def _base(document: Document, key: str, name: str) -> Path:
    try:
        return find_routine(Path(document.path).parent / name if name.endswith((".yaml", ".yml")) else name)
    except RoutineError as error:
        raise RoutineError(document.problem((key,), error.problems[0].message)) from None


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
