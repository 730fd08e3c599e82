"""Seals: the mark in a text or picture by which Kneadcast recognises a file that it made and that nobody has changed.

A sound file is recognised by its tags. A transcript, captions, a page, a playlist or a picture carries a comment with
the SHA-256 of everything else in it, so that one that was edited by hand is not mistaken for a generated one. SubRip
has no comments; the captions in WebVTT next to it carry its hash.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from pathlib import Path

_COMMENTS: Mapping[str, str] = {
    ".html": "<!-- {} -->",
    ".lrc": "[re:{}]",
    ".m3u8": "# {}",
    ".md": "<!-- {} -->",
    ".svg": "<!-- {} -->",
    ".vtt": "\nNOTE {}",
}
"""The comment of each kind of text, which is its last line."""
SEALED = (*_COMMENTS, ".png")
"""The suffixes of the files that can carry a seal."""
_SEAL = re.compile(rb"made by Kneadcast, sha256 (?P<own>[0-9a-f]{64})(?:, srt (?P<srt>[0-9a-f]{64}))?")
_TAIL_BYTES = 250
"""No less than the longest comment."""
_BLOCK_BYTES = 1 << 20
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
_PNG_SEAL_BYTES = 12 + len(b"Kneadcast\0") + len("made by Kneadcast, sha256 ") + 64


def seal(path: Path) -> None:
    """Adds a seal to a file whose suffix is one of `SEALED`.

    A `.vtt` file also seals the `.srt` file of the same name next to it.
    """
    if path.suffix == ".png":
        _seal_png(path)
        return
    mark = f"made by Kneadcast, sha256 {_sha256(path)}"
    subrip = path.with_suffix(".srt")
    if path.suffix == ".vtt" and subrip.is_file():
        mark += f", srt {_sha256(subrip)}"
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(_COMMENTS[path.suffix].format(mark) + "\n")


def is_sealed(path: Path) -> bool:
    """Returns whether a file has a seal that holds: Kneadcast made it, and nobody has changed it.

    Raises:
        OSError: If the file cannot be read.
    """
    if path.suffix == ".png":
        return _is_sealed_png(path)
    if path.suffix == ".srt":
        captions = path.with_suffix(".vtt")
        found = _SEAL.search(_tail(captions)) if captions.is_file() else None
        return bool(found and (found["srt"] or b"").decode() == _sha256(path))
    found = _SEAL.search(_tail(path)) if path.suffix in _COMMENTS else None
    if found is None:
        return False
    comment = (_COMMENTS[path.suffix].format(found[0].decode()) + "\n").encode()
    return _tail(path).endswith(comment) and _sha256(path, leave_out=len(comment)) == found["own"].decode()


def _seal_png(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(-len(_PNG_END), 2)
        text = b"tEXtKneadcast\0" + f"made by Kneadcast, sha256 {_sha256(path, leave_out=len(_PNG_END))}".encode()
        # PNG, 5.3 and 11.3.3.3: length, type, keyword and text, CRC of type and data.
        file.write((len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big") + _PNG_END)


def _is_sealed_png(path: Path) -> bool:
    end = _tail(path)[-_PNG_SEAL_BYTES - len(_PNG_END) :]
    found = _SEAL.search(end)
    return bool(found and end.endswith(_PNG_END) and _sha256(path, leave_out=len(end)) == found["own"].decode())


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _TAIL_BYTES))
        return file.read()


def _sha256(path: Path, *, leave_out: int = 0) -> str:
    """Returns the hash of a file without a number of bytes at its end."""
    digest = hashlib.sha256()
    left = path.stat().st_size - leave_out
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(left, _BLOCK_BYTES))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()
