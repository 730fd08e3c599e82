"""The passes, each a function that the API calls once: prepare a routine, speak it, compile it, render it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from kneadcast.atomic_file import atomic_file
from kneadcast.output import (
    Chapter,
    ChapterBy,
    Finished,
    Format,
    Provenance,
    Tags,
    chapters_of,
    check_album,
    check_format,
    check_replaceable,
    check_sidecars,
    decoded_blocks,
    find_format,
    is_kneadcast_file,
    write_album,
    write_sidecars,
    write_sound,
)
from kneadcast.planning.narration_lines import line_ids
from kneadcast.planning.planner import Durations, plan
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.script_writer import Telling, write_script
from kneadcast.routine import Routine, load_phrases, load_routine
from kneadcast.routine.avoidance import AdaptedRoutine, avoid
from kneadcast.script.model import AmbienceChoice, PacerMode, Script
from kneadcast.sound import AudioTemplate, Levels, SpeechLoudness, load_template, measure, mix, speech_target_lufs
from kneadcast.speech import Clip, Delivery, Line, Narrator, open_narrator
from kneadcast.speech.model import DEFAULT_PACE_WPM, DEFAULT_VOICE
from kneadcast.speech.recordings import RecordedNarrator
from kneadcast.units import parse_duration
from kneadcast.voice_samples import clips_beside

Stage = Literal["speak", "mix"]
Progress = Callable[[Stage, int, int], None]
"""Called with a stage, how much of it is done and how much there is: lines for `speak`, milliseconds for `mix`."""


@dataclass(frozen=True)
class Options:
    """How a session is to sound and be written; whatever is not said has the default that suits most listeners."""

    voice: str = DEFAULT_VOICE
    """A voice's name or file; `natural` in English, else the best there is, if it is `default`."""
    pace_wpm: int = DEFAULT_PACE_WPM
    """Spoken words a minute."""
    volume: float = 1.0
    """How loud the session is, above 0 up to 1."""
    template: str = "singing-bowls"
    """An audio template's name, or the path of its file."""
    loudness_lufs: float | None = None
    """Loudness of the voice, -24 to -14; the template's own if none."""
    pan: float | None = None
    """How far a side's voice and chimes lean to it, 0 to 1; the template's own if none."""
    pacer: PacerMode | None = None
    """How much of the strokes is sounded; as the template has it if none."""
    ambience: AmbienceChoice | None = None
    """What is heard beneath, `none` for nothing; as the template has it if none is chosen."""
    bitrate_kbps: int = 128
    force: bool = False
    """Replace a file of that name even if Kneadcast did not make it."""
    clips: Path | None = None
    """A folder of recordings that take the voice's place; `clips` beside the routine's or script's file if none."""
    avoid: tuple[str, ...] = ()
    """What the session is to spare the listener: ids of `kneadcast avoidances`."""
    language: str | None = None
    """The spoken language, for a routine given by name; the routine's own if none."""
    format: str | None = None
    """What is written, one of `kneadcast.output.FORMATS`; the output's ending decides if none."""
    chapters: ChapterBy = "section"
    """What begins a chapter."""
    album: bool = False
    """Write a folder with a file for each area and side, and a playlist, instead of one file."""
    sidecars: tuple[str, ...] = ()
    """What is written beside it, of `kneadcast.output.SIDECARS`."""
    preferences: Preferences = NO_PREFERENCES
    """What the listener asks of the routine beside its length."""
    folder: Path = Path()
    """Where a file goes whose name is not given."""
    page_audio: Literal["beside", "inside"] = "beside"
    """Whether the page carries the sound itself."""


@dataclass(frozen=True)
class Session:
    """A finished session."""

    path: Path
    script: Script
    chapters: tuple[Chapter, ...]
    levels: Levels
    """Measured on the finished file."""
    notes: tuple[str, ...] = ()
    """What was left out or softened for what the listener asked to be spared."""
    sidecars: tuple[Path, ...] = ()
    """The files beside it."""


def prepare_routine(routine: Routine | str | Path, options: Options = Options()) -> AdaptedRoutine:
    """Returns a routine in the language of the options, without what they are to spare, and what was changed for it.

    Raises:
        RoutineError: If it cannot be had, or nothing safe is left of it.
    """
    loaded = routine if isinstance(routine, Routine) else load_routine(routine, options.language)
    return avoid(loaded, options.avoid, load_phrases(loaded.language)) if options.avoid else AdaptedRoutine(loaded, ())


def prepared(routine: Routine | str | Path, options: Options) -> tuple[AdaptedRoutine, Options]:
    """Returns a routine as the options want it, and the options with the recordings that lie beside its file."""
    if not isinstance(routine, Routine):
        options = replace(options, clips=options.clips or clips_beside(routine))
    return prepare_routine(routine, options), options


def length_of(routine: Routine, length: str | int | None) -> int:
    """Returns a length in milliseconds; the routine's default if none."""
    if length is None:
        return routine.length
    return length if isinstance(length, int) else parse_duration(length)


