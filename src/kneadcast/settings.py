"""What a listener keeps: defaults in a config file, and presets, each in the folder that the platform has for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from kneadcast.atomic_file import atomic_file
from kneadcast.document import read_document, validate
from kneadcast.errors import SettingsError, did_you_mean
from kneadcast.planning.preferences import Talk
from kneadcast.resources import user_folder

_Plain = bool | int | float | str
OptionValue = _Plain | tuple[_Plain, ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Settings(_Frozen):
    """Defaults of a listener's own; each has the name of the option that it stands for."""

    voice: str | None = None
    pace: Annotated[int, Field(ge=60, le=140)] | None = None
    """Spoken words a minute."""
    volume: Annotated[float, Field(gt=0, le=1)] | None = None
    template: str | None = None
    bitrate: int | None = None
    """kbit/s."""
    talk: Talk | None = None
    folder: str | None = None
    """Where sessions go whose file is not named."""


class Preset(_Frozen):
    """A session kept under a name: a routine and the options that were given with it."""

    format: Literal[1] = 1
    routine: str
    options: Mapping[str, OptionValue] = {}
    """By the options' names without dashes, as they are typed on a command line."""


def config_file() -> Path:
    """Returns the path of the config file, which need not exist."""
    return user_folder() / "config.yaml"


def read_settings() -> Settings:
    """Reads the config file; without one, or with nothing but comments in it, nothing is set.

    Raises:
        SettingsError: With every problem of the file.
    """
    path = config_file()
    if not path.is_file():
        return Settings()
    document = read_document(path, SettingsError, empty={})
    settings = validate(document, Settings, error=SettingsError)
    folder = settings.folder and str(Path(settings.folder).expanduser())
    return settings.model_copy(update={"folder": folder})


def preset_names() -> tuple[str, ...]:
    """Returns the names of the presets there are."""
    return tuple(sorted(path.stem for path in (user_folder() / "presets").glob("*.yaml")))


def load_preset(name: str) -> Preset:
    """Reads a preset.

    Raises:
        SettingsError: If there is none of that name, it stands for another preset, or with every problem of its file.
    """
    known = preset_names()
    if name not in known:
        there = f"known: {', '.join(known)}" if known else "make one with `kneadcast build --save NAME`"
        raise SettingsError(f"there is no preset '@{name}'{did_you_mean(name, known)}; {there}")
    document = read_document(_preset_file(name), SettingsError)
    preset = validate(document, Preset, error=SettingsError)
    if preset.routine.startswith("@"):
        raise SettingsError(document.problem(("routine",), "a preset stands for a routine, not for another preset"))
    return preset


def preset_fault(name: str, option: str, message: str) -> SettingsError:
    """Returns what is wrong with an option of a preset, with its line."""
    document = read_document(_preset_file(name), SettingsError)
    return SettingsError(document.problem(("options", option), message))


def check_preset_name(name: str) -> None:
    """Refuses what cannot name a preset.

    Raises:
        SettingsError: If the name is no good for a file.
    """
    if not name or not all(char.isalnum() or char in "-_" for char in name):
        raise SettingsError(f"'{name}' cannot name a preset: use letters, digits and hyphens")


def save_preset(name: str, preset: Preset) -> Path:
    """Writes a preset, in place of one of that name, and returns its file.

    Raises:
        SettingsError: If the name is no good for a file, or the folder cannot be made.
        OutputError: If the file cannot be written.
    """
    check_preset_name(name)
    path = _preset_file(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise SettingsError(f"the folder '{path.parent}' cannot be made: {reason.strerror}") from reason
    with atomic_file(path) as part:
        part.write_text(yaml.safe_dump(preset.model_dump(mode="json"), sort_keys=False, allow_unicode=True), "utf-8")
    return path


def _preset_file(name: str) -> Path:
    return user_folder() / "presets" / f"{name}.yaml"
