"""The passes in their order, up to the script: prepare a routine, measure its lines, write its script, speak it.

source, Options -> Prepared -> MeasuredSession -> Script, or Compiled if the script is to be rendered
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from kneadcast.errors import NearestLengthWarning, ScriptError, SpeechError
from kneadcast.options import Options
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.planning.planner import Plan, plan, possible_length
from kneadcast.planning.script_writer import write_script
from kneadcast.routine import Phrases, Routine, RoutineSource, prepare_routine
from kneadcast.routine.library import find_routine
from kneadcast.script.consistency import with_measured_lengths
from kneadcast.script.durations import Durations
from kneadcast.script.editing import refit
from kneadcast.script.file import ScriptFile
from kneadcast.script.model import Script
from kneadcast.sound import AudioTemplate, load_template
from kneadcast.speech import Delivery, Line, Narration, Narrator, open_narrator
from kneadcast.speech.recordings import RecordedNarrator
from kneadcast.units import format_duration

Stage = Literal["measure", "speak", "mix"]
_MOST_PASSES = 20
"""Each pass corrects the length of at least one line; one or two are enough for every known session."""


class Progress(Protocol):
    """A callback for the progress of a session: a stage, the amount done and the total amount.

    The amounts of the stages `measure` and `speak` are lines, and those of the stage `mix` milliseconds. The stage
    `measure` occurs only if there are lines of unknown length, each of which is spoken.
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
    """The length that is requested."""
    nearest: bool = False
    """Whether the session gets the nearest length that is possible, if the one that is requested is not."""
    notes: tuple[str, ...] = ()
    """What was left out or softened because of cautions."""


@dataclass(frozen=True)
class MeasuredSession:
    """A prepared routine with the length of every line that the session can say."""

    prepared: Prepared
    narrator: Narrator
    lines: tuple[Line, ...]
    """Every line that the session can say, once for each of its ids."""
    durations: Durations
    length_ms: int
    """The length that is requested, or the nearest one that is possible."""

    @cached_property
    def routine(self) -> MeasuredRoutine:
        """The routine with the lengths of all lines and chimes."""
        prepared = self.prepared
        return MeasuredRoutine(prepared.routine, prepared.phrases, self.durations, prepared.options.preferences)

    def lines_of(self, script: Script) -> tuple[Line, ...]:
        """Returns the lines that a script of the session says, once for each of their ids."""
        said = {cue.line for cue in script.cues if cue.line}
        return tuple(line for line in self.lines if line in said)


@dataclass(frozen=True)
class Compiled:
    """A script with everything that rendering it needs."""

    script: Script
    narration: Narration
    template: AudioTemplate
    """With the settings of the script."""
    notes: tuple[str, ...] = ()


def prepare(
    source: RoutineSource,
    options: Options,
    length_ms: int | None = None,
    *,
    nearest: bool = False,
    template: AudioTemplate | None = None,
) -> Prepared:
    """Reads a routine and everything that belongs to it, and applies the options.

    Args:
        source: A routine, or the name or the path of one.
        options: The options of the session.
        length_ms: The length of the session; by default that of the routine.
        nearest: Whether the nearest length that is possible is taken, if this one is not.
        template: The audio template of the options, if it has been read already.

    Raises:
        RoutineError: If the routine cannot be read, or too little of it is safe with the cautions.
        SoundError: If the audio template cannot be read.
    """
    if not isinstance(source, Routine):
        options = replace(options, clips=options.clips or clips_folder_beside(find_routine(source)))
    adapted = prepare_routine(source, language=options.language, avoid=options.avoid, variation=options.variation)
    template = template or load_template(options.sound.template)
    return Prepared(
        adapted.routine,
        adapted.phrases,
        template.with_settings(options.sound),
        options,
        adapted.routine.length if length_ms is None else length_ms,
        nearest,
        adapted.notes,
    )


