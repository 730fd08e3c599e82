"""Batch files: a matrix of sessions, and its expansion into jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, create_model

from kneadcast.choices import DEFAULT_ROUTINE, option_of
from kneadcast.document import read_document, validate
from kneadcast.errors import KneadcastError, SettingsError, SpeechError
from kneadcast.frozen_model import FrozenModel
from kneadcast.options import Options
from kneadcast.output import find_format
from kneadcast.pipeline import Prepared, prepare
from kneadcast.planning.preferences import LIST_OPTIONS, OPTIONS, parse_preferences
from kneadcast.routine.wording import slug
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech import find_voice, voice_origin
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.recordings import find_recordings
from kneadcast.units import format_duration, parse_length
from kneadcast.version import __version__

Value = bool | int | float | str
Values = Value | Annotated[tuple[Value, ...], Field(min_length=1)]

_SOUND_FIELDS = {option_of(field.name): field.name for field in fields(SoundSettings)}
_FILE_FIELDS = {option_of(name): name for name in ("bitrate_kbps", "language", "format")}
_KEYS = ("length", *_SOUND_FIELDS, *_FILE_FIELDS, "avoid", *OPTIONS)


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
        **dict.fromkeys(_KEYS, (Values | None, None)),
    )


class Matrix(FrozenModel):
    """A batch file."""

    format: Literal[1]
    folder: str = "."
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


def read_jobs(path: Path) -> tuple[BatchJob, ...]:
    """Returns the jobs of a batch file.

    Raises:
        KneadcastError: With every problem of the file, and of the routines, voices and preferences that it names.
    """
    document = read_document(path, SettingsError)
    matrix = validate(document, Matrix, error=SettingsError)
    folder = (path.parent / Path(matrix.folder).expanduser()).resolve()
    varied, voices = _varied_keys(matrix.sessions), _Voices()
    jobs, problems = [], []
    for number, entry in enumerate(matrix.sessions):
        for values in _combinations(entry):
            try:
                jobs.append(_job(values, varied, path.parent, folder, voices))
            except KneadcastError as error:
                problems.append(document.problem(("sessions", number), str(error)))
    problems += [
        document.problem(("sessions",), f"'{Path(target).name}' would be built twice; leave one out")
        for target in _repeated([job.target for job in jobs])
    ]
    if problems:
        raise SettingsError(*dict.fromkeys(problems))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"the folder '{folder}' cannot be created: {reason.strerror}"
        raise SettingsError(document.problem(("folder",), message)) from reason
    return tuple(jobs)


def _combinations(entry: MatrixEntry) -> Iterator[Mapping[str, Value]]:
    given = {name: value for name, value in entry.model_dump().items() if value is not None}
    lists = [value if isinstance(value, tuple) else (value,) for value in given.values()]
    for values in product(*lists):
        yield dict(zip(given, values, strict=True))


def _varied_keys(entries: Sequence[MatrixEntry]) -> tuple[str, ...]:
    """Returns the keys whose values differ within a batch, which are therefore part of the names of its files."""
    seen: dict[str, set[Value | None]] = {name: set() for name in MatrixEntry.model_fields}
    for entry in entries:
        for values in _combinations(entry):
            for name, found in seen.items():
                found.add(values.get(name))
    return tuple(name for name, found in seen.items() if len(found) > 1 and name not in ("routine", "length"))


def _job(
    values: Mapping[str, Value], varied: Sequence[str], batch_folder: Path, folder: Path, voices: _Voices
) -> BatchJob:
    routine = str(values["routine"])
    if (batch_folder / routine).is_file():
        routine = str((batch_folder / routine).resolve())
    length_ms = parse_length(str(values["length"])) if "length" in values else None
    prepared = prepare(routine, _options(values), length_ms)
    length = format_duration(prepared.length_ms)
    names = [prepared.routine.name, length, *(slug(f"{key} {values[key]}") for key in varied if key in values)]
    target = folder / f"{'-'.join(names)}{find_format(prepared.options.format, None).suffix}"
    origin = voices.origin(prepared.options.sound.voice, prepared.routine.language)
    return BatchJob(str(target), routine, length_ms, _options(values), _inputs_hash(prepared, origin))


def _options(values: Mapping[str, Value]) -> Options:
    """Returns the options of a job.

    Raises:
        KneadcastError: If a value has the wrong type or is out of range.
    """
    sound: dict[str, Any] = {field: values[key] for key, field in _SOUND_FIELDS.items() if key in values}
    written: dict[str, Any] = {field: values[key] for key, field in _FILE_FIELDS.items() if key in values}
    if "avoid" in values:
        written["avoid"] = tuple(name.strip() for name in str(values["avoid"]).split(","))
    preferences: dict[str, Any] = {key: values[key] for key in OPTIONS if key in values}
    preferences |= {key: (str(values[key]),) for key in LIST_OPTIONS if key in values}
    if "rest" in values:
        preferences["rest"] = str(values["rest"])
    return Options(sound=SoundSettings(**sound), preferences=parse_preferences(**preferences), **written)


class _Voices:
    """The voices of a batch. Each is found once, because a driver may have to be started to list its voices."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Mapping[str, str] | SpeechError] = {}

    def origin(self, name: str, language: str) -> Mapping[str, str]:
        """Returns everything that a voice adds to a session: its name, and what determines its sound.

        Raises:
            SpeechError: If there is no such voice, or it cannot be used or does not speak the language.
        """
        key = (name, language)
        if key not in self._found:
            self._found[key] = _find_origin(name, language)
        found = self._found[key]
        if isinstance(found, SpeechError):
            raise found
        return found


def _find_origin(name: str, language: str) -> Mapping[str, str] | SpeechError:
    try:
        voice = find_voice(name, language)
        return {**voice_origin(voice, language), "name": voice.name}
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
        digest.update(f"{name}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _repeated(values: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    repeated = []
    for value in values:
        if value in seen:
            repeated.append(value)
        seen.add(value)
    return repeated
