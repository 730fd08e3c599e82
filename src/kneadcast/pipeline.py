"""The passes in their order: prepare a routine, speak its lines, compile its script, render the script.

source, Options -> Prepared -> SpokenRoutine -> Compiled -> Session
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal, Protocol

from pydantic import JsonValue

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import ScriptError
from kneadcast.options import Options
from kneadcast.output import (
    Chapter,
    FileContent,
    FinishedSession,
    Format,
    Provenance,
    Tags,
    album_folder,
    chapters_of,
    check_album,
    check_format,
    check_replaceable,
    check_sidecars,
    decoded_blocks,
    find_format,
    is_kneadcast_file,
    sound_file,
    write_sidecars,
)
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.planning.planner import Plan, plan
from kneadcast.planning.script_writer import write_script
from kneadcast.routine import Phrases, Routine, RoutineSource, prepare_routine
from kneadcast.routine.library import find_routine
from kneadcast.script.consistency import with_measured_lengths
from kneadcast.script.durations import Durations
from kneadcast.script.editing import refit
from kneadcast.script.file import ScriptFile
from kneadcast.script.model import Script
from kneadcast.sound import AudioTemplate, MeasuredLevels, MixReport, load_template, measure, mix
from kneadcast.speech import Delivery, Narration, Narrator, open_narrator
from kneadcast.speech.recordings import RecordedNarrator

Stage = Literal["speak", "mix"]


class Progress(Protocol):
    """A callback for the progress of a session: a stage, the amount done and the total amount.

    The amounts of the stage `speak` are lines, and those of the stage `mix` milliseconds.
    """

    def __call__(self, stage: Stage, done: int, total: int, /) -> None:
        """Receives the progress of a stage."""
        ...


@dataclass(frozen=True)
class Prepared:
    """A routine with the options applied, and everything that is read from files for it."""

    routine: Routine
    phrases: Phrases
    template: AudioTemplate
    """With the settings of the options."""
    options: Options
    """With the folder of recordings that was found."""
    length_ms: int
    notes: tuple[str, ...] = ()
    """What was left out or softened because of cautions."""


@dataclass(frozen=True)
class SpokenRoutine:
    """A prepared routine with a clip for every line that its sessions can say."""

    prepared: Prepared
    voice: str
    """The name of the voice that spoke."""
    narration: Narration

    @property
    def measured(self) -> MeasuredRoutine:
        """The routine with the measured lengths of all lines and chimes."""
        prepared = self.prepared
        durations = durations_of(self.narration, prepared.template)
        return MeasuredRoutine(prepared.routine, prepared.phrases, durations, prepared.options.preferences)


@dataclass(frozen=True)
class Compiled:
    """A script with everything that rendering it needs."""

    script: Script
    narration: Narration
    template: AudioTemplate
    """With the settings of the script."""
    notes: tuple[str, ...] = ()


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


def prepare(
    source: RoutineSource, options: Options, length_ms: int | None = None, *, template: AudioTemplate | None = None
) -> Prepared:
    """Reads a routine and everything that belongs to it, and applies the options.

    Args:
        source: A routine, or the name or the path of one.
        options: The options of the session.
        length_ms: The length of the session; by default that of the routine.
        template: The audio template of the options, if it has been read already.

    Raises:
        RoutineError: If the routine cannot be read, or too little of it is safe with the cautions.
        SoundError: If the audio template cannot be read.
    """
    if not isinstance(source, Routine):
        options = replace(options, clips=options.clips or clips_folder_beside(find_routine(source)))
    adapted = prepare_routine(source, language=options.language, avoid=options.avoid)
    template = template or load_template(options.sound.template)
    return Prepared(
        adapted.routine,
        adapted.phrases,
        template.with_settings(options.sound),
        options,
        adapted.routine.length if length_ms is None else length_ms,
        adapted.notes,
    )


def speak(prepared: Prepared, narrator: Narrator | None = None, progress: Progress | None = None) -> SpokenRoutine:
    """Speaks every line that a session of a routine can say.

    Args:
        prepared: The routine.
        narrator: The narrator; by default the voice of the options.
        progress: Called with the number of lines.

    Raises:
        PlanError: If the routine does not have what the preferences request.
        SpeechError: If the voice is not available, or a line cannot be spoken.
    """
    routine, options = prepared.routine, prepared.options
    lines = narration_lines(routine, prepared.phrases, options.preferences, prepared.length_ms)
    narrator = narrator or narrator_for(routine.language, options)
    return SpokenRoutine(prepared, narrator.voice.name, narrator.speak(lines, stage_progress(progress, "speak")))


def plan_spoken(spoken: SpokenRoutine) -> Plan:
    """Returns the plan of a session whose lines have been spoken.

    Raises:
        PlanError: If the length or the preferences are not possible.
    """
    return plan(spoken.measured, spoken.prepared.length_ms)


def compile_spoken(spoken: SpokenRoutine) -> Compiled:
    """Plans a session whose lines have been spoken, and writes its script.

    Raises:
        PlanError: If the length or the preferences are not possible.
    """
    prepared = spoken.prepared
    sound = replace(prepared.options.sound, voice=spoken.voice)
    script = write_script(plan_spoken(spoken), sound, prepared.options.avoid)
    return Compiled(script, spoken.narration, prepared.template, prepared.notes)


def compile_written(
    source: ScriptFile,
    options: Options,
    *,
    refitted: bool = False,
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Compiled:
    """Speaks the lines of a script that exists already, and checks that it can be rendered.

    Args:
        source: The script, which may have been edited by hand.
        options: The options of the session; how it sounds and its language are decided by the script.
        refitted: Whether cues that overlap are moved apart, instead of being reported as errors.
        narrator: The narrator; by default the voice of the script.
        progress: Called with the number of lines.

    Raises:
        ScriptError: With every fault of the script and its line, such as cues that overlap.
        KneadcastError: If its voice or template is not available.
    """
    script = source.script
    clips = options.clips or (clips_folder_beside(Path(source.document.path)) if source.document else None)
    template = load_template(script.sound.template).with_settings(script.sound)
    narrator = narrator or narrator_for(script.language, replace(options, sound=script.sound, clips=clips))
    lines = [cue.line for cue in script.cues if cue.line]
    narration = narrator.speak(lines, stage_progress(progress, "speak"))
    durations = durations_of(narration, template)
    if refitted:
        script = refit(script, durations)
    if problems := replace(source, script=script).problems(durations):
        raise ScriptError(*problems)
    return Compiled(with_measured_lengths(script, durations), narration, template)


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
    provenance = Provenance(script=script, options=_recorded_options(options))
    chapters = chapters_of(script, options.chapters)
    if options.album:
        with album_folder(target, _format(target, options), provenance, bitrate_kbps=options.bitrate_kbps) as tracks:
            report = mix(
                script, compiled.narration, compiled.template, tracks.write, progress=stage_progress(progress, "mix")
            )
        levels = _checked_levels(tracks.paths, compiled, report)
        return Session(target, script, chapters_of(script, "area"), levels, compiled.notes)
    content = FileContent(Tags.of(script), chapters, provenance)
    with atomic_file(target) as part:
        with sound_file(part, _format(target, options), content, bitrate_kbps=options.bitrate_kbps) as write:
            report = mix(script, compiled.narration, compiled.template, write, progress=stage_progress(progress, "mix"))
        levels = _checked_levels((part,), compiled, report)
    finished = FinishedSession(script, chapters, target, compiled.template.pacer.mode, options.page_audio)
    sidecars = write_sidecars(options.sidecars, finished)
    return Session(target, script, chapters, levels, compiled.notes, sidecars)


def narrator_for(language: str, options: Options) -> Narrator:
    """Returns the voice of the options, with the recordings that replace it.

    Raises:
        SpeechError: If the voice is not available.
    """
    narrator = open_narrator(Delivery(options.sound.voice, language, options.sound.pace_wpm))
    return RecordedNarrator(narrator, options.clips) if options.clips else narrator


def durations_of(narration: Narration, template: AudioTemplate) -> Durations:
    """Returns the measured lengths of all lines and chimes."""
    return Durations(narration.lengths_ms(), template.chime_lengths_ms())


def check_output(target: Path, options: Options) -> None:
    """Checks that the files of a session can be written. Call it before any slow work.

    Raises:
        OutputError: If one of them cannot be written or encoded.
    """
    check_format(_format(target, options), options.bitrate_kbps)
    if options.album:
        check_album(target, options.sidecars, force=options.force)
        return
    check_replaceable(target, force=options.force)
    check_sidecars(options.sidecars, target, replaceable=options.force or is_kneadcast_file(target))


def clips_folder_beside(file: Path) -> Path | None:
    """Returns the folder `clips` next to the file of a routine or a script, or `None` if there is none."""
    folder = file.parent / "clips"
    return folder if folder.is_dir() else None


def stage_progress(progress: Progress | None, stage: Stage) -> Callable[[int, int], None] | None:
    """Returns a callback that reports the progress of one stage, or `None` without a progress callback."""
    return (lambda done, total: progress(stage, done, total)) if progress else None


def _format(target: Path, options: Options) -> Format:
    return find_format(options.format, None if options.album else target)


def _checked_levels(files: tuple[Path, ...], compiled: Compiled, report: MixReport) -> MeasuredLevels:
    sound = chain.from_iterable(decoded_blocks(file) for file in files)
    levels = measure(sound, compiled.script, compiled.template.levels.speech_lufs, report.ambience_lufs)
    levels.check()
    return levels


def _recorded_options(options: Options) -> dict[str, JsonValue]:
    """Returns the options that a file records: nothing about the computer, and nothing that its script states."""
    return {"bitrate_kbps": options.bitrate_kbps, "chapters": options.chapters}
