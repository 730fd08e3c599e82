"""Output that several commands share: JSON for programs, notes, and the summary of a finished session."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.errors import KneadcastError
    from kneadcast.rendering import Session
    from kneadcast.sound import MeasuredLevels


def print_json(data: Any) -> None:
    """Prints data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_error(error: KneadcastError) -> None:
    """Prints an error on standard error."""
    click.echo(f"kneadcast: {error}", err=True)


def print_notes(notes: Iterable[str]) -> None:
    """Prints on standard error what was left out or softened."""
    for note in notes:
        click.echo(note, err=True)


def print_session(session: Session, *, as_json: bool) -> None:
    """Prints the paths of a session on standard output and its summary on standard error, or all of it as JSON."""
    if as_json:
        click.echo(json.dumps(_facts(session), ensure_ascii=False))
        return
    script = session.script
    print_notes(session.notes)
    length = format_duration(script.length_ms)
    click.echo(f"{script.title}, {length}, {len(session.chapters)} chapters, voice {script.sound.voice}", err=True)
    click.echo(_levels_text(session.levels), err=True)
    for path in (session.path, *session.sidecars):
        click.echo(str(path))


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
