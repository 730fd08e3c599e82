"""The environment variables of the cache: its folder and its limits.

Whatever uses the cache asks for its folder first, so all variables are checked there, before any slow work.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from kneadcast.errors import SettingsError

CACHE_FOLDER_VARIABLE = "KNEADCAST_CACHE"
LIMIT_VARIABLE = "KNEADCAST_CACHE_MB"
SOUND_LIMIT_VARIABLE = "KNEADCAST_SOUND_CACHE_MB"
DEFAULT_LIMIT_MB = 500
"""About three thousand sentences of 165 kB; a routine has about two hundred for each voice and pace."""
DEFAULT_SOUND_LIMIT_MB = 1000
"""About seventeen hours of MP3 at 128 kbit/s, or less with loops of ambience, which take 32 MB each."""
MOST_LIMIT_MB = 1_000_000_000
"""More than any disk has; a longer number is a slip."""
_BYTES_A_MB = 1_000_000
_MOST_NAME_BYTES = 255
"""The longest name of a file or folder on all common file systems."""
_ROOM_FOR_ENTRIES_BYTES = 120
"""What the path of an entry has in addition to that of the folder; see `entry_path`."""
_MOST_PATH_BYTES = 4095
"""PATH_MAX of Linux, without the NUL; other systems report a path that is too long themselves."""
_MOST_SHOWN = 60


def clip_folder(given: Path | None = None) -> Path:
    """Returns the given folder, or that of the environment variable KNEADCAST_CACHE, or the user's cache folder.

    Raises:
        SettingsError: If it cannot be the name of a folder, or one of the two limits is not a limit.
    """
    limit_bytes()
    sound_limit_bytes()
    named = os.environ.get(CACHE_FOLDER_VARIABLE)
    if given is not None:
        return _checked(given, "the folder of the cache")
    if named:
        return _checked(_without_tilde(named), CACHE_FOLDER_VARIABLE)
    return _checked(_without_tilde(platformdirs.user_cache_dir("kneadcast", appauthor=False)), "your folder for caches")


def limit_bytes() -> int:
    """Returns the largest size of all clips, from the environment variable KNEADCAST_CACHE_MB or 500 MB.

    Raises:
        SettingsError: If the variable is not a whole number in range.
    """
    return _limit_bytes(LIMIT_VARIABLE, DEFAULT_LIMIT_MB)


def sound_limit_bytes() -> int:
    """Returns the largest size of all pieces of sound, from KNEADCAST_SOUND_CACHE_MB in the environment or 1000 MB.

    With 0, none are kept.

    Raises:
        SettingsError: If the variable is not a whole number in range.
    """
    return _limit_bytes(SOUND_LIMIT_VARIABLE, DEFAULT_SOUND_LIMIT_MB)


def _limit_bytes(variable: str, default_mb: int) -> int:
    given = os.environ.get(variable, "").strip() or str(default_mb)
    # Python refuses to read numbers of several thousand digits.
    short = given.isascii() and given.isdigit() and len(given.lstrip("0")) <= len(str(MOST_LIMIT_MB))
    if not short or int(given) > MOST_LIMIT_MB:
        raise SettingsError(
            f"{variable} is a whole number of megabytes, at most {MOST_LIMIT_MB}, got {_shown(given)};"
            f" set it to {default_mb}, for example, or remove it"
        )
    return int(given) * _BYTES_A_MB


def _without_tilde(name: str) -> Path:
    try:
        path = Path(name).expanduser()
    except RuntimeError:
        raise SettingsError(
            f"{_shown(name)} begins with the home folder of a user that does not exist;"
            f" set {CACHE_FOLDER_VARIABLE} to another folder"
        ) from None
    return path


def _checked(folder: Path, source: str) -> Path:
    """Returns a folder if the operating system takes its name; whether it can be used is found out when it is used."""
    reason = ""
    try:
        names = [os.fsencode(part) for part in folder.parts]
    except UnicodeEncodeError:
        names, reason = [], "it contains characters that file names cannot have"
    if any(b"\0" in name for name in names):
        reason = "it contains a NUL character"
    elif any(len(name) > _MOST_NAME_BYTES for name in names if name != os.fsencode(folder.anchor)):
        reason = f"a name in it is longer than {_MOST_NAME_BYTES} bytes"
    elif sum(len(name) + 1 for name in names) + _ROOM_FOR_ENTRIES_BYTES > _MOST_PATH_BYTES:
        reason = "it is too long"
    if reason:
        raise SettingsError(
            f"{source} cannot be {_shown(str(folder))}: {reason}; set {CACHE_FOLDER_VARIABLE} to another folder"
        )
    return folder


def _shown(text: str) -> str:
    """Returns a value in quotes and without control characters, shortened if it is long."""
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}...")
