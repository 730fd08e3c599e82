"""Where files are: those that ship with Kneadcast, and the user's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

import platformdirs

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
    """Returns the folder of the user's own settings, routines, templates and lexicon; it need not exist."""
    return Path(os.environ.get(CONFIG_FOLDER_VARIABLE) or platformdirs.user_config_path("kneadcast", appauthor=False))