def measure(prepared: Prepared, narrator: Narrator | None = None, progress: Progress | None = None) -> MeasuredSession:
    """Measures every line that a session of a routine can say; only lines of unknown length are spoken.

    If the nearest possible length is taken instead of the one that is requested, a `NearestLengthWarning` says so.

    Args:
        prepared: The routine.
        narrator: The narrator; by default the voice of the options.
        progress: Called with the number of lines.

    Raises:
        PlanError: If the routine does not have what the preferences request.
        SpeechError: If the voice is not available, or a line of unknown length cannot be spoken.
    """
    lines = _lines(prepared, prepared.length_ms)
    narrator = narrator or narrator_for(prepared.routine.language, prepared.options)
    lengths_ms = narrator.lengths_ms(lines, stage_progress(progress, "measure"))
    session = _measured(prepared, narrator, lines, lengths_ms)
    return _at_possible_length(session, progress) if prepared.nearest else session


def measure_known(prepared: Prepared, narrator: Narrator) -> MeasuredSession | None:
    """Returns a measured session without speaking anything, or `None` if the length of a line is not known.

    Raises:
        PlanError: If the routine does not have what the preferences request.
        SpeechError: If a line has nothing that can be spoken.
    """
    lines = _lines(prepared, prepared.length_ms)
    lengths_ms = narrator.known_lengths_ms(lines)
    return _measured(prepared, narrator, lines, lengths_ms) if lengths_ms.keys() >= set(lines) else None


def _lines(prepared: Prepared, length_ms: int) -> tuple[Line, ...]:
    return narration_lines(prepared.routine, prepared.phrases, prepared.options.preferences, length_ms)


def _measured(
    prepared: Prepared, narrator: Narrator, lines: tuple[Line, ...], lengths_ms: Mapping[Line, int]
) -> MeasuredSession:
    return MeasuredSession(prepared, narrator, lines, durations_of(lengths_ms, prepared.template), prepared.length_ms)


def _at_possible_length(session: MeasuredSession, progress: Progress | None = None) -> MeasuredSession:
    """Returns a session with the possible length nearest to the one that is requested, and issues a warning about it.

    Raises:
        PlanError: If the preferences leave no length at all.
        SpeechError: If a line that only a session of that length says cannot be spoken.
    """
    requested_ms = session.prepared.length_ms
    length_ms = possible_length(session.routine, requested_ms)
    if length_ms == session.length_ms:
        return session
    lines = _lines(session.prepared, length_ms)
    speech_ms = session.durations.speech_ms
    new = [line for line in lines if line not in speech_ms]  # of a countdown
    new_ms = session.narrator.lengths_ms(new, stage_progress(progress, "measure")) if new else {}
    if length_ms != requested_ms:
        message = _nearest_message(session.prepared, length_ms)
        warnings.warn(NearestLengthWarning(message, length_ms=length_ms), stacklevel=3)
    durations = replace(session.durations, speech_ms={**speech_ms, **new_ms})
    return replace(session, lines=lines, durations=durations, length_ms=length_ms)


def _nearest_message(prepared: Prepared, length_ms: int) -> str:
    given = " with these options" if any(prepared.options.preferences.requests()) else ""
    requested, nearest = format_duration(prepared.length_ms), format_duration(length_ms)
    return f"'{prepared.routine.name}' cannot last {requested}{given}; taking the nearest, {nearest}"


def measure_more(session: MeasuredSession, lines: Iterable[Line], progress: Progress | None = None) -> MeasuredSession:
    """Returns a session that can say more lines; only those of unknown length are spoken.

    Args:
        session: The session.
        lines: The lines that it can say besides its own.
        progress: Called with the number of lines.

    Raises:
        SpeechError: If a line of unknown length cannot be spoken.
    """
    new = tuple(dict.fromkeys(line for line in lines if line not in session.durations.speech_ms))
    new_ms = session.narrator.lengths_ms(new, stage_progress(progress, "measure")) if new else {}
    durations = replace(session.durations, speech_ms={**session.durations.speech_ms, **new_ms})
    return replace(session, lines=(*session.lines, *new), durations=durations)


def speak_all(
    session: MeasuredSession, lines: Iterable[Line], progress: Progress | None = None
) -> tuple[MeasuredSession, Narration]:
    """Speaks every line that a session can say, and not only those of its script.

    Args:
        session: The session.
        lines: The lines that it can say besides its own.
        progress: Called with the number of lines.

    Returns:
        The session with the lengths of the clips, and the clips.

    Raises:
        PlanError: If the length or the preferences are not possible.
        SpeechError: If a line cannot be spoken.
    """
    more = tuple(line for line in dict.fromkeys(lines) if line not in set(session.lines))
    narration = Narration({})
    while not narration.clips.keys() >= {*session.lines, *more}:  # once more if the nearest length needs other lines
        narration = session.narrator.speak((*session.lines, *more), stage_progress(progress, "speak"))
        durations = replace(session.durations, speech_ms={**session.durations.speech_ms, **narration.lengths_ms()})
        session = replace(session, durations=durations)
        session = _at_possible_length(session) if session.prepared.nearest else session
    return replace(session, lines=(*session.lines, *more)), narration


