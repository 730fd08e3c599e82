"""What can be done beside building a file: playing a session, reading a finished one back, and planning the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kneadcast.atomic_file import atomic_file
from kneadcast.output import (
    Provenance,
    Verification,
    check_picture,
    decoded_blocks,
    draw_timeline,
    find_format,
    read_provenance,
    verify,
    waveform,
)
from kneadcast.output.player import BlocksFrom
from kneadcast.pipeline import Options, Progress, compile_prepared, length_of, prepared
from kneadcast.routine import Routine, load_routine
from kneadcast.routine.body import TYPES
from kneadcast.routine.library import DEFAULT_ROUTINE
from kneadcast.script.editing import excerpt
from kneadcast.script.file import read_script
from kneadcast.script.model import Script
from kneadcast.sound import load_template, mix
from kneadcast.sound.pcm import AudioSegment
from kneadcast.speech import Narrator

if TYPE_CHECKING:
    from kneadcast.reminders import Day

_PLAYED_BLOCK_MS = 1000
"""Short, so that a session sounds at once."""


def inspect_file(path: Path) -> Provenance:
    """Reads what a finished session says of itself: its script, its options and the version that made it.

    Raises:
        OutputError: If it cannot be read, or is not a session.
    """
    return read_provenance(path)


def verify_file(path: Path) -> Verification:
    """Decodes a finished session and compares each chime and sentence with the script inside it.

    Raises:
        KneadcastError: If it cannot be read or decoded, is not a session, or its template is not there.
    """
    script = read_provenance(path).script
    return verify(script, load_template(script.template), path, exact=find_format(None, path).exact)


def plot_session(source: Path, target: Path, *, script: Path | None = None) -> Path:
    """Draws a session on one time axis, as a PNG or SVG file.

    Args:
        source: A finished session, or a script file.
        target: The picture; one that is there is replaced.
        script: The script file of a session that does not carry its own.

    Raises:
        KneadcastError: If there is no script to be had, the picture cannot be written, or matplotlib is missing.
    """
    check_picture(target)
    is_script = source.suffix in (".yaml", ".yml", ".json")
    told = script or (source if is_script else None)
    drawn = read_script(told).script if told else read_provenance(source).script
    outline = None if is_script else waveform(decoded_blocks(source))
    with atomic_file(target) as part:
        draw_timeline(drawn, drawn.pacer or load_template(drawn.template).pacer.mode, outline, part)
    return target


def open_playback(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    length: str | int | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> tuple[Script, BlocksFrom]:
    """Compiles a routine and returns its script, and a function that mixes it from any moment on; see `build_session`.

    Raises:
        KneadcastError: If the routine, the length or the voice cannot be had.
    """
    ready, options = prepared(routine, options)
    length_ms = length_of(ready.routine, length)
    script, clips, template = compile_prepared(ready.routine, length_ms, options, narrator, progress)
    paths = {text: clip.path for text, clip in clips.items()}

    def blocks_from(at_ms: int) -> Iterator[AudioSegment]:
        return mix(excerpt(script, at_ms, script.length_ms), paths, template, block_ms=_PLAYED_BLOCK_MS)

    return script, blocks_from


def schedule_routine(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    start: datetime,
    days: Sequence[Day] = (),
    weeks: int | None = None,
    length: str | int | None = None,
) -> bytes:
    """Returns a calendar of reminders of a routine, as an iCalendar file.

    Args:
        routine: A routine, or the name of a built-in one, or the path of a file.
        start: From when on, and at which time of day.
        days: Days of the week; as often as its type is done if none.
        weeks: For how many weeks; without end if none.
        length: Of the session; the routine's default if none.

    Raises:
        KneadcastError: If the routine cannot be had.
    """
    # Reading and writing calendars takes a third of a second to load, which no other command should wait for.
    from kneadcast.reminders import Reminders, suggested_days, to_ics

    routine = routine if isinstance(routine, Routine) else load_routine(routine)
    plan = Reminders(
        routine=routine.name,
        title=routine.title,
        summary=routine.summary,
        frequency=TYPES[routine.type].frequency,
        length_ms=length_of(routine, length),
        needs=routine.needs,
        days=tuple(days) or suggested_days(routine.type),
    )
    return to_ics(plan, start, weeks)
