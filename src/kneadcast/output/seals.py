"""Seals: the mark in a text or picture by which Kneadcast recognises a file that it made and that nobody has changed.

A sound file is recognised by its tags. A transcript, captions, a page, a playlist or a picture ends with a comment that
has the SHA-256 of everything before it, so that one that was edited by hand is not mistaken for a generated one. SubRip
has no comments; its seal is a last, blank line of 256 spaces and tabs, the bits of the hash.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

_BLOCK_BYTES = 1 << 20
_ANY_HASH = hashlib.sha256().digest()
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
"""The last chunk of every PNG."""


def _as_comment(template: str, digest: bytes) -> bytes:
    return template.format(f"made by Kneadcast, sha256 {digest.hex()}").encode() + b"\n"


def _as_blanks(digest: bytes) -> bytes:
    return "".join(f"{byte:08b}" for byte in digest).replace("0", " ").replace("1", "\t").encode() + b"\n"


def _as_chunk(digest: bytes) -> bytes:
    # PNG, 5.3 and 11.3.3.3: length, type, keyword and text, CRC of type and data.
    text = b"tEXtKneadcast\0" + f"made by Kneadcast, sha256 {digest.hex()}".encode()
    return (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big") + _PNG_END


_ENDS: Mapping[str, Callable[[bytes], bytes]] = {
    ".html": partial(_as_comment, "<!-- {} -->"),
    ".lrc": partial(_as_comment, "[re:{}]"),
    ".m3u8": partial(_as_comment, "# {}"),
    ".md": partial(_as_comment, "<!-- {} -->"),
    ".png": _as_chunk,
    ".srt": _as_blanks,
    ".svg": partial(_as_comment, "<!-- {} -->"),
    ".vtt": partial(_as_comment, "\nNOTE {}"),
}
"""The end of a sealed file of each suffix, for the hash of what is before it; its length is that of any other hash."""


def seal(path: Path) -> None:
    """Adds a seal to a file: `.html`, `.lrc`, `.m3u8`, `.md`, `.png`, `.srt`, `.svg` or `.vtt`."""
    left_out = len(_PNG_END) if path.suffix == ".png" else 0
    end = _ENDS[path.suffix](_sha256(path, left_out))
    with path.open("rb+") as file:
        file.seek(-left_out, 2)
        file.write(end)


def is_sealed(path: Path) -> bool:
    """Returns whether a file has a seal that holds: Kneadcast made it, and nobody has changed it.

    Raises:
        OSError: If the file cannot be read.
    """
    end_of = _ENDS.get(path.suffix)
    if end_of is None or path.stat().st_size < (length := len(end_of(_ANY_HASH))):
        return False
    with path.open("rb") as file:
        file.seek(-length, 2)
        end = file.read()
    return end == end_of(_sha256(path, length))


def _sha256(path: Path, left_out: int) -> bytes:
    """Returns the hash of a file without a number of bytes at its end."""
    digest = hashlib.sha256()
    left = path.stat().st_size - left_out
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(left, _BLOCK_BYTES))):
            digest.update(block)
            left -= len(block)
    return digest.digest()
