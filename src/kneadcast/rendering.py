"""The last pass: mixes the sound of a compiled session, writes its files and measures them.

Compiled -> Session
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from kneadcast import output, sound
from kneadcast.errors import EncoderStalledError
from kneadcast.options import Options
from kneadcast.pipeline import Compiled, Progress, stage_progress
from kneadcast.script.model import Script
from kneadcast.staged_files import StagedFiles, staged_files

if TYPE_CHECKING:
    from kneadcast.output import Chapter, Format
    from kneadcast.sound import MeasuredLevels, MixReport
    from kneadcast.sound.pcm import AudioSegment


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


def render(compiled: Compiled, target: Path, options: Options, progress: Progress | None = None) -> Session:
    """Mixes and writes a session, and measures the finished file.

    All files of the session are put into place together. An encoder that stops responding is replaced once.

    Args:
        compiled: The script of the session.
        target: The file, or the folder of an album.
        options: What is written; how it sounds is decided by the script.
        progress: Called with the number of milliseconds.

    Raises:
        SoundError: If the levels of the finished sound are out of range.
        OutputError: If it cannot be written. No file is created or changed then.
    """
    try:
        return _render(compiled, target, options, progress)
    except EncoderStalledError:
        return _render(compiled, target, options, progress)


def _render(compiled: Compiled, target: Path, options: Options, progress: Progress | None) -> Session:
    script = compiled.script
    chapters = output.chapters_of(script, "area" if options.album else options.chapters)
    with staged_files() as files:
        paths, report = _mix(compiled, target, options, files, progress)
        levels = _checked_levels(paths, compiled, report)
        finished = output.FinishedSession(script, chapters, paths[0], compiled.template.pacer.mode, options.page_audio)
        sidecars = output.write_sidecars(options.sidecars, finished, target, files)
    return Session(target, script, chapters, levels, compiled.notes, sidecars)


def _mix(
    compiled: Compiled, target: Path, options: Options, files: StagedFiles, progress: Progress | None
) -> tuple[tuple[Path, ...], MixReport]:
    """Mixes a session into a file or the tracks of an album, and returns their temporary names."""
    script, format_ = compiled.script, _format(target, options)
    provenance = output.Provenance(script=script, options=_recorded_options(options))

    def mix(write: Callable[[AudioSegment], None]) -> MixReport:
        return sound.mix(script, compiled.narration, compiled.template, write, progress=stage_progress(progress, "mix"))

    if options.album:
        with output.album_tracks(target, format_, provenance, files, bitrate_kbps=options.bitrate_kbps) as album:
            report = mix(album.write)
        return album.paths, report
    part = files.add(target)
    content = output.FileContent(output.Tags.of(script), output.chapters_of(script, options.chapters), provenance)
    with output.sound_file(part, format_, content, bitrate_kbps=options.bitrate_kbps) as write:
        report = mix(write)
    return (part,), report


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
