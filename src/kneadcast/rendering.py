"""The last pass: mixes the sound of a compiled session, writes its files and measures them.

Compiled -> Session
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from kneadcast import output, sound
from kneadcast.cache.kept_sound import kept_sound
from kneadcast.options import Options
from kneadcast.pipeline import Compiled, Progress, stage_progress
from kneadcast.script.model import Script
from kneadcast.staged_files import StagedFiles, staged_files

if TYPE_CHECKING:
    from kneadcast.output import Chapter, Format, SoundFile
    from kneadcast.sound import MeasuredLevels, Mix


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


def check_output(target: Path, options: Options, *, inputs: Iterable[Path] = ()) -> None:
    """Checks that the files of a session can be written. Call it before any slow work.

    Args:
        target: The file of the session, or the folder of an album.
        options: What is written.
        inputs: The files that the session is made from.

    Raises:
        OutputError: If one of them cannot be written or encoded.
    """
    output.check_format(_format(target, options), options.bitrate_kbps)
    if options.album:
        output.check_album(target, options.sidecars, force=options.force)
        return
    targets = (output.Target(target, "the session"), *output.sidecar_targets(options.sidecars, target))
    output.check_targets(targets, inputs=inputs, force=options.force)


def render(
    compiled: Compiled,
    target: Path,
    options: Options,
    progress: Progress | None = None,
    *,
    threads: int | None = None,
) -> Session:
    """Mixes and writes a session, and measures the finished file.

    All files of the session are put into place together.

    Args:
        compiled: The script of the session.
        target: The file, or the folder of an album.
        options: What is written; how it sounds is decided by the script.
        progress: Called with the number of milliseconds.
        threads: How many parts of an MP3 are made at once; by default one on each core. The bytes of the files do not
            depend on it.

    Raises:
        SoundError: If the levels of the finished sound are out of range.
        OutputError: If it cannot be written. No file is created or changed then.
    """
    script, format_, kept = compiled.script, _format(target, options), kept_sound()
    mix = sound.Mix(script, compiled.narration, compiled.template, kept)
    encoding = output.Encoding(kept, options.bitrate_kbps, threads)
    with staged_files() as files:
        parts = _sound_files(mix, script, target, options, files)
        measured = output.write_sound_files(parts, mix, format_, encoding, stage_progress(progress, "mix"))
        levels = sound.merge_levels(measured, script, compiled.template.levels.speech_lufs)
        levels.check()
        chapters = output.chapters_of(script, "area" if options.album else options.chapters)
        pacer = compiled.template.pacer.mode
        finished = output.FinishedSession(script, chapters, parts[0].path, pacer, options.page_audio)
        sidecars = output.write_sidecars(options.sidecars, finished, target, files)
    kept.shrink()
    return Session(target, script, chapters, levels, compiled.notes, sidecars)


def _sound_files(mix: Mix, script: Script, target: Path, options: Options, files: StagedFiles) -> tuple[SoundFile, ...]:
    """Returns the file of a session, or the tracks of an album."""
    provenance = output.Provenance(script=script, options=_recorded_options(options))
    if options.album:
        return output.stage_album(target, _format(target, options), provenance, files)
    content = output.FileContent(output.Tags.of(script), output.chapters_of(script, options.chapters), provenance)
    return (output.SoundFile(files.add(target), sound.Span(0, mix.frames), content),)


def _format(target: Path, options: Options) -> Format:
    return output.find_format(options.format, None if options.album else target)


def _recorded_options(options: Options) -> dict[str, JsonValue]:
    """Returns the options that a file records: nothing about the computer, and nothing that its script states."""
    return {"bitrate_kbps": options.bitrate_kbps, "chapters": options.chapters}
