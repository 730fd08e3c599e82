"""What a finished file records about itself: its script, its options and the version of Kneadcast.

With these, a file can be inspected, and verified against its script.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from mutagen import MutagenError
from mutagen.flac import FLAC
from mutagen.id3 import GEOB, ID3, TXXX, Frame, ID3JunkFrameError, ID3NoHeaderError
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE
from pydantic import JsonValue, ValidationError

from kneadcast.document.files import open_limited
from kneadcast.errors import OutputError
from kneadcast.frozen_model import FrozenModel
from kneadcast.script.model import Script
from kneadcast.version import __version__

MARK = "kneadcast"
"""Name of the tag that only files made by Kneadcast have: a TXXX frame or a Vorbis comment that names the routine."""
EMBEDDED_NAME = "kneadcast-script"
"""Name of the ID3 object, of the Vorbis comment and of the MP4 atom that contain the JSON."""
MP4_ATOM = f"----:com.kneadcast:{EMBEDDED_NAME}"

LARGEST_SESSION_BYTES = 4_294_967_296
"""The largest size that RIFF can state, and of all formats WAV has the largest files: six hours."""
MOST_TAG_BYTES = 64_000_000
"""More than is read of any session to find its tags: a script of 12 hours has 1 MB, a cover and its chapters less."""
_VERSION_LETTERS = 20


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
    text = _read_tags(path).script
    if not text:
        raise OutputError(f"'{path}' carries no Kneadcast script; it was not made by `kneadcast build` or `render`")
    facts: object = None
    try:
        facts = json.loads(text)
        return Provenance.model_validate(facts)
    except (ValueError, RecursionError, ValidationError) as reason:
        version = facts.get("version") if isinstance(facts, dict) else None
        made_by = f", made by Kneadcast {version[:_VERSION_LETTERS]}" if isinstance(version, str) else ""
        raise OutputError(
            f"the script inside '{path}'{made_by} cannot be read by this Kneadcast, {__version__}; use the newer one"
        ) from reason


def is_kneadcast_file(path: Path) -> bool:
    """Returns whether Kneadcast made a file; `False` if the file cannot be read or has no tags."""
    try:
        tags = _read_tags(path)
    except OutputError:
        return False
    return tags.marked or bool(tags.script)


class _Tags(NamedTuple):
    """What the tags of a file say about its origin."""

    script: bytes = b""
    """The JSON of the provenance; empty if there is none."""
    marked: bool = False
    """Whether they have the mark of an MP3 that Kneadcast made, which a track of an album has without a script."""


def _read_tags(path: Path) -> _Tags:
    """Returns what the tags of a file say about its origin; those of a file of another kind say nothing.

    Raises:
        OutputError: If the file cannot be read, or is damaged.
    """
    with open_limited(path, LARGEST_SESSION_BYTES, OutputError) as raw:
        file = _LimitedReader(raw)
        try:
            head = file.read(_HEAD_BYTES)
            file.seek(0)
            return next((read(file) for is_kind, read in _KINDS if is_kind(head)), _Tags())
        except OSError:
            raise
        except Exception as reason:  # mutagen's parsers raise many kinds of errors for damaged files
            message = str(reason) if isinstance(reason, MutagenError) else ""
            raise OutputError(f"'{path}' cannot be read: {message or 'it is damaged or incomplete'}") from reason


class _LimitedReader(io.BufferedReader):
    """A file of which no more is read than the tags of a session can have, whatever its headers say."""

    _left = MOST_TAG_BYTES

    def read(self, size: int | None = -1) -> bytes:
        """Reads at most a number of bytes, by default all that are left.

        Raises:
            MutagenError: If more than `MOST_TAG_BYTES` have been read in all.
        """
        wanted = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = super().read(wanted)
        self._left -= len(data)
        if self._left < 0:
            raise MutagenError(f"its tags are larger than {MOST_TAG_BYTES // 1_000_000} MB")
        return data


class _StoredFrame(Frame):
    """A frame that is stored as it is. Kneadcast compresses none, and a compressed one could expand to any size."""

    @classmethod
    def _fromData(cls, header: Any, tflags: int, data: bytes) -> Frame:  # noqa: N802 -- the name is mutagen's
        if tflags & (Frame.FLAG24_COMPRESS if header.version >= header._V24 else Frame.FLAG23_COMPRESS):
            raise ID3JunkFrameError("a compressed frame")
        parsed: Frame = super()._fromData(header, tflags, data)  # type: ignore[no-untyped-call]
        return parsed


_FRAMES = {kind.__name__: type(kind.__name__, (_StoredFrame, kind), {}) for kind in (GEOB, TXXX)}
"""The only frames of an ID3 tag that are parsed."""


def _from_id3(tags: ID3) -> _Tags:
    found = tags.getall(f"GEOB:{EMBEDDED_NAME}")
    return _Tags(bytes(found[0].data) if found else b"", f"TXXX:{MARK}" in tags)


def _from_mp3(file: _LimitedReader) -> _Tags:
    try:
        return _from_id3(ID3(file, known_frames=_FRAMES, load_v1=False))
    except ID3NoHeaderError:
        return _Tags()


def _from_wav(file: _LimitedReader) -> _Tags:
    tags = cast("ID3 | None", WAVE(file, known_frames=_FRAMES).tags)
    return _Tags() if tags is None else _from_id3(tags)


def _from_mp4(file: _LimitedReader) -> _Tags:
    tags = cast("Mapping[str, list[bytes]]", MP4(file).tags or {})
    return _Tags(bytes(tags.get(MP4_ATOM, [b""])[0]))


def _from_comments(file: FLAC | OggOpus) -> _Tags:
    tags = cast("Mapping[str, list[str]]", file.tags or {})
    return _Tags(tags.get(EMBEDDED_NAME, [""])[0].encode())


_HEAD_BYTES = 12
_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[_LimitedReader], _Tags]], ...] = (
    (lambda head: head.startswith(b"ID3"), _from_mp3),
    (lambda head: head[4:8] == b"ftyp", _from_mp4),
    (lambda head: head.startswith(b"OggS"), lambda file: _from_comments(OggOpus(file))),
    (lambda head: head.startswith(b"fLaC"), lambda file: _from_comments(FLAC(file))),
    (lambda head: head.startswith(b"RIFF") and head[8:] == b"WAVE", _from_wav),
)
"""For each container whether the first bytes of a file are those of it, and how to read its tags."""
