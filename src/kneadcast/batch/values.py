"""The values of a batch file: what each key accepts, and the options that the values of a session make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from kneadcast.choices import option_of
from kneadcast.document.files import is_file
from kneadcast.document.option_values import Scalar, option_value
from kneadcast.options import Options
from kneadcast.output.encode.mp3 import check_bitrate
from kneadcast.planning.preferences import LIST_OPTIONS, OPTIONS, parse_preferences
from kneadcast.routine.contraindications import find_cautions
from kneadcast.routine.library import find_routine
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import load_template
from kneadcast.units import parse_length

_SOUND_FIELDS = {option_of(field.name): field.name for field in fields(SoundSettings)}
_FILE_FIELDS = {option_of(name): name for name in ("bitrate_kbps", "language", "variation", "format")}
KEYS = ("length", *_SOUND_FIELDS, *_FILE_FIELDS, "avoid", *OPTIONS)
"""The keys of an entry apart from `routine`."""


def _given(value: Any) -> Scalar | tuple[Scalar, ...] | None:
    """Returns one value or a list of some, or `None` for nothing, which leaves the default.

    Raises:
        ValueError: If it is neither.
    """
    if value is None:
        return None
    if value in ([], ()):
        raise ValueError("expected at least 1 entry")
    return option_value(value)


Values = Annotated[Scalar | tuple[Scalar, ...] | None, PlainValidator(_given), WithJsonSchema({})]


def check_value(key: str, value: Scalar, folder: Path) -> None:
    """Checks a value by itself, so that a problem can be reported at its place.

    Args:
        key: `routine`, or one of `KEYS`.
        value: The value.
        folder: The folder of the batch file.

    Raises:
        KneadcastError: If the value has the wrong type, is out of range, or names what does not exist.
    """
    if key == "routine":
        find_routine(routine_source(str(value), folder))
    elif key == "length":
        parse_length(str(value))
    else:
        options = options_of({key: value})
        check_bitrate(options.bitrate_kbps)
        find_cautions(options.avoid)
        if key == "template":
            load_template(options.sound.template)


def options_of(values: Mapping[str, Scalar]) -> Options:
    """Returns the options of a session.

    Raises:
        KneadcastError: If a value has the wrong type or is out of range, or two contradict each other.
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


def routine_source(routine: str, folder: Path) -> str:
    """Returns the path of a routine's file that is given relative to the batch file, otherwise the name as it is."""
    return str((folder / routine).resolve()) if is_file(folder / routine) else routine
