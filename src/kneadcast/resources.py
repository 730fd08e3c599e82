"""Where files are: those that ship with Kneadcast, and the user's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

import platformdirs

from kneadcast.errors import SettingsError

CONFIG_FOLDER_VARIABLE = "KNEADCAST_CONFIG_DIR"
"""Environment variable that names a folder to use instead of the platform's."""

Folder = Literal["routines", "audio_templates"]
FOLDERS: tuple[Folder, ...] = get_args(Folder)
_PACKAGE = Path(__file__).parent


def built_in(folder: Folder) -> Path:
    """Returns the folder of the built-in files of one kind.

    An installed wheel has them in `kneadcast/data`; a checkout, and so an editable install, has them at its top level.
    """
    packed = _PACKAGE / "data" / folder
    return packed if packed.is_dir() else _PACKAGE.parents[1] / folder


def is_built_in(path: Path) -> bool:
    """Returns whether a file ships with Kneadcast."""
    resolved = path.resolve()
    return any(resolved.is_relative_to(built_in(folder).resolve()) for folder in FOLDERS)


def user_folder() -> Path:
    """Returns the folder of the user's own settings, routines, templates and lexicon; it need not exist.

    Raises:
        SettingsError: If no environment variable names it and the user's home folder is not known.
    """
    if given := os.environ.get(CONFIG_FOLDER_VARIABLE):
        return Path(given)
    folder = platformdirs.user_config_path("kneadcast", appauthor=False)
    if not folder.is_absolute():  # without a home folder, `~` stays in the path
        raise SettingsError(
            "your home folder is not known; set the environment variable HOME, "
            f"or {CONFIG_FOLDER_VARIABLE} to a folder for settings"
        )
    return folder
