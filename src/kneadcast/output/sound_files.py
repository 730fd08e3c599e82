"""The sound file of a session in each format: encoded, then tagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import Event, Lock

from mutagen import MutagenError

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.choices import DEFAULT_BITRATE_KBPS, FormatName
from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.chapters import Chapter
from kneadcast.output.chunks.chunk_encoder import ChunkEncoder, ChunkJob
from kneadcast.output.chunks.cutting import cut_into_chunks
from kneadcast.output.chunks.stitching import stitched_file
from kneadcast.output.chunks.threads import available_cores, results_in_order
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.encode.ffmpeg import encoding
from kneadcast.output.encode.installed import find_encoder
from kneadcast.output.encode.mp3 import check_bitrate
from kneadcast.output.formats import Format
from kneadcast.output.provenance import Provenance
from kneadcast.output.tags.id3 import write_mp3_tags
from kneadcast.output.tags.model import Tags
from kneadcast.output.tags.mp4 import write_m4b_tags
from kneadcast.output.tags.riff import write_wav_tags
from kneadcast.output.tags.vorbis import write_flac_tags, write_opus_tags
from kneadcast.sound.metering import PartLevels, measure
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.session_sound import SessionSound, Span
from kneadcast.units import MS_PER_SECOND

MixProgress = Callable[[int, int], None]
"""Called with the milliseconds that are mixed, and the length of the session in milliseconds."""
TagWriter = Callable[[Path, Tags, Sequence[Chapter], Provenance], None]

_TAG_WRITERS: Mapping[FormatName, TagWriter] = {
    "mp3": write_mp3_tags,
    "m4b": write_m4b_tags,
    "opus": write_opus_tags,
    "flac": write_flac_tags,
    "wav": write_wav_tags,
}
"""Functions that write tags, chapters, cover and script into an encoded file."""


def check_format(format_: Format, bitrate_kbps: int) -> None:
    """Checks that a format can be written. Call it before any slow work.

    Raises:
        OutputError: If the encoder is missing, or does not have the bit rate.
    """
    check_bitrate(bitrate_kbps)
    find_encoder(format_.encoder)


@dataclass(frozen=True)
class FileContent:
    """What a sound file carries in addition to the sound."""

    tags: Tags
    chapters: tuple[Chapter, ...]
    provenance: Provenance


@dataclass(frozen=True)
class Encoding:
    """How files are encoded."""

    kept: KeptSound
    """Where chunks are kept."""
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS
    """Ignored by formats that have no bit rate."""
    threads: int | None = None
    """How many chunks are made at once; by default one on each core. The bytes of a file do not depend on it."""


@dataclass(frozen=True)
class SoundFile:
    """A sound file that is to be written."""

    path: Path
    """The file to write; see `kneadcast.output.encode.ffmpeg.encoding`."""
    span: Span
    """The frames of the session that it contains."""
    content: FileContent


def write_sound_files(
    files: Sequence[SoundFile],
    session: SessionSound,
    format_: Format,
    encoding_: Encoding,
    progress: MixProgress | None = None,
) -> tuple[PartLevels, ...]:
    """Mixes a session into files, and returns the levels of its parts, measured on the finished files.

    Args:
        files: The files, in order of time.
        session: The sound of the session.
        format_: The format of the files.
        encoding_: How they are encoded.
        progress: Called with the number of milliseconds that are mixed, and with that of all.

    Raises:
        OutputError: If a file cannot be encoded or tagged.
        OSError: If the disk is full, for example.
    """
    total = sum(file.span.end - file.span.start for file in files)
    counter = _Counter(total, progress)
    if format_.name == "mp3":
        return tuple(_write_mp3_files(files, session, encoding_, counter))
    return tuple(_write_whole(file, session, format_, encoding_, counter) for file in files)


class _Counter:
    """Counts the frames that several threads mix, and reports them from the thread that reads the count."""

    def __init__(self, total: int, progress: MixProgress | None) -> None:
        self._total = total
        self._progress = progress
        self._counted = 0
        self._reported = -1
        self._lock = Lock()

    def add(self, frames: int) -> None:
        """Adds frames; at the edges of chunks, some frames are mixed twice."""
        with self._lock:
            self._counted += frames

    def report(self) -> None:
        """Calls the callback, if there is one and the count has changed."""
        done = min(self._counted, self._total)
        if self._progress and done != self._reported:
            self._reported = done
            self._progress(*(frames * MS_PER_SECOND // FRAME_RATE for frames in (done, self._total)))


def _write_mp3_files(
    files: Sequence[SoundFile], session: SessionSound, encoding_: Encoding, counter: _Counter
) -> Iterator[PartLevels]:
    """Makes the chunks of all files in threads, and stitches each file when its chunks are ready."""
    cancelled = Event()
    encoder = ChunkEncoder(session, encoding_.bitrate_kbps, encoding_.kept, cancelled=cancelled, mixed=counter.add)
    jobs = [_chunk_jobs(file, number, session.spoken) for number, file in enumerate(files)]
    threads = encoding_.threads or available_cores()
    every_job = chain.from_iterable(jobs)
    with results_in_order(encoder.make, every_job, threads, cancelled=cancelled, waiting=counter.report) as made:
        for file, own_jobs in zip(files, jobs, strict=True):
            _write_tags(file, "mp3")  # its pictures are drawn while the first chunks are made
            with stitched_file(file.path, encoding_.bitrate_kbps, file.span.end - file.span.start) as stitched:
                for chunk in islice(made, len(own_jobs)):
                    stitched.add(chunk)
                    yield chunk.levels


def _chunk_jobs(file: SoundFile, number: int, spoken: Sequence[Span]) -> tuple[ChunkJob, ...]:
    """Returns the chunks of a file with a number; the files of an album are in one folder."""
    start, end = file.span
    within = [Span(one.start - start, one.end - start) for one in spoken if one.start < end and one.end > start]
    return tuple(
        ChunkJob(chunk, file.span, file.path.with_name(f"{number}-{chunk.first}.chunk"))
        for chunk in cut_into_chunks(end - start, within)
    )


def _write_whole(
    file: SoundFile, session: SessionSound, format_: Format, encoding_: Encoding, counter: _Counter
) -> PartLevels:
    """Encodes a file of a format that cannot be stitched. An ffmpeg that stops responding is replaced once."""
    try:
        _encode_whole(file, session, format_, encoding_.bitrate_kbps, counter)
    except EncoderStalledError:
        _encode_whole(file, session, format_, encoding_.bitrate_kbps, counter)
    _write_tags(file, format_.name)
    return measure(decoded_blocks(file.path), file.span, session)


def _encode_whole(
    file: SoundFile, session: SessionSound, format_: Format, bitrate_kbps: int, counter: _Counter
) -> None:
    rate = ["-b:a", f"{bitrate_kbps}k"] if format_.has_bitrate else []
    chapters = file.content.chapters if format_.chapters_with_sound else ()
    # Next to the temporary name of the target, so that it is removed with it, also if this process is killed.
    metadata = file.path.with_name("chapters.ffmetadata")
    chapter_arguments = _chapter_arguments(chapters, metadata) if chapters else []
    arguments = [*chapter_arguments, "-c:a", format_.encoder, *rate, "-f", format_.muxer]
    try:
        with encoding(file.path, arguments, encoder=format_.encoder) as encoder:
            for block in session.blocks(*file.span):
                encoder.write(block)
                counter.add(int(block.frame_count()))
                counter.report()
    finally:
        metadata.unlink(missing_ok=True)


def _write_tags(file: SoundFile, format_name: FormatName) -> None:
    try:
        _TAG_WRITERS[format_name](file.path, file.content.tags, file.content.chapters, file.content.provenance)
    except MutagenError as reason:
        if reason.args and isinstance(reason.args[0], OSError):
            raise reason.args[0] from reason
        raise OutputError(f"the tags of '{file.path}' could not be written: {reason}") from reason


def _chapter_arguments(chapters: Sequence[Chapter], metadata: Path) -> list[str]:
    """Returns ffmpeg's arguments for chapters, and writes the file that they name."""
    metadata.write_text(_ffmetadata(chapters), encoding="utf-8")
    return ["-f", "ffmetadata", "-i", f"file:{metadata}", "-map", "0:a", "-map_chapters", "1"]


def _ffmetadata(chapters: Sequence[Chapter]) -> str:
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        title = "".join(f"\\{char}" if char in "=;#\\\n" else char for char in chapter.title)
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={chapter.start_ms}",
            f"END={chapter.end_ms}",
            f"title={title}",
        ]
    return "\n".join(lines) + "\n"
