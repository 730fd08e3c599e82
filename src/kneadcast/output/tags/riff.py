"""Tags of WAV files: an ID3 tag in a chunk of the RIFF container."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from mutagen.id3 import ID3
from mutagen.wave import WAVE

from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter
from kneadcast.output.provenance import Provenance
from kneadcast.output.tags.id3 import session_frames, sort_chapter_frames, tag_frames
from kneadcast.output.tags.model import Tags

_RIFF_HEADER_BYTES = 12
_CHUNK_HEADER_BYTES = 8


def write_wav_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """Writes tags, chapters, cover, lyrics and script into a WAV that has no tags yet.

    Raises:
        OutputError: If there are more chapters than a file can list, or the tag is not in the file after writing.
        MutagenError: If it is not a WAV, or cannot be written.
    """
    file = WAVE(path)
    file.add_tags()
    for frame in (*tag_frames(tags, chapters), *session_frames(provenance)):
        cast("ID3", file.tags).add(frame)
    file.save(v2_version=3)
    sort_chapter_frames(path, _find_tag(path))


def _find_tag(path: Path) -> int:
    """Returns the position of the ID3 tag, in bytes.

    RIFF is a sequence of chunks: each has an id and a size of four bytes each, then data padded to an even length.
    """
    with path.open("rb") as file:
        file.seek(_RIFF_HEADER_BYTES)
        while header := file.read(_CHUNK_HEADER_BYTES):
            if header[:4].lower() == b"id3 ":
                return file.tell()
            size = int.from_bytes(header[4:], "little")
            file.seek(size + size % 2, os.SEEK_CUR)
    raise OutputError(f"'{path}' lost its tag while it was written; try again")
