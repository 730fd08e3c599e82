"""The revision of everything that makes sound: two computers with the same revision mix the same sound."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from pydantic import JsonValue

from kneadcast.version import __version__

_LIBRARIES = ("numpy", "scipy", "soundfile", "soxr")
"""The libraries whose arithmetic is in the sound."""


@lru_cache(maxsize=1)
def library_versions() -> dict[str, JsonValue]:
    """Returns the versions of the libraries whose arithmetic is in the sound."""
    return {library: version(library) for library in _LIBRARIES}


@lru_cache(maxsize=1)
def sound_revision() -> str:
    """Returns a hash of the version of Kneadcast, of the modules of this package, and of the libraries they use.

    The modules are a part of it so that sound that was kept is not used after a change to one of them.
    """
    digest = hashlib.sha256(__version__.encode())
    for library, its_version in library_versions().items():
        digest.update(f"\n{library} {its_version}".encode())
    for module in sorted(files(__package__).iterdir(), key=lambda module: module.name):
        if module.name.endswith(".py"):
            digest.update(f"\n{module.name}\n".encode() + module.read_bytes())
    return digest.hexdigest()
