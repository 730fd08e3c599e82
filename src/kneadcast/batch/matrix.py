"""Batch files: a matrix of sessions, and its expansion into jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, create_model

from kneadcast.batch.values import KEYS, Values, check_value, options_of, routine_source
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.document import read_document, validate
from kneadcast.document.files import expanded, sha256_of_file
from kneadcast.document.option_values import Scalar
from kneadcast.document.reading import listed
from kneadcast.errors import (
    KeyPath,
    KneadcastError,
    LengthError,
    Problem,
    SettingsError,
    SoundError,
    SpeechError,
    describe_os_error,
)
from kneadcast.frozen_model import FrozenModel
from kneadcast.options import Options
from kneadcast.output import find_format
from kneadcast.pipeline import Prepared, measure_known, narrator_for, plan_measured, prepare
from kneadcast.plain_text import one_line
from kneadcast.routine.wording import slug
from kneadcast.sound.template_parts import LARGEST_SOUND_BYTES
from kneadcast.speech import Voice, find_voice, voice_origin
from kneadcast.speech.length_table import shipped_table
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.recordings import find_recordings
from kneadcast.units import format_duration, parse_length
from kneadcast.version import __version__

MOST_SESSIONS = 500
"""The most sessions of one batch file; a dozen lists of a few values each would stand for millions."""
_MOST_NAME_BYTES = 255
"""The longest name of a file on the usual file systems: NAME_MAX of ext4, APFS and NTFS."""

if TYPE_CHECKING:

    class MatrixEntry(FrozenModel):
        """Sessions to build: every key takes one value or a list, and all combinations are built."""

        routine: Values

else:
    MatrixEntry = create_model(
        "MatrixEntry",
        __base__=FrozenModel,
        __doc__="Sessions to build: every key takes one value or a list, and all combinations are built.",
        routine=(Values, DEFAULT_ROUTINE),
        **dict.fromkeys(KEYS, (Values, None)),
    )


class Matrix(FrozenModel):
    """A batch file."""

    format: Literal[1]
    folder: Annotated[str, AfterValidator(one_line)] = "."
    """The folder of the sessions, relative to the batch file."""
    sessions: Annotated[tuple[MatrixEntry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class BatchJob:
    """One session of a batch; plain values, so that it can be sent to another process or computer."""

    target: str
    """The absolute path of the session's file."""
    routine: str
    length_ms: int | None
    options: Options
    inputs: str
    """The SHA-256 of everything that affects the session."""


@dataclass(frozen=True)
class _Batch:
    """What all jobs of a batch file have in common."""

    file_folder: Path
    """The folder of the batch file."""
    folder: Path
    """The folder of the sessions."""
    varied: Sequence[str]
    """The keys whose values are part of the names of the sessions."""
    voices: _Voices