def plan_measured(session: MeasuredSession) -> Plan:
    """Returns the plan of a session whose lines have been measured.

    Raises:
        PlanError: If the length or the preferences are not possible.
    """
    return plan(session.routine, session.length_ms)


def write_measured(session: MeasuredSession) -> Script:
    """Plans a session whose lines have been measured, and writes its script, without speaking anything.

    Raises:
        PlanError: If the length or the preferences are not possible.
    """
    options = session.prepared.options
    sound = replace(options.sound, voice=session.narrator.voice.name)
    return write_script(plan_measured(session), sound, options.avoid, options.variation)


def speak(session: MeasuredSession, progress: Progress | None = None) -> Compiled:
    """Writes the script of a session and speaks its lines, until every clip has the length that was planned with.

    The known length of a line can be wrong, because the same release of a voice may round differently on another
    processor. The session is then planned again with the lengths of the clips; so is the nearest possible length.

    Args:
        session: The session.
        progress: Called with the number of lines of the first script.

    Raises:
        PlanError: If the length or the preferences are not possible.
        SpeechError: If a line cannot be spoken, or has another length each time.
    """
    prepared, report = session.prepared, stage_progress(progress, "speak")
    for _ in range(_MOST_PASSES):
        script = write_measured(session)
        narration = session.narrator.speak(session.lines_of(script), report)
        spoken_ms = narration.lengths_ms()
        durations = session.durations
        if all(durations.speech_ms[line] == length_ms for line, length_ms in spoken_ms.items()):
            return Compiled(script, narration, prepared.template, prepared.notes)
        corrected = replace(durations, speech_ms={**durations.speech_ms, **spoken_ms})
        session, report = replace(session, durations=corrected), None
        session = _at_possible_length(session) if prepared.nearest else session
    raise SpeechError(
        f"the voice '{session.narrator.voice.name}' speaks the same line at another length each time, so that the"
        " session cannot be timed; choose another with --voice"
    )


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
    if narrator is None:
        spoken = replace(options, sound=script.sound, clips=clips, variation=script.variation or 1)
        narrator = narrator_for(script.language, spoken)
    lines = [cue.line for cue in script.cues if cue.line]
    narration = narrator.speak(lines, stage_progress(progress, "speak"))
    durations = durations_of(narration.lengths_ms(), template)
    if refitted:
        script = refit(script, durations)
    if problems := replace(source, script=script).problems(durations):
        raise ScriptError(*problems)
    return Compiled(with_measured_lengths(script, durations), narration, template)


def narrator_for(language: str, options: Options) -> Narrator:
    """Returns the voice of the options, with the recordings that replace it.

    Raises:
        SpeechError: If the voice is not available, or the recordings do not fit the variation.
    """
    if options.clips and options.variation > 1:
        raise SpeechError(
            f"the recordings in '{options.clips}' have the first wording of every text, so that they do not fit"
            f" variation {options.variation}; leave out --variation"
        )
    narrator = open_narrator(Delivery(options.sound.voice, language, options.sound.pace_wpm))
    return RecordedNarrator(narrator, options.clips) if options.clips else narrator


def durations_of(speech_ms: Mapping[Line, int], template: AudioTemplate) -> Durations:
    """Returns the measured lengths of lines, together with those of the chimes."""
    return Durations(speech_ms, template.chime_lengths_ms())


def clips_folder_beside(file: Path) -> Path | None:
    """Returns the folder `clips` next to the file of a routine or a script, or `None` if there is none."""
    folder = file.parent / "clips"
    return folder if folder.is_dir() else None


def stage_progress(progress: Progress | None, stage: Stage) -> Callable[[int, int], None] | None:
    """Returns a callback that reports the progress of one stage, or `None` without a progress callback."""
    return (lambda done, total: progress(stage, done, total)) if progress else None