def check_output(target: Path, options: Options) -> None:
    """Refuses what could not be written at the end before any slow work begins."""
    check_format(_format(target, options), options.bitrate_kbps)
    if options.album:
        check_album(target, options.sidecars, force=options.force)
        return
    check_replaceable(target, force=options.force)
    check_sidecars(options.sidecars, target, replaceable=options.force or is_kneadcast_file(target))


def compile_prepared(
    routine: Routine, length_ms: int, options: Options, narrator: Narrator | None, progress: Progress | None
) -> tuple[Script, Mapping[str, Clip], AudioTemplate]:
    """Speaks, plans and writes a prepared routine as a script; returns what rendering it needs as well.

    Raises:
        KneadcastError: If the length, the voice or the template cannot be had.
    """
    template = load_template(options.template)
    narrator, clips = speak_all(routine, length_ms, options, narrator, progress)
    phrases, durations = load_phrases(routine.language), durations_of(clips, template)
    planned = plan(routine, phrases, durations, length_ms, options.preferences)
    telling = Telling(
        voice=narrator.voice.name,
        pace_wpm=options.pace_wpm,
        volume=options.volume,
        template=options.template,
        avoid=options.avoid,
        loudness_lufs=options.loudness_lufs,
        pan=options.pan,
        pacer=options.pacer,
        ambience=options.ambience,
    )
    return write_script(planned, phrases, durations, telling), clips, template


def speak_all(
    routine: Routine, length_ms: int, options: Options, narrator: Narrator | None, progress: Progress | None
) -> tuple[Narrator, Mapping[str, Clip]]:
    """Speaks every line that a session of the routine may say; returns who spoke as well.

    Raises:
        PlanError: If the routine does not have what the listener asks for.
        SpeechError: If the voice cannot be had, or a line not be spoken.
    """
    ids = line_ids(routine, load_phrases(routine.language), options.preferences, length_ms)
    narrator = narrator or narrator_for(routine.language, options)
    lines = [Line(text, f"{routine.name}: {name}", name) for text, names in ids.items() for name in names]
    return narrator, narrator.speak(lines, stage_of(progress, "speak"))


def narrator_for(language: str, options: Options) -> Narrator:
    """Opens the voice of the options, behind the recordings that take its place.

    Raises:
        SpeechError: If it cannot be had.
    """
    narrator = open_narrator(Delivery(options.voice, language, options.pace_wpm))
    return RecordedNarrator(narrator, options.clips) if options.clips else narrator


def durations_of(clips: Mapping[str, Clip], template: AudioTemplate) -> Durations:
    """Returns how long everything lasts that a session may sound."""
    return Durations({text: clip.length_ms for text, clip in clips.items()}, template.claims_ms())


def render_compiled(
    script: Script,
    clips: Mapping[str, Clip],
    template: AudioTemplate,
    target: Path,
    options: Options,
    progress: Progress | None,
) -> Session:
    """Mixes and writes a script whose sentences have been spoken, and durations what came of it.

    Raises:
        SoundError: If the finished sound misses its levels.
        OutputError: If it cannot be written. Nothing is left behind or changed then.
    """
    chapters = chapters_of(script, options.chapters)
    paths = {text: clip.path for text, clip in clips.items()}
    beneath = SpeechLoudness(script)
    blocks = mix(script, paths, template, progress=stage_of(progress, "mix"), listen=beneath.hear)
    format_, made = _format(target, options), Provenance(script=script, options=_told(options))
    target_lufs = speech_target_lufs(script, template)

    def levels_of(*files: Path) -> Levels:
        sound = chain.from_iterable(decoded_blocks(file) for file in files)
        levels = measure(sound, script, target_lufs, beneath.integrated_lufs())
        levels.check()
        return levels

    if options.album:
        tracks = write_album(blocks, target, format_, made, bitrate_kbps=options.bitrate_kbps)
        return Session(target, script, chapters_of(script, "area"), levels_of(*tracks))
    with atomic_file(target) as part:
        tags = Tags.of(script)
        write_sound(blocks, part, format_, tags=tags, chapters=chapters, made=made, bitrate_kbps=options.bitrate_kbps)
        levels = levels_of(part)
    finished = Finished(script, chapters, target, page_sound_inside=options.page_audio == "inside")
    sidecars = write_sidecars(options.sidecars, finished)
    return Session(target, script, chapters, levels, sidecars=sidecars)


def _format(target: Path, options: Options) -> Format:
    return find_format(options.format, None if options.album else target)


def _told(options: Options) -> dict[str, JsonValue]:
    """Returns what a file says of how it was built: nothing of the machine, and nothing that its script says."""
    return {"bitrate_kbps": options.bitrate_kbps, "chapters": options.chapters}


def stage_of(progress: Progress | None, stage: Stage) -> Callable[[int, int], None] | None:
    """Returns a callback that reports to one stage of a progress callback."""
    return (lambda done, total: progress(stage, done, total)) if progress else None
