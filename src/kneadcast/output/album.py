"""An album: a session as one file for each area and side, with a playlist that plays them in order without gaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.formats import Format
from kneadcast.output.provenance import Provenance, is_kneadcast_file
from kneadcast.output.seals import is_sealed, seal
from kneadcast.output.sound_files import FileContent, sound_file
from kneadcast.output.tags.model import Tags, TrackNumber
from kneadcast.script.editing import excerpt
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment
from kneadcast.staged_files import StagedFiles
from kneadcast.temporary_names import is_temporary_name, remove_leftovers
from kneadcast.units import MS_PER_SECOND, frames_at

PLAYLIST = "playlist.m3u8"
_HEAD = "#EXTM3U\n#EXTENC:UTF-8\n#PLAYLIST:"
_FORBIDDEN = set('<>:"/\\|?*')
"""Characters that some operating systems forbid in file names."""


def check_album(folder: Path, sidecars: Sequence[str], *, force: bool = False) -> None:
    """Checks that an album can be written as a folder. Call it before any slow work.

    Raises:
        OutputError: If sidecars are requested, which belong to one file, or the folder cannot hold the album.
    """
    if sidecars:
        raise OutputError(
            f"an album has no {sidecars[0]}, which belongs to one file; build the session without --album"
        )
    if not folder.parent.is_dir():
        raise OutputError(f"there is no folder '{folder.parent}' for '{folder.name}'; make it first")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"'{folder}' is not a folder; name a folder for the album")
    remove_leftovers(folder)
    files = (file for file in sorted(folder.iterdir()) if not is_temporary_name(file.name))
    others = [file.name for file in files if not _is_album_file(file)]
    if others and not force:
        raise OutputError(f"'{folder}' contains '{others[0]}', which is not part of an album; choose another name")


@dataclass(frozen=True)
class Album:
    """An album while it is written."""

    paths: tuple[Path, ...]
    """The tracks in order, under their temporary names; they are complete once the body of `album_tracks` has ended."""
    write: Callable[[AudioSegment], None]
    """Encodes the next block, which may belong to several tracks."""


@contextmanager
def album_tracks(
    folder: Path, format_: Format, provenance: Provenance, files: StagedFiles, *, bitrate_kbps: int
) -> Iterator[Album]:
    """Returns an album to write a session into.

    The tracks are cut at whole frames, so that their lengths add up to that of the session. The files of an earlier
    album in the folder are removed when the new ones are put into place; other files are not changed.

    Args:
        folder: The folder of the album.
        format_: The format of the tracks.
        provenance: The script of the session and its options.
        files: Receives the tracks and the playlist.
        bitrate_kbps: Ignored by formats that have no bit rate.

    Raises:
        OutputError: If a track cannot be encoded.
    """
    chapters = chapters_of(provenance.script, "area")
    names = [f"{number:02d} {_file_name(one.title)}{format_.suffix}" for number, one in enumerate(chapters, 1)]
    contents = [
        _track_content(provenance, chapter, TrackNumber(number, len(chapters)))
        for number, chapter in enumerate(chapters, 1)
    ]
    tracks = [
        _Track(files.add(folder / name), content, _frames_of(chapter))
        for name, content, chapter in zip(names, contents, chapters, strict=True)
    ]
    with _TrackWriter(tracks, format_, bitrate_kbps) as writer:
        yield Album(tuple(track.path for track in tracks), writer.write)
    _write_playlist(files.add(folder / PLAYLIST), provenance.script.title, chapters, names)
    for file in folder.iterdir() if folder.is_dir() else ():
        if _is_album_file(file):
            files.remove(file)


@dataclass(frozen=True)
class _Track:
    path: Path
    content: FileContent
    frames: int


def _track_content(provenance: Provenance, chapter: Chapter, number: TrackNumber) -> FileContent:
    script = excerpt(provenance.script, chapter.start_ms, chapter.end_ms, chapter.title)
    tags = replace(Tags.of(script), album=provenance.script.title, track=number)
    own_chapter = Chapter(chapter.title, 0, chapter.end_ms - chapter.start_ms, chapter.areas, chapter.side)
    return FileContent(tags, (own_chapter,), provenance.model_copy(update={"script": script}))


def _frames_of(chapter: Chapter) -> int:
    return frames_at(chapter.end_ms, FRAME_RATE) - frames_at(chapter.start_ms, FRAME_RATE)


class _TrackWriter:
    """Writes consecutive blocks into consecutive tracks."""

    def __init__(self, tracks: Sequence[_Track], format_: Format, bitrate_kbps: int) -> None:
        self._pending = deque(tracks)
        self._format = format_
        self._bitrate_kbps = bitrate_kbps
        self._open = ExitStack()
        self._write_track: Callable[[AudioSegment], None] | None = None
        self._frames_left = 0

    def __enter__(self) -> _TrackWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write(self, block: AudioSegment) -> None:
        """Writes a block, which may belong to several tracks.

        Raises:
            OutputError: If a track cannot be encoded or tagged.
        """
        at, frames = 0, int(block.frame_count())
        while at < frames:
            write_track = self._track()
            end = min(frames, at + self._frames_left)
            write_track(block if (at, end) == (0, frames) else block.get_sample_slice(at, end))
            self._frames_left -= end - at
            at = end
            if not self._frames_left:
                self._open.close()
                self._write_track = None

    def _track(self) -> Callable[[AudioSegment], None]:
        """Returns the function that writes into the current track; opens the next one if there is none."""
        if self._write_track is None:
            track = self._pending.popleft()
            writer = sound_file(track.path, self._format, track.content, bitrate_kbps=self._bitrate_kbps)
            self._write_track = self._open.enter_context(writer)
            self._frames_left = track.frames
        return self._write_track


def _write_playlist(path: Path, title: str, tracks: Sequence[Chapter], names: Sequence[str]) -> None:
    lines = [f"{_HEAD}{title}"]
    for track, name in zip(tracks, names, strict=True):
        lines += [f"#EXTINF:{(track.end_ms - track.start_ms) / MS_PER_SECOND:.3f},{track.title}", name]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    seal(path)


def _is_album_file(file: Path) -> bool:
    if not file.is_file():
        return False
    return is_sealed(file) if file.name == PLAYLIST else is_kneadcast_file(file)


def _file_name(title: str) -> str:
    return "".join("-" if char in _FORBIDDEN or not char.isprintable() else char for char in title).strip(" .")
