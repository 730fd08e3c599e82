"""Where routines are: the built-in ones with the program, the user's own in their configuration folder."""

from __future__ import annotations

from pathlib import Path

from kneadcast.resources import built_in, user_folder


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
        for tag in dict.fromkeys((language, language.split("-")[0])):
            path = folder / "i18n" / tag / f"{name}.yaml"
            if path.is_file():
                return path
    return None


def translations(name: str) -> tuple[str, ...]:
    """Returns the languages that a routine is translated to."""
    found = (path for folder in (built_in("routines"), own_folder()) for path in folder.glob(f"i18n/*/{name}.yaml"))
    return tuple(sorted({path.parent.name for path in found}))
