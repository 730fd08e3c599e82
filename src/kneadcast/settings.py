"""The user's settings: defaults in a config file, and presets, in the platform's folder for configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml

from kneadcast.atomic_file import atomic_file
from kneadcast.choices import Talk
from kneadcast.document import read_document, validate
from kneadcast.errors import SettingsError, did_you_mean
from kneadcast.frozen_model import FrozenModel
from kneadcast.resources import user_folder
from kneadcast.script.sound_settings import PaceWpm, Volume

_Scalar = bool | int | float | str
OptionValue = _Scalar | tuple[_Scalar, ...]


class Settings(FrozenModel):
    """The defaults in a config file; each key is the name of the option whose default it is."""

    voice: str | None = None
    pace: PaceWpm | None = None
    """Spoken words a minute."""
    volume: Volume | None = None
    template: str | None = None
    bitrate: int | None = None
    """kbit/s."""
    talk: Talk | None = None
    folder: str | None = None
    """The folder of sessions whose file is not named."""


class Preset(FrozenModel):
    """A routine and options, saved under a name."""

    format: Literal[1] = 1
    routine: str
    options: Mapping[str, OptionValue] = {}
    """By the names of the options without dashes, as they are typed on a command line."""


def config_file() -> Path:
    """Returns the path of the config file, which need not exist."""
    return user_folder() / "config.yaml"


def read_settings() -> Settings:
    """Returns the settings of the config file; all are `None` if it does not exist or holds only comments.

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
    """Returns the names of the presets that exist."""
    return tuple(sorted(path.stem for path in (user_folder() / "presets").glob("*.yaml")))


def load_preset(name: str) -> Preset:
    """Reads a preset.

    Raises:
        SettingsError: If it does not exist or refers to another preset, or with every problem of its file.
    """
    known = preset_names()
    if name not in known:
        remedy = f"known: {', '.join(known)}" if known else "create one with `kneadcast build --save NAME`"
        raise SettingsError(f"there is no preset '@{name}'{did_you_mean(name, known)}; {remedy}")
    document = read_document(_preset_file(name), SettingsError)
    preset = validate(document, Preset, error=SettingsError)
    if preset.routine.startswith("@"):
        raise SettingsError(document.problem(("routine",), "a preset refers to a routine, not to another preset"))
    return preset


def preset_error(name: str, option: str, message: str) -> SettingsError:
    """Returns the error for an option of a preset, with the line of the option."""
    document = read_document(_preset_file(name), SettingsError)
    return SettingsError(document.problem(("options", option), message))


def check_preset_name(name: str) -> None:
    """Checks the name of a preset.

    Raises:
        SettingsError: If the name cannot be a file name.
    """
    if not name or not all(char.isalnum() or char in "-_" for char in name):
        raise SettingsError(f"'{name}' cannot be the name of a preset: use letters, digits and hyphens")


def save_preset(name: str, preset: Preset) -> Path:
    """Writes a preset, replacing one of the same name, and returns its file.

    Raises:
        SettingsError: If the name cannot be a file name, or the folder cannot be created.
        OutputError: If the file cannot be written.
    """
    check_preset_name(name)
    path = _preset_file(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise SettingsError(f"the folder '{path.parent}' cannot be created: {reason.strerror}") from reason
    with atomic_file(path) as part:
        part.write_text(yaml.safe_dump(preset.model_dump(mode="json"), sort_keys=False, allow_unicode=True), "utf-8")
    return path


def _preset_file(name: str) -> Path:
    return user_folder() / "presets" / f"{name}.yaml"
