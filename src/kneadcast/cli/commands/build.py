"""`kneadcast build`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.config_defaults import Configured, keep_preset
from kneadcast.cli.options import (
    json_option,
    length_option,
    routine_argument,
    show_notes,
)
from kneadcast.cli.progress import ShownProgress
from kneadcast.cli.session_options import parse_options, session_options
from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.pipeline import Session
    from kneadcast.sound import Levels


@click.command(cls=Configured)
@routine_argument
@length_option
@session_options
@click.option("--save", metavar="NAME", help="Keep these options as a preset, to be built as @NAME.")
@json_option
@click.pass_context
def build(
    ctx: click.Context,
    /,
    routine: str,
    length_ms: int | None,
    output: Path | None,
    save: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Build a session, as an MP3 unless another format is asked for.

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given.
    """
    from kneadcast.build import build_session
    from kneadcast.settings import check_preset_name

    if save:
        check_preset_name(save)
    with ShownProgress() as progress:
        session = build_session(
            routine, length=length_ms, output=output, options=parse_options(options), progress=progress
        )
    if save:
        keep_preset(ctx, save, routine)
    show_session(session, as_json=as_json)


def show_session(session: Session, *, as_json: bool) -> None:
    """Prints where a session is, for a person or for a program."""
    script = session.script
    if as_json:
        facts = {
            "format": 1,
            "path": str(session.path),
            "routine": script.routine,
            "title": script.title,
            "length_ms": script.length_ms,
            "voice": script.voice,
            "chapters": len(session.chapters),
            "avoid": list(script.avoid or ()),
            "notes": list(session.notes),
            "levels": _levels(session.levels),
            "companions": [str(path) for path in session.sidecars],
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    show_notes(session.notes)
    length = format_duration(script.length_ms)
    click.echo(f"{script.title}, {length}, {len(session.chapters)} chapters, voice {script.voice}", err=True)
    click.echo(_told(session.levels), err=True)
    for path in (session.path, *session.sidecars):
        click.echo(str(path))


def _levels(levels: Levels) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 3) for name, value in asdict(levels).items()}


def _told(levels: Levels) -> str:
    parts = [f"voice {levels.speech_lufs:.1f} LUFS"] if levels.speech_lufs is not None else []
    parts += [f"peaks {levels.true_peak_dbtp:.1f} dBTP", f"speech {levels.speech_share:.0%}"]
    if levels.ambience_distance_lu is not None:
        parts.append(f"ambience {levels.ambience_distance_lu:.0f} LU under the voice")
    return ", ".join(parts)
