"""The last pass: mixes the sound of a compiled session, writes its files and measures them.

Compiled -> Session
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from kneadcast import output, sound
from kneadcast.atomic_file import atomic_file
from kneadcast.options import Options
from kneadcast.pipeline import Compiled, Progress, stage_progress
from kneadcast.script.model import Script

if TYPE_CHECKING:
    from kneadcast.output import Chapter, Format
    from kneadcast.sound import MeasuredLevels, MixReport


@dataclass(frozen=True)
class Session:
    """A finished session."""

    path: Path
    script: Script
    chapters: tuple[Chapter, ...]
    levels: MeasuredLevels
    """Measured on the finished file."""
    notes: tuple[str, ...] = ()
    """What was left out or softened because of cautions."""
    sidecars: tuple[Path, ...] = ()
    """The files next to it."""


def check_output(target: Path, options: Options) -> None:
    """Checks that the files of a session can be written. Call it before any slow work.

    Raises:
        OutputError: If one of them cannot be written or encoded.
    """
    output.check_format(_format(target, options), options.bitrate_kbps)
    if options.album:
        output.check_album(target, options.sidecars, force=options.force)
        return
    output.check_replaceable(target, force=options.force)
    output.check_sidecars(options.sidecars, target, replaceable=options.force or output.is_kneadcast_file(target))


def render(compiled: Compiled, target: Path, options: Options, progress: Progress | None = None) -> Session:
    """Mixes and writes a session, and measures the finished file.

    Args:
        compiled: The script of the session.
        target: The file, or the folder of an album.
        options: What is written; how it sounds is decided by the script.
        progress: Called with the number of milliseconds.

    Raises:
        SoundError: If the levels of the finished sound are out of range.
        OutputError: If it cannot be written. No file is created or changed then.
    """
    script = compiled.script
    provenance = output.Provenance(script=script, options=_recorded_options(options))
    chapters = output.chapters_of(script, options.chapters)
    if options.album:
        with output.album_folder(
            target, _format(target, options), provenance, bitrate_kbps=options.bitrate_kbps
        ) as tracks:
            report = sound.mix(
                script, compiled.narration, compiled.template, tracks.write, progress=stage_progress(progress, "mix")
            )
        levels = _checked_levels(tracks.paths, compiled, report)
        return Session(target, script, output.chapters_of(script, "area"), levels, compiled.notes)
    content = output.FileContent(output.Tags.of(script), chapters, provenance)
    with atomic_file(target) as part:
        with output.sound_file(part, _format(target, options), content, bitrate_kbps=options.bitrate_kbps) as write:
            report = sound.mix(
                script, compiled.narration, compiled.template, write, progress=stage_progress(progress, "mix")
            )
        levels = _checked_levels((part,), compiled, report)
    finished = output.FinishedSession(script, chapters, target, compiled.template.pacer.mode, options.page_audio)
    sidecars = output.write_sidecars(options.sidecars, finished)
    return Session(target, script, chapters, levels, compiled.notes, sidecars)


def _format(target: Path, options: Options) -> Format:
    return output.find_format(options.format, None if options.album else target)


def _checked_levels(files: tuple[Path, ...], compiled: Compiled, report: MixReport) -> MeasuredLevels:
    blocks = chain.from_iterable(output.decoded_blocks(file) for file in files)
    levels = sound.measure(blocks, compiled.script, compiled.template.levels.speech_lufs, report.ambience_lufs)
    levels.check()
    return levels


def _recorded_options(options: Options) -> dict[str, JsonValue]:
    """Returns the options that a file records: nothing about the computer, and nothing that its script states."""
    return {"bitrate_kbps": options.bitrate_kbps, "chapters": options.chapters}
