"""Stitching chunks: one MP3 with one LAME info tag, whose decoded length is exact to the sample."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from fastcrc import crc16

from kneadcast.output.chunks.encoded_chunk import EncodedChunk
from kneadcast.output.encode.lame_tag import SEEK_POINTS, info_frame, info_frame_bytes


@contextmanager
def stitched_file(path: Path, bitrate_kbps: int, samples: int) -> Iterator[StitchedFile]:
    """Returns a file to add chunks to; its info tag is written when the body has ended.

    Args:
        path: The file; if it exists, it has tags, after which the MP3 frames are written.
        bitrate_kbps: The bit rate of the chunks.
        samples: The length of the sound.

    Raises:
        OutputError: If the chunks do not have that length.
        OSError: If the disk is full, for example.
    """
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(0, 2)
        stitched = StitchedFile(file, bitrate_kbps)
        yield stitched
        stitched.finish(samples)


class _Place(NamedTuple):
    """Where the frames of a chunk are: the numbers of its frames, and their positions, counted from the info tag on."""

    first_frame: int
    frames: int
    position: int
    size_bytes: int


class StitchedFile:
    """An MP3 to which chunks are added in order."""

    def __init__(self, file: IO[bytes], bitrate_kbps: int) -> None:
        self._file = file
        self._bitrate_kbps = bitrate_kbps
        self._begin = file.tell()
        self._size_bytes = file.write(bytes(info_frame_bytes(bitrate_kbps)))
        self._frames = 0
        self._music_crc = 0
        self._places: list[_Place] = []

    def add(self, chunk: EncodedChunk) -> None:
        """Writes the frames of the next chunk."""
        self._file.write(chunk.data)
        self._music_crc = crc16.arc(chunk.data, self._music_crc)
        self._places.append(_Place(self._frames, chunk.frames, self._size_bytes, len(chunk.data)))
        self._frames += chunk.frames
        self._size_bytes += len(chunk.data)

    def finish(self, samples: int) -> None:
        """Writes the info tag.

        Raises:
            OutputError: If the chunks do not have that number of samples.
        """
        tag = info_frame(
            self._bitrate_kbps,
            frames=self._frames,
            samples=samples,
            size_bytes=self._size_bytes,
            seek_bytes=list(self._seek_bytes()),
            music_crc=self._music_crc,
        )
        self._file.seek(self._begin)
        self._file.write(tag)

    def _seek_bytes(self) -> Iterator[int]:
        """Yields the position of the first frame of each part of the time.

        At a constant bit rate, frames are equally long to a byte, which is more exact than the table.
        """
        places = iter(self._places)
        place = next(places)
        for part in range(SEEK_POINTS):
            frame = self._frames * part // SEEK_POINTS
            while frame >= place.first_frame + place.frames:
                place = next(places)
            yield place.position + place.size_bytes * (frame - place.first_frame) // place.frames
