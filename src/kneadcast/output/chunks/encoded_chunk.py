"""An encoded chunk: its MP3 frames and its levels, and how they are kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kneadcast.errors import OutputError
from kneadcast.output.encode.mp3_frames import frame_offsets
from kneadcast.sound.metering import PartLevels

_END_OF_LEVELS = b"\n"


@dataclass(frozen=True)
class EncodedChunk:
    """The MP3 frames of a chunk, without those that were encoded as its context."""

    data: bytes
    frames: int
    levels: PartLevels
    """The levels of the decoded frames."""

    def to_bytes(self) -> bytes:
        """Returns the chunk as it is kept: the levels as one line of JSON, then the frames."""
        return json.dumps(asdict(self.levels)).encode() + _END_OF_LEVELS + self.data


def chunk_from_bytes(content: bytes | None) -> EncodedChunk | None:
    """Returns a chunk that was kept, or `None` if there is none, or it is not what `to_bytes` returns."""
    levels, found, data = (content or b"").partition(_END_OF_LEVELS)
    if not found:
        return None
    try:
        facts = json.loads(levels)
        measured = PartLevels(tuple(facts["speech_lufs"]), tuple(facts["ambience_lufs"]), facts["true_peak"])
        return EncodedChunk(data, len(frame_offsets(data)) - 1, measured)
    except (ValueError, KeyError, TypeError, OutputError):
        return None
