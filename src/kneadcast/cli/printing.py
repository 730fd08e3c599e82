"""Output that several commands share: JSON for programs, notes, and the summary of a finished session."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.streams import SafeStream
from kneadcast.plain_text import is_printable
from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.rendering import Session
    from kneadcast.sound import MeasuredLevels


def print_json(data: Any, *, indent: int | None = 2) -> None:
    """Prints data as JSON; on a single line if `indent` is `None`."""
    print_json_text(json.dumps(data, ensure_ascii=False, indent=indent))


def print_json_text(text: str) -> None:
    """Prints JSON whose strings may contain characters that are not printable, as escapes of JSON."""
    click.echo("\n".join(line if is_printable(line) else _escaped(line) for line in text.split("\n")))


def print_path(path: str | os.PathLike[str]) -> None:
    """Prints the path of a file as a result: byte for byte for other programs, safely for a terminal."""
    if isinstance(sys.stdout, SafeStream):
        sys.stdout.write_name(os.fspath(path))
        click.echo()
    else:
        click.echo(os.fspath(path))


def print_notes(notes: Iterable[str]) -> None:
    """Prints on standard error what was left out or softened."""
    for note in notes:
        click.echo(note, err=True)


def print_session(session: Session, *, as_json: bool) -> None:
    """Prints the paths of a session on standard output and its summary on standard error, or all of it as JSON."""
    if as_json:
        print_json(_facts(session), indent=None)
        return
    script = session.script
    print_notes(session.notes)
    length = format_duration(script.length_ms)
    parts = [script.title, length, f"{len(session.chapters)} chapters", f"voice {script.sound.voice}"]
    parts += [f"variation {script.variation}"] if script.variation else []
    click.echo(", ".join(parts), err=True)
    click.echo(_levels_text(session.levels), err=True)
    for path in (session.path, *session.sidecars):
        print_path(path)


def _escaped(line: str) -> str:
    return "".join(char if is_printable(char) else json.dumps(char)[1:-1] for char in line)


def _facts(session: Session) -> dict[str, object]:
    script = session.script
    return {
        "format": 1,
        "path": str(session.path),
        "routine": script.routine,
        "title": script.title,
        "length_ms": script.length_ms,
        "voice": script.sound.voice,
        "chapters": len(session.chapters),
        "variation": script.variation or 1,
        "avoid": list(script.avoid or ()),
        "notes": list(session.notes),
        "levels": _rounded(session.levels),
        "sidecars": [str(path) for path in session.sidecars],
    }


def _rounded(levels: MeasuredLevels) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 3) for name, value in asdict(levels).items()}


def _levels_text(levels: MeasuredLevels) -> str:
    parts = [f"voice {levels.speech_lufs:.1f} LUFS"] if levels.speech_lufs is not None else []
    parts += [f"peaks {levels.true_peak_dbtp:.1f} dBTP", f"speech {levels.speech_share:.0%}"]
    if levels.ambience_distance_lu is not None:
        parts.append(f"ambience {levels.ambience_distance_lu:.0f} LU under the voice")
    return ", ".join(parts)