def read_jobs(path: Path) -> tuple[BatchJob, ...]:
    """Returns the jobs of a batch file.

    Whether a session can have its length is checked as far as the lengths of its lines are known without speaking.

    Raises:
        KneadcastError: With every problem of the file, and of the routines, voices and preferences that it names.
    """
    document = read_document(path, SettingsError)
    matrix = validate(document, Matrix, error=SettingsError)
    total = sum(map(_count, matrix.sessions))
    if total > MOST_SESSIONS:
        message = f"these are {total:,} sessions; a batch has at most {MOST_SESSIONS}, so split it into several files"
        raise SettingsError(document.problem(("sessions",), message))
    folder = (path.parent / expanded(Path(matrix.folder))).resolve()
    batch = _Batch(path.parent, folder, _varied_keys(matrix.sessions), _Voices())
    jobs: list[BatchJob] = []
    problems: list[Problem] = []
    for number, entry in enumerate(matrix.sessions):
        place = ("sessions", number)
        wrong = [document.problem((*place, *at), text) for at, text in _value_problems(entry, path.parent)]
        problems += wrong
        for values in () if wrong else _combinations(entry):
            try:
                jobs.append(_job(values, batch))
            except KneadcastError as error:
                at = (*place, *_cause(error, values))
                problems += [document.problem(at, str(problem)) for problem in error.problems]
    problems += [
        document.problem(("sessions",), f"'{Path(target).name}' would be built twice; leave one out")
        for target in _repeated([job.target for job in jobs])
    ]
    if problems:
        raise SettingsError(*listed(tuple(dict.fromkeys(problems)), str(path)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"the folder '{folder}' cannot be created: {describe_os_error(reason)}"
        raise SettingsError(document.problem(("folder",), message)) from reason
    return tuple(jobs)


def _count(entry: MatrixEntry) -> int:
    """Returns the number of sessions that an entry stands for."""
    return prod(len(value) for _, value in entry if isinstance(value, tuple))


def _value_problems(entry: MatrixEntry, folder: Path) -> Iterator[tuple[KeyPath, str]]:
    """Yields what is wrong with single values of an entry, each with its place in the entry."""
    for key, given in entry:
        for index, value in enumerate(given if isinstance(given, tuple) else (given,)):
            try:
                if value is not None:
                    check_value(key, value, folder)
            except KneadcastError as error:
                place = (key, index) if isinstance(given, tuple) else (key,)
                yield from ((place, str(problem)) for problem in error.problems)


def _cause(error: KneadcastError, values: Mapping[str, Scalar]) -> KeyPath:
    """Returns the key whose value caused an error, or no key if it was several values or a default."""
    key = next((key for kind, key in _CAUSES.items() if isinstance(error, kind)), "")
    return (key,) if key in values else ()


_CAUSES: Mapping[type[KneadcastError], str] = {LengthError: "length", SpeechError: "voice", SoundError: "template"}


def _combinations(entry: MatrixEntry) -> Iterator[Mapping[str, Scalar]]:
    given = {name: value for name, value in entry if value is not None}
    lists = [value if isinstance(value, tuple) else (value,) for value in given.values()]
    for values in product(*lists):
        yield dict(zip(given, values, strict=True))


def _varied_keys(entries: Sequence[MatrixEntry]) -> tuple[str, ...]:
    """Returns the keys whose values differ within a batch, which are therefore part of the names of its files."""
    seen: dict[str, set[Scalar | None]] = {name: set() for name in MatrixEntry.model_fields}
    for entry in entries:
        for values in _combinations(entry):
            for name, found in seen.items():
                found.add(values.get(name))
    return tuple(name for name, found in seen.items() if len(found) > 1 and name not in ("routine", "length"))


def _job(values: Mapping[str, Scalar], batch: _Batch) -> BatchJob:
    routine = routine_source(str(values.get("routine", DEFAULT_ROUTINE)), batch.file_folder)
    length_ms = parse_length(str(values["length"])) if "length" in values else None
    prepared = prepare(routine, options_of(values), length_ms)
    length = format_duration(prepared.length_ms)
    names = [prepared.routine.name, length, *(slug(f"{key} {values[key]}") for key in batch.varied if key in values)]
    name = f"{'-'.join(names)}{find_format(prepared.options.format, None).suffix}"
    if len(name.encode()) > _MOST_NAME_BYTES:
        raise SettingsError(f"the file would have the name '{name}', which is too long; vary shorter values")
    voice = batch.voices.find(prepared.options.sound.voice, prepared.routine.language)
    _check_possible(prepared, voice)
    inputs = _inputs_hash(prepared, {**voice_origin(voice, prepared.routine.language), "name": voice.name})
    return BatchJob(str(batch.folder / name), routine, length_ms, options_of(values), inputs)


def _check_possible(prepared: Prepared, voice: Voice) -> None:
    """Checks that a session can have its length and its preferences, if the lengths of its lines ship with the program.

    Raises:
        PlanError: If it cannot.
    """
    language = prepared.routine.language
    table = shipped_table(language)
    if table is None or table.voice != voice:
        return
    if session := measure_known(prepared, narrator_for(language, prepared.options)):
        plan_measured(session)


class _Voices:
    """The voices of a batch. Each is found once, because a driver may have to be started to list its voices."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Voice | SpeechError] = {}

    def find(self, name: str, language: str) -> Voice:
        """Returns the voice with a name.

        Raises:
            SpeechError: If there is no such voice, or it cannot be used or does not speak the language.
        """
        key = (name, language)
        if key not in self._found:
            self._found[key] = _find_voice(name, language)
        found = self._found[key]
        if isinstance(found, SpeechError):
            raise found
        return found


def _find_voice(name: str, language: str) -> Voice | SpeechError:
    try:
        return find_voice(name, language)
    except SpeechError as error:
        return error


def _inputs_hash(prepared: Prepared, voice: Mapping[str, str]) -> str:
    """Returns the SHA-256 of everything that affects a session.

    That is the version of the program, the options, the voice that they name on this computer and its driver, the
    routine, the phrases and the lexicon of its language, the audio template with the contents of its sound files, and
    the recordings that replace the voice.

    Args:
        prepared: The session.
        voice: The origin of the voice; see `_Voices`.
    """
    routine, options = prepared.routine, prepared.options
    digest = hashlib.sha256()
    for text in (
        __version__,
        str(prepared.length_ms),
        str(asdict(options)),
        str(sorted(voice.items())),
        routine.model_dump_json(),
        prepared.phrases.model_dump_json(),
        str(sorted(load_lexicon(routine.language).words.items())),
        prepared.template.model_dump_json(),
    ):
        digest.update(text.encode() + b"\n")
    recordings = find_recordings(options.clips) if options.clips else {}
    for name, path in (*sorted(recordings.items()), *((str(path), path) for path in prepared.template.sound_files())):
        content = sha256_of_file(path, LARGEST_SOUND_BYTES, SoundError)
        digest.update(f"{name}\n".encode() + bytes.fromhex(content))
    return digest.hexdigest()


def _repeated(values: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    repeated = []
    for value in values:
        if value in seen:
            repeated.append(value)
        seen.add(value)
    return repeated
