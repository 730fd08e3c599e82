"""Functions for authors: creating a routine, checking files, and listing the lines that a reader has to record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import Problem, RoutineError
from kneadcast.output import Target, check_targets
from kneadcast.pipeline import clips_folder_beside
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.routine import check_routine_file, load_phrases, load_routine, routine_names
from kneadcast.routine.library import find_routine, own_routines_folder
from kneadcast.routine.phrases import check_phrases_file, is_phrases_file
from kneadcast.routine.scaffold import new_extension, new_routine
from kneadcast.script.file import is_script, read_script
from kneadcast.sound import check_template_file, is_template_file
from kneadcast.speech import Line
from kneadcast.speech.recordings import find_recordings


@dataclass(frozen=True)
class LineToRecord:
    """A sentence that a reader has to record."""

    ids: tuple[str, ...]
    """The names that the recording can have."""
    text: str
    recording: Path | None
    """The existing recording, or `None`."""


def start_routine(name: str, *, base: str | None = None, output: Path | None = None, force: bool = False) -> Path:
    """Writes a commented starting point for a routine.

    Args:
        name: The name of the routine: small letters, digits and hyphens.
        base: The name or the path of a routine to extend; by default the new routine is complete in itself.
        output: The file; by default in the folder of the user's own routines.
        force: Whether an existing file may be replaced.

    Returns:
        The file.

    Raises:
        RoutineError: If the name cannot be used, or there is no such base.
        OutputError: If the file exists or cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise RoutineError(f"'{name}' cannot be the name of a routine: use small letters, digits and hyphens")
    if name in routine_names() and output is None and base != name:
        raise RoutineError(
            f"'{name}' is a built-in routine, which yours would replace; choose another name, or change it with "
            f"--from {name}"
        )
    target = output or own_routines_folder() / f"{name}.yaml"
    text = new_extension(name, load_routine(base)) if base else new_routine(name)
    inputs = [find_routine(base)] if base else []
    check_targets([Target.document(target, "the routine")], inputs=inputs, new_folder=output is None, force=force)
    with atomic_file(target) as part:
        part.write_text(text, encoding="utf-8")
    return target


def check_file(path: Path) -> tuple[Problem, ...]:
    """Returns every problem of a routine file, a translation, a phrases file or an audio template."""
    if is_phrases_file(path):
        return check_phrases_file(path)
    return (check_template_file(path) if is_template_file(path) else check_routine_file(path))[1]


def lines_to_record(source: str | Path, clips: Path | None = None) -> tuple[LineToRecord, ...]:
    """Returns the lines that a reader has to record for a routine or a script.

    Args:
        source: The name or the file of a routine, or a script file.
        clips: The folder of recordings; by default `clips` next to the file.

    Raises:
        KneadcastError: If the source or the folder cannot be read.
    """
    script_file = Path(source) if is_script(source) else None
    folder = clips or clips_folder_beside(script_file or find_routine(source))
    found = find_recordings(folder) if folder else {}
    lines = _lines_of_script(script_file) if script_file else _lines_of_routine(source)
    ids: dict[Line, tuple[str, ...]] = {}
    for line in lines:
        ids[line] = (*ids.get(line, ()), line.id)
    return tuple(
        LineToRecord(names, line.text, next((found[name] for name in names if name in found), None))
        for line, names in ids.items()
    )


def _lines_of_script(path: Path) -> tuple[Line, ...]:
    return tuple(cue.line for cue in read_script(path).script.cues if cue.line)


def _lines_of_routine(source: str | Path) -> tuple[Line, ...]:
    routine = load_routine(source)
    return narration_lines(routine, load_phrases(routine.language))
