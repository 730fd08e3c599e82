"""Making a chunk: mixing, encoding and metering it, unless it is kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.keys import key_of
from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.chunks.chunk_levels import measure_chunk, spoken_in_chunk
from kneadcast.output.chunks.cutting import Chunk
from kneadcast.output.chunks.encoded_chunk import EncodedChunk, chunk_from_bytes
from kneadcast.output.encode.ffmpeg import encoding
from kneadcast.output.encode.installed import encoder_facts
from kneadcast.output.encode.mp3 import mp3_arguments
from kneadcast.output.encode.mp3_frames import frame_offsets
from kneadcast.output.formats import LAME
from kneadcast.sound.session_sound import SessionSound, Span

_FORMAT = 1
"""A part of the keys. Increase it whenever other frames or levels are made from the same facts."""


@dataclass(frozen=True)
class ChunkJob:
    """A chunk of a sound file that is to be made."""

    chunk: Chunk
    span: Span
    """The frames of the session that the file contains."""
    work_file: Path
    """A file for the frames while they are encoded; it is removed."""


class ChunkEncoder:
    """Makes the chunks of a session. Several threads can make different ones at once."""

    def __init__(
        self,
        session: SessionSound,
        bitrate_kbps: int,
        kept: KeptSound,
        *,
        cancelled: Event,
        mixed: Callable[[int], None],
    ) -> None:
        """Prepares the encoder.

        Args:
            session: The sound of the session.
            bitrate_kbps: The bit rate of the MP3.
            kept: Where chunks are kept.
            cancelled: Set when no more chunks are wanted; those that are being made are given up.
            mixed: Called with numbers of frames of the session that are mixed, or need not be mixed.
        """
        self._session = session
        self._arguments = mp3_arguments(bitrate_kbps)
        self._encoder = encoder_facts(LAME)
        self._kept = kept
        self._cancelled = cancelled
        self._mixed = mixed

    def make(self, job: ChunkJob) -> EncodedChunk:
        """Returns a chunk, which is kept for later sessions.

        An ffmpeg that stops responding, or is killed, is replaced once.

        Raises:
            OutputError: If it cannot be encoded.
            CancelledError: If no more chunks are wanted.
        """
        self._check_wanted()
        key = key_of(self._facts(job))
        chunk = chunk_from_bytes(self._kept.find("chunks", key))
        if chunk is None:
            try:
                chunk = self._encoded(job)
            except EncoderStalledError:
                self._check_wanted()
                chunk = self._encoded(job)
            self._kept.keep("chunks", key, chunk.to_bytes())
        else:
            self._mixed(_encoded_span(job).end - _encoded_span(job).start)
        return chunk

    def _facts(self, job: ChunkJob) -> dict[str, JsonValue]:
        """Returns everything that a chunk is made from, apart from its place in the session."""
        encoded = _encoded_span(job)
        return {
            "format": _FORMAT,
            "encoder": self._encoder,
            "arguments": list(self._arguments),
            "sound": self._session.facts(encoded.start, encoded.end),
            "spoken": [
                [span.start - encoded.start, span.end - encoded.start]
                for span in spoken_in_chunk(job.chunk, job.span, self._session.spoken)
            ],
            "frames": [job.chunk.first - job.chunk.first_encoded, _length(job.chunk), encoded.end - encoded.start],
        }

    def _encoded(self, job: ChunkJob) -> EncodedChunk:
        encoded = _encoded_span(job)
        try:
            with encoding(job.work_file, self._arguments, cancelled=self._cancelled) as encoder:
                for block in self._session.blocks(encoded.start, encoded.end):
                    self._check_wanted()
                    encoder.write(block)
                    self._mixed(int(block.frame_count()))
            return self._finished(job)
        finally:
            job.work_file.unlink(missing_ok=True)

    def _finished(self, job: ChunkJob) -> EncodedChunk:
        """Cuts the context off the frames that were encoded, and measures the rest."""
        data = job.work_file.read_bytes()
        offsets = frame_offsets(data)
        first = job.chunk.first - job.chunk.first_encoded
        last = len(offsets) - 1 if job.chunk.end is None else job.chunk.end - job.chunk.first_encoded
        if last >= len(offsets):
            raise OutputError(f"ffmpeg wrote {len(offsets) - 1} of {last} MP3 frames; try again")
        levels = measure_chunk(job.work_file, job.chunk, job.span, self._session)
        return EncodedChunk(data[offsets[first] : offsets[last]], last - first, levels)

    def _check_wanted(self) -> None:
        if self._cancelled.is_set():
            raise CancelledError


def _encoded_span(job: ChunkJob) -> Span:
    """Returns the frames of the session that are encoded for a chunk."""
    samples = job.chunk.encoded_samples(job.span.end - job.span.start)
    return Span(job.span.start + samples.start, job.span.start + samples.end)


def _length(chunk: Chunk) -> int | None:
    return None if chunk.end is None else chunk.end - chunk.first
