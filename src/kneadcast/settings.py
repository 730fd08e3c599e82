"""The user's settings: defaults in a config file, and presets, in the platform's folder for configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationError

from kneadcast.atomic_file import atomic_file
from kneadcast.choices import Talk
from kneadcast.document import read_document, to_yaml, validate
from kneadcast.document.files import expanded, is_missing
from kneadcast.document.option_values import OptionValue as OptionValue
from kneadcast.document.option_values import whole_text
from kneadcast.errors import SettingsError, did_you_mean
from kneadcast.frozen_model import FrozenModel
from kneadcast.plain_text import one_line
from kneadcast.resources import user_folder
from kneadcast.script.sound_settings import PaceWpm, Volume

Name = Annotated[str, AfterValidator(one_line)]


class Settings(FrozenModel):
    """The defaults in a config file; each key is the name of the option whose default it is."""

    voice: Name | None = None
    pace: PaceWpm | None = None
    """Spoken words a minute."""
    volume: Volume | None = None
    template: Name | None = None
    bitrate: int | None = None
    """kbit/s."""
    talk: Talk | None = None
    familiar: bool | None = None
    """Whether the listener knows how a session works."""
    folder: Name | None = None
    """The folder of sessions whose file is not named."""


class Preset(FrozenModel):
    """A routine and options, saved under a name."""

    format: Literal[1] = 1
    routine: Annotated[str, AfterValidator(whole_text)]
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
    if is_missing(path):
        return Settings()
    document = read_document(path, SettingsError, empty={})
    settings = validate(document, Settings, error=SettingsError)
    folder = settings.folder and str(expanded(Path(settings.folder)))
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


def make_preset(routine: str, options: Mapping[str, OptionValue]) -> Preset:
    """Returns a preset of values from a command line.

    Raises:
        SettingsError: If a value is no text, such as the name of a file that is not encoded as the system states.
    """
    try:
        return Preset(routine=routine, options=options)
    except ValidationError as error:
        facts = error.errors()[0]
        option = ".".join(str(part) for part in facts["loc"])
        raise SettingsError(f"'{option}' cannot be saved in a preset: its value is not text") from None


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


def check_preset(name: str, *, force: bool = False) -> None:
    """Checks that a preset can be saved under a name. Call it before any slow work.

    A preset that was saved earlier is replaced, but none that was edited by hand, with comments or in another order.

    Args:
        name: The name.
        force: Whether the user allows a preset to be replaced that was edited by hand.

    Raises:
        SettingsError: If the name cannot be a file name, or the preset must not be replaced.
    """
    check_preset_name(name)
    path = _preset_file(name)
    if path.exists() and not force and path.read_text(encoding="utf-8") != _preset_text(load_preset(name)):
        raise SettingsError(f"'{path}' was edited by hand; save @{name} under another name or use --force")


def save_preset(name: str, preset: Preset) -> Path:
    """Writes a preset, replacing one of the same name, and returns its file; see `check_preset`.

    Raises:
        SettingsError: If the name cannot be a file name.
        OutputError: If the file cannot be written.
    """
    check_preset_name(name)
    path = _preset_file(name)
    with atomic_file(path) as part:
        part.write_text(_preset_text(preset), encoding="utf-8", newline="\n")
    return path


def _preset_text(preset: Preset) -> str:
    return to_yaml(preset.model_dump(mode="json"))


def _preset_file(name: str) -> Path:
    return user_folder() / "presets" / f"{name}.yaml"
