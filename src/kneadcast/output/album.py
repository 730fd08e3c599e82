"""An album: a session as one file for each area and side, with a playlist that plays them in order without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.formats import Format
from kneadcast.output.provenance import Provenance, is_kneadcast_file
from kneadcast.output.seals import is_sealed, seal
from kneadcast.output.sound_files import FileContent, SoundFile
from kneadcast.output.tags.model import Tags, TrackNumber
from kneadcast.script.editing import excerpt
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.session_sound import Span
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


def stage_album(folder: Path, format_: Format, provenance: Provenance, files: StagedFiles) -> tuple[SoundFile, ...]:
    """Returns the tracks of an album, which are to be written under their temporary names, and writes its playlist.

    The tracks are cut at whole frames, so that their lengths add up to that of the session. The files of an earlier
    album in the folder are removed when the new ones are put into place; other files are not changed.

    Args:
        folder: The folder of the album.
        format_: The format of the tracks.
        provenance: The script of the session and its options.
        files: Receives the tracks and the playlist.
    """
    chapters = chapters_of(provenance.script, "area")
    names = [f"{number:02d} {_file_name(one.title)}{format_.suffix}" for number, one in enumerate(chapters, 1)]
    tracks = tuple(
        SoundFile(
            files.add(folder / name),
            Span(frames_at(chapter.start_ms, FRAME_RATE), frames_at(chapter.end_ms, FRAME_RATE)),
            _track_content(provenance, chapter, TrackNumber(number, len(chapters))),
        )
        for number, (name, chapter) in enumerate(zip(names, chapters, strict=True), 1)
    )
    _write_playlist(files.add(folder / PLAYLIST), provenance.script.title, chapters, names)
    for file in folder.iterdir() if folder.is_dir() else ():
        if _is_album_file(file):
            files.remove(file)
    return tracks


def _track_content(provenance: Provenance, chapter: Chapter, number: TrackNumber) -> FileContent:
    script = excerpt(provenance.script, chapter.start_ms, chapter.end_ms, chapter.title)
    tags = replace(Tags.of(script), own_album=provenance.script.title, track=number)
    own_chapter = replace(chapter, start_ms=0, end_ms=chapter.end_ms - chapter.start_ms)
    return FileContent(tags, (own_chapter,), provenance.model_copy(update={"script": script}))


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
