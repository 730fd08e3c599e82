"""Building sessions: the program's Python API, and the command line is built on nothing else.

It reports progress to a callback, never prints and never exits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kneadcast.errors import ScriptError
from kneadcast.output import find_format
from kneadcast.pipeline import (
    Options,
    Progress,
    Session,
    check_output,
    compile_prepared,
    durations_of,
    length_of,
    narrator_for,
    prepared,
    render_compiled,
    speak_all,
    stage_of,
)
from kneadcast.planning.planner import plan
from kneadcast.reports.time_budget import TimeBudget, ledger
from kneadcast.routine import Routine, load_phrases
from kneadcast.routine.library import DEFAULT_ROUTINE
from kneadcast.script.editing import preview, refit, skim
from kneadcast.script.file import ScriptFile, read_script
from kneadcast.script.model import Script
from kneadcast.script.validation import measured
from kneadcast.sound import load_template
from kneadcast.speech import Line, Narrator
from kneadcast.units import format_duration
from kneadcast.voice_samples import clips_beside


def build_session(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    length: str | int | None = None,
    output: Path | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Session:
    """Builds a session as an MP3 of exactly the length asked for.

    Args:
        routine: A routine, or the name of a built-in one, or the path of a file.
        length: Such as `30m`, or milliseconds; the routine's default if none.
        output: Where the MP3 goes; the folder of the options, under a name that says what it is, if none.
        options: How it sounds and is written.
        narrator: Who speaks; the voice of the options if none.
        progress: Told how far the work has come.

    Raises:
        KneadcastError: If anything asked for cannot be had; no file is left behind or changed then.
    """
    ready, options = prepared(routine, options)
    routine = ready.routine
    length_ms = length_of(routine, length)
    suffix = "" if options.album else find_format(options.format, output).suffix
    target = output or options.folder / f"{routine.name}-{format_duration(length_ms)}{suffix}"
    check_output(target, options)
    script, clips, template = compile_prepared(routine, length_ms, options, narrator, progress)
    session = render_compiled(script, clips, template, target, options, progress)
    return replace(session, notes=ready.notes)


def compile_script(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    length: str | int | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Script:
    """Compiles a routine into its timed script, without mixing or writing anything; see `build_session`.

    Raises:
        KneadcastError: If the routine, the length or the voice cannot be had.
    """
    ready, options = prepared(routine, options)
    routine = ready.routine
    return compile_prepared(routine, length_of(routine, length), options, narrator, progress)[0]


def plan_session(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    length: str | int | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> TimeBudget:
    """Plans a session and returns where its time goes, without mixing or writing anything; see `build_session`.

    Raises:
        KneadcastError: If the routine, the length or the voice cannot be had.
    """
    ready, options = prepared(routine, options)
    routine, template = ready.routine, load_template(options.template)
    length_ms = length_of(routine, length)
    durations = durations_of(speak_all(routine, length_ms, options, narrator, progress)[1], template)
    return ledger(plan(routine, load_phrases(routine.language), durations, length_ms, options.preferences), durations)


def preview_session(
    routine: Routine | str | Path = DEFAULT_ROUTINE,
    *,
    length: str | int | None = None,
    skimmed: bool = False,
    start_ms: int | None = None,
    output: Path | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Session:
    """Renders a minute of a session, or all its words and chimes without the waiting; see `build_session`.

    Args:
        routine: A routine, or the name of a built-in one, or the path of a file.
        length: Of the whole session.
        skimmed: Whether to leave out the waiting, rather than all but a minute.
        start_ms: From when the minute is taken; the first step of work if none.
        output: Where it goes.
        options: How it sounds and is written.
        narrator: Who speaks; the voice of the options if none.
        progress: Told how far the work has come.

    Raises:
        KneadcastError: If anything asked for cannot be had; no file is left behind or changed then.
    """
    ready, options = prepared(routine, options)
    routine = ready.routine
    suffix = "" if options.album else find_format(options.format, output).suffix
    target = output or options.folder / f"{routine.name}-preview{suffix}"
    check_output(target, options)
    script, clips, template = compile_prepared(routine, length_of(routine, length), options, narrator, progress)
    shown = skim(script) if skimmed else preview(script, start_ms)
    return replace(render_compiled(shown, clips, template, target, options, progress), notes=ready.notes)


def render_script(
    script: ScriptFile | str | Path,
    output: Path,
    *,
    options: Options = Options(),
    sound: Mapping[str, str | float] | None = None,
    refitted: bool = False,
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Session:
    """Renders a script file, as written or edited by hand; see `build_session`.

    Args:
        script: The script, or the path of its file.
        output: Where it goes.
        options: How it is written; how it sounds is the script's to say.
        sound: Keys of the script that are to be taken from here instead: `template`, `loudness_lufs`, `pan`,
            `pacer`, `ambience`.
        refitted: Whether cues that overlap shift what follows them, instead of being refused.
        narrator: Who speaks; the script's voice if none.
        progress: Told how far the work has come.

    Raises:
        ScriptError: With every fault of the script and its line, such as cues that overlap.
        KneadcastError: If its voice or template cannot be had, or the file cannot be written.
    """
    source = script if isinstance(script, ScriptFile) else read_script(Path(script))
    written = Script.model_validate(source.script.model_dump() | dict(sound or {}))
    clips = options.clips or (None if isinstance(script, ScriptFile) else clips_beside(script))
    options = replace(options, voice=written.voice, pace_wpm=written.pace_wpm, clips=clips)
    check_output(output, options)
    template = load_template(written.template)
    narrator = narrator or narrator_for(written.language, options)
    lines = [Line(cue.text, cue.id, cue.id) for cue in written.cues if cue.text]
    spoken = narrator.speak(lines, stage_of(progress, "speak"))
    durations = durations_of(spoken, template)
    if refitted:
        written = refit(written, durations)
    if problems := replace(source, script=written).problems(durations):
        raise ScriptError(*problems)
    return render_compiled(measured(written, durations), spoken, template, output, options, progress)
