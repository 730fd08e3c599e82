"""What a finished file records about itself: its script, its options and the version of Kneadcast.

With these, a file can be inspected, and verified against its script.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import mutagen
from mutagen import MutagenError
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.wave import WAVE
from pydantic import JsonValue, ValidationError

from kneadcast.errors import OutputError
from kneadcast.frozen_model import FrozenModel
from kneadcast.script.model import Script
from kneadcast.version import __version__

MARK = "kneadcast"
"""Name of the tag that only files made by Kneadcast have: a TXXX frame or a Vorbis comment that names the routine."""
EMBEDDED_NAME = "kneadcast-script"
"""Name of the ID3 object, of the Vorbis comment and of the MP4 atom that contain the JSON."""
MP4_ATOM = f"----:com.kneadcast:{EMBEDDED_NAME}"


class Provenance(FrozenModel):
    """What a finished file records about itself."""

    format: Literal[1] = 1
    version: str = __version__
    """The version of Kneadcast that made the file."""
    options: Mapping[str, JsonValue] = {}
    """The options that it was built with."""
    script: Script

    def to_json(self) -> str:
        """Returns JSON on one line, without fields that are not set."""
        return self.model_dump_json(exclude_none=True)


def read_provenance(path: Path) -> Provenance:
    """Reads what a finished file of any format records about itself.

    Raises:
        OutputError: If the file cannot be read, or carries no script that this version can read.
    """
    text = _embedded_json(path)
    if not text:
        raise OutputError(f"'{path}' carries no Kneadcast script; it was not made by `kneadcast build` or `render`")
    facts: object = None
    try:
        facts = json.loads(text)
        return Provenance.model_validate(facts)
    except (ValueError, ValidationError) as reason:
        made_by = f", made by Kneadcast {facts['version']}" if isinstance(facts, dict) and "version" in facts else ""
        raise OutputError(
            f"the script inside '{path}'{made_by} cannot be read by this Kneadcast, {__version__}; use the newer one"
        ) from reason


def is_kneadcast_file(path: Path) -> bool:
    """Returns whether Kneadcast made a file; `False` if the file cannot be read or has no tags."""
    try:
        if path.suffix.lower() == ".mp3":
            return f"TXXX:{MARK}" in ID3(path)
        return bool(_embedded_json(path))
    except (MutagenError, OutputError):
        return False


def _embedded_json(path: Path) -> bytes:
    """Returns the JSON inside a file, or no bytes if it has none.

    Raises:
        OutputError: If the file cannot be read.
    """
    try:
        file = mutagen.File(path)
    except (MutagenError, OSError) as reason:
        raise OutputError(f"'{path}' cannot be read: {str(reason) or 'it is damaged or incomplete'}") from reason
    if file is None or file.tags is None:
        return b""
    for kind, read in _READERS.items():
        if isinstance(file.tags if kind is ID3 else file, kind):
            return read(file.tags)
    return str(file.tags.get(EMBEDDED_NAME, [""])[0]).encode()


def _from_id3(tags: ID3) -> bytes:
    found = tags.getall(f"GEOB:{EMBEDDED_NAME}")
    return bytes(found[0].data) if found else b""


def _from_mp4(tags: Mapping[str, list[bytes]]) -> bytes:
    return bytes(tags.get(MP4_ATOM, [b""])[0])


_READERS: Mapping[type, Callable[..., bytes]] = {ID3: _from_id3, WAVE: _from_id3, MP4: _from_mp4}
"""Readers by the kind of container; other containers have Vorbis comments."""
