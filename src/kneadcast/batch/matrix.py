"""Batch files: a matrix of sessions, and the jobs that it stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kneadcast.document import Document, read_document, validate
from kneadcast.errors import KneadcastError, Problem, SettingsError
from kneadcast.output import find_format
from kneadcast.pipeline import Options, prepare_routine
from kneadcast.planning.preferences import parse_preferences
from kneadcast.routine import Routine, load_phrases
from kneadcast.routine.wording import slug
from kneadcast.sound import load_template
from kneadcast.units import format_duration, parse_duration
from kneadcast.version import __version__

_LISTS = ("only", "skip", "more", "less", "time")
_SOUND = (
    *("voice", "pace", "volume", "template", "bitrate", "loudness", "pan", "pacer", "ambience", "language", "format"),
)
_FIELDS = {"pace": "pace_wpm", "bitrate": "bitrate_kbps", "loudness": "loudness_lufs"}
_KINDS: tuple[tuple[str, Any, str], ...] = (
    ("pace", int, "a whole number"),
    ("bitrate", int, "a whole number"),
    ("volume", (int, float), "a number"),
    ("loudness", (int, float), "a number"),
    ("pan", (int, float), "a number"),
    ("rounds", int, "a whole number"),
    ("countdown", bool, "true or false"),
)
_PREFERENCES = (*_LISTS, "side", "order", "talk", "rest", "countdown", "rounds")

Value = bool | int | float | str
Values = Value | Annotated[tuple[Value, ...], Field(min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Frozen):
    """Sessions to build: every key takes one value or a list, and all combinations are built."""

    routine: Values = "toes-to-hip"
    length: Values | None = None
    voice: Values | None = None
    pace: Values | None = None
    volume: Values | None = None
    template: Values | None = None
    bitrate: Values | None = None
    loudness: Values | None = None
    """LUFS."""
    pan: Values | None = None
    pacer: Values | None = None
    ambience: Values | None = None
    language: Values | None = None
    avoid: Values | None = None
    """As on the command line, such as `knee,ankle`."""
    format: Values | None = None
    only: Values | None = None
    """As on the command line, such as `feet,calf`."""
    skip: Values | None = None
    more: Values | None = None
    less: Values | None = None
    time: Values | None = None
    side: Values | None = None
    order: Values | None = None
    talk: Values | None = None
    rest: Values | None = None
    countdown: Values | None = None
    rounds: Values | None = None


class Matrix(_Frozen):
    """A batch file."""

    format: Literal[1]
    folder: str = "."
    """Where the sessions go, beside the batch file if it is not absolute."""
    sessions: Annotated[tuple[Entry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class BatchJob:
    """One session of a batch; plain values, so that it can be sent to another process or computer."""

    target: str
    """The absolute path of the MP3."""
    routine: str
    length_ms: int | None
    options: Options
    inputs: str
    """A hash of all that the session is made from."""


def read_jobs(path: Path) -> tuple[BatchJob, ...]:
    """Reads a batch file as its jobs.

    Raises:
        KneadcastError: With every problem of the file, or of the routines and preferences that it names.
    """
    document = read_document(path, SettingsError)
    matrix = validate(document, Matrix, error=SettingsError)
    folder = (path.parent / Path(matrix.folder).expanduser()).resolve()
    jobs, problems = [], []
    for number, entry in enumerate(matrix.sessions):
        for values in _combinations(entry):
            try:
                jobs.append(_job(values, _varied(matrix.sessions), path.parent, folder))
            except KneadcastError as error:
                problems.append(document.problem(("sessions", number), str(error)))
    problems += _twice(document, jobs)
    if problems:
        raise SettingsError(*dict.fromkeys(problems))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"the folder '{folder}' cannot be made: {reason.strerror}"
        raise SettingsError(document.problem(("folder",), message)) from reason
    return tuple(jobs)


def _combinations(entry: Entry) -> Iterator[Mapping[str, Value]]:
    said = {name: value for name, value in entry.model_dump().items() if value is not None}
    lists = [value if isinstance(value, tuple) else (value,) for value in said.values()]
    for values in product(*lists):
        yield dict(zip(said, values, strict=True))


def _varied(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Returns the keys whose values differ within a batch, which so belong into the names of its files."""
    seen: dict[str, set[Value | None]] = {name: set() for name in Entry.model_fields}
    for entry in entries:
        for values in _combinations(entry):
            for name, found in seen.items():
                found.add(values.get(name))
    return tuple(name for name, found in seen.items() if len(found) > 1 and name not in ("routine", "length"))


def _job(values: Mapping[str, Value], varied: Sequence[str], here: Path, folder: Path) -> BatchJob:
    routine = str(values["routine"])
    if (here / routine).is_file():
        routine = str((here / routine).resolve())
    options = _options(values)
    loaded = prepare_routine(routine, options).routine
    length_ms = parse_duration(str(values["length"])) if "length" in values else None
    length = format_duration(loaded.length if length_ms is None else length_ms)
    parts = [loaded.name, length, *(slug(f"{name} {values[name]}") for name in varied if name in values)]
    target = folder / f"{'-'.join(parts)}{find_format(options.format, None).suffix}"
    return BatchJob(str(target), routine, length_ms, options, _inputs(loaded, length_ms, options))


def _options(values: Mapping[str, Value]) -> Options:
    for name, kind, expected in _KINDS:
        if name in values and (not isinstance(values[name], kind) or isinstance(values[name], bool) != (kind is bool)):
            raise SettingsError(f"'{name}': expected {expected}, got '{values[name]}'")
    sound: dict[str, Any] = {_FIELDS.get(name, name): values[name] for name in _SOUND if name in values}
    if "avoid" in values:
        sound["avoid"] = tuple(name.strip() for name in str(values["avoid"]).split(","))
    preferences: dict[str, Any] = {name: values[name] for name in _PREFERENCES if name in values}
    preferences.update({name: (str(preferences[name]),) for name in _LISTS if name in preferences})
    if "rest" in preferences:
        preferences["rest"] = str(preferences["rest"])
    return Options(**sound, preferences=parse_preferences(**preferences))


def _inputs(routine: Routine, length_ms: int | None, options: Options) -> str:
    """Hashes all that a session is made from: the program, the routine, its language, its sounds and the options."""
    made_of = [__version__, str(length_ms), str(asdict(options)), routine.model_dump_json()]
    made_of += [load_phrases(routine.language).model_dump_json(), load_template(options.template).model_dump_json()]
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()


def _twice(document: Document, jobs: Sequence[BatchJob]) -> list[Problem]:
    seen: set[str] = set()
    twice = [job.target for job in jobs if job.target in seen or seen.add(job.target)]  # type: ignore[func-returns-value]
    return [
        document.problem(("sessions",), f"'{Path(target).name}' would be built twice; leave one out")
        for target in twice
    ]
