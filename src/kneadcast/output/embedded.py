"""The script inside a finished file, so that the file can tell what it is and be checked against its plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import mutagen
from mutagen import MutagenError
from mutagen.id3 import GEOB, ID3, Encoding
from mutagen.mp4 import MP4
from mutagen.wave import WAVE
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from kneadcast.errors import OutputError
from kneadcast.script.model import Script
from kneadcast.version import __version__

OBJECT = "kneadcast-script"
"""Name of the ID3 object, of the Vorbis comment and of the MP4 atom that hold it."""
MP4_ATOM = f"----:com.kneadcast:{OBJECT}"
_MIME = "application/json"


class Provenance(BaseModel):
    """What a file of ours says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    version: str = __version__
    """The version of Kneadcast that made it."""
    options: Mapping[str, JsonValue] = {}
    """How it was built."""
    script: Script

    def to_json(self) -> str:
        """Writes it on one line; what is not set is left out."""
        return self.model_dump_json(exclude_none=True)


def script_frame(made: Provenance) -> GEOB:
    """Returns the ID3 frame that carries a script."""
    text = made.to_json().encode()
    return GEOB(encoding=Encoding.UTF16, mime=_MIME, filename="script.json", desc=OBJECT, data=text)


def read_provenance(path: Path) -> Provenance:
    """Reads what a finished file says of itself, whatever its format.

    Raises:
        OutputError: If it cannot be read, or carries no script.
    """
    text = embedded(path)
    if not text:
        raise OutputError(f"'{path}' carries no Kneadcast script; it was not made by `kneadcast build` or `render`")
    facts: object = None
    try:
        facts = json.loads(text)
        return Provenance.model_validate(facts)
    except (ValueError, ValidationError) as reason:
        theirs = f", made by Kneadcast {facts['version']}" if isinstance(facts, dict) and "version" in facts else ""
        raise OutputError(
            f"the script inside '{path}'{theirs} cannot be read by this Kneadcast, {__version__}; use the newer one"
        ) from reason


def embedded(path: Path) -> bytes:
    """Returns the JSON inside a file; nothing where there is none.

    Raises:
        OutputError: If the file cannot be read.
    """
    try:
        file = mutagen.File(path)
    except (MutagenError, OSError) as reason:
        raise OutputError(f"'{path}' cannot be read: {str(reason) or 'it is damaged, or breaks off'}") from reason
    if file is None or file.tags is None:
        return b""
    for kind, read in _READERS.items():
        if isinstance(file.tags if kind is ID3 else file, kind):
            return read(file.tags)
    return str(file.tags.get(OBJECT, [""])[0]).encode()


def _of_id3(tags: ID3) -> bytes:
    found = tags.getall(f"GEOB:{OBJECT}")
    return bytes(found[0].data) if found else b""


def _of_mp4(tags: Mapping[str, list[bytes]]) -> bytes:
    return bytes(tags.get(MP4_ATOM, [b""])[0])


_READERS: Mapping[type, Callable[..., bytes]] = {ID3: _of_id3, WAVE: _of_id3, MP4: _of_mp4}
"""Where each container keeps it; the others have Vorbis comments."""
