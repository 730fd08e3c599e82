"""Building sessions: the Python API on which the command line is built.

The functions report progress to a callback; they never print and never exit.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.languages import same_language
from kneadcast.messages import ENGLISH
from kneadcast.options import Options
from kneadcast.output import find_format
from kneadcast.pipeline import (
    Compiled,
    Prepared,
    Progress,
    compile_written,
    measure,
    plan_measured,
    prepare,
    speak,
    write_measured,
)
from kneadcast.rendering import Session, check_output, render
from kneadcast.reports.time_budget import TimeBudget, time_budget
from kneadcast.routine import Routine, RoutineSource
from kneadcast.routine.library import find_routine
from kneadcast.routine.wording import slug
from kneadcast.script.editing import preview, skim
from kneadcast.script.file import ScriptFile, read_script
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech import Narrator
from kneadcast.units import Length, format_duration, length_in_ms


def build_session(  # noqa: PLR0913 -- keyword-only options are the public API
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    output: Path | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Session:
    """Builds a session of exactly the given length and writes its file.

    Args:
        routine: A routine, the name of one, or the path of its file.
        length: The length of the session; by default that of the routine.
        nearest: Whether the nearest length that is possible is taken, if this one is not; a `NearestLengthWarning` then
            says so.
        output: The file; by default a descriptive name in the folder of the options.
        options: What the session contains, how it sounds and what is written.
        narrator: The narrator; by default the voice of the options.
        progress: Called as the work advances.
        threads: How many parts of an MP3 are made at once; by default one on each core. The file does not depend on it.

    Raises:
        KneadcastError: If anything that is requested is not possible. No file is created or changed then.
    """
    prepared = prepare(routine, options, length_in_ms(length), nearest=nearest)
    inputs = _files_of(routine)
    if not nearest:  # measuring may take long, and the target is known already
        check_output(output or _default_target(prepared, format_duration(prepared.length_ms)), options, inputs=inputs)
    session = measure(prepared, narrator, progress)
    target = output or _default_target(prepared, format_duration(session.length_ms))
    check_output(target, options, inputs=inputs)
    compiled = speak(session, progress)
    if output is None and compiled.script.length_ms != session.length_ms:  # the nearest length of the real clips
        target = _default_target(prepared, format_duration(compiled.script.length_ms))
        check_output(target, options, inputs=inputs)
    return render(compiled, target, options, progress, threads=threads)


def compile_script(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Script:
    """Returns the timed script of a session, without writing anything; see `build_session`.

    Only lines of unknown length are spoken. A later build corrects the lengths that this computer's voice does not
    keep to.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    return compile_script_with_notes(
        routine, length=length, nearest=nearest, options=options, narrator=narrator, progress=progress
    )[0]


def compile_script_with_notes(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> tuple[Script, tuple[str, ...]]:
    """Returns the script of a session, and what was left out or softened because of cautions; see `compile_script`.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    prepared = prepare(routine, options, length_in_ms(length), nearest=nearest)
    return write_measured(measure(prepared, narrator, progress)), prepared.notes


def compile_session(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Compiled:
    """Returns the script of a session with its narration, its template and its notes, without mixing anything.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    return speak(
        measure(prepare(routine, options, length_in_ms(length), nearest=nearest), narrator, progress), progress
    )


def plan_session(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> TimeBudget:
    """Returns the time budget of a session, without mixing or writing anything; see `build_session`.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    session = measure(prepare(routine, options, length_in_ms(length), nearest=nearest), narrator, progress)
    return time_budget(plan_measured(session), session.prepared.notes)


def preview_session(  # noqa: PLR0913 -- keyword-only options are the public API
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    start: Length | None = None,
    skimmed: bool = False,
    output: Path | None = None,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Session:
    """Renders one minute of a session, or all its words and chimes with short silences; see `build_session`.

    Args:
        routine: A routine, the name of one, or the path of its file.
        length: The length of the complete session.
        nearest: Whether the nearest length that is possible is taken, if this one is not.
        start: The start of the minute; by default that of the first step of work.
        skimmed: Whether to render all words and chimes with short silences, instead of one minute.
        output: The file; by default a descriptive name in the folder of the options.
        options: What the session contains, how it sounds and what is written.
        narrator: The narrator; by default the voice of the options.
        progress: Called as the work advances.

    Raises:
        KneadcastError: If anything that is requested is not possible. No file is created or changed then.
    """
    prepared = prepare(routine, options, length_in_ms(length), nearest=nearest)
    target = output or _default_target(prepared, "preview")
    check_output(target, options, inputs=_files_of(routine))
    compiled = speak(measure(prepared, narrator, progress), progress)
    shown = skim(compiled.script) if skimmed else preview(compiled.script, length_in_ms(start))
    return render(replace(compiled, script=shown), target, options, progress)


def render_script(  # noqa: PLR0913 -- keyword-only options are the public API
    script: Script | ScriptFile | str | Path,
    output: Path,
    *,
    options: Options = Options(),
    sound: SoundSettings | None = None,
    refitted: bool = False,
    narrator: Narrator | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Session:
    """Renders a compiled script, or a script file, which may have been edited by hand.

    Args:
        script: The script, or the path of its file.
        output: The file.
        options: What is written; what the session contains, and how it sounds, is decided by the script.
        sound: How the session sounds; by default as the script states.
        refitted: Whether cues that overlap are moved apart, instead of being reported as errors.
        narrator: The narrator; by default the voice of the script.
        progress: Called as the work advances.
        threads: How many parts of an MP3 are made at once; by default one on each core. The file does not depend on it.

    Raises:
        ScriptError: With every fault of the script and its line, such as cues that overlap.
        KneadcastError: If its voice or template is not available, or the file cannot be written.
    """
    source = _script_source(script)
    source = replace(source, script=source.script.model_copy(update={"sound": sound or source.script.sound}))
    check_output(output, options, inputs=[Path(source.document.path)] if source.document else [])
    compiled = compile_written(source, options, refitted=refitted, narrator=narrator, progress=progress)
    return render(compiled, output, options, progress, threads=threads)


def _files_of(routine: RoutineSource) -> tuple[Path, ...]:
    """Returns the file of a routine, unless it is given as data."""
    return (find_routine(routine),) if isinstance(routine, (str, Path)) else ()


def _script_source(script: Script | ScriptFile | str | Path) -> ScriptFile:
    if isinstance(script, ScriptFile):
        return script
    return ScriptFile(script) if isinstance(script, Script) else read_script(Path(script))


def _default_target(prepared: Prepared, name: str) -> Path:
    options = prepared.options
    suffix = "" if options.album else find_format(options.format, None).suffix
    return options.folder / f"{_file_stem(prepared.routine)}-{name}{suffix}"


def _file_stem(routine: Routine) -> str:
    """Returns the name of a routine, or its title in another language than English: a translation has the same name."""
    in_english = same_language(routine.language, ENGLISH)
    return routine.name if in_english else slug(routine.title) or routine.name
