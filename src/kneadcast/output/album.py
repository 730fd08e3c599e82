"""An album: a session as one file for each area and side, and a playlist that plays them in order without a gap."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.formats import Format, write_sound
from kneadcast.output.provenance import Provenance, is_kneadcast_file
from kneadcast.output.tags.model import Tags
from kneadcast.script.editing import excerpt
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment
from kneadcast.units import MS_PER_SECOND, frames_at

PLAYLIST = "playlist.m3u8"
_HEAD = "#EXTM3U\n#EXTENC:UTF-8\n#PLAYLIST:"
_FORBIDDEN = set('<>:"/\\|?*')
"""What some system forbids in file names."""


def check_album(folder: Path, sidecars: Sequence[str], *, force: bool = False) -> None:
    """Makes sure that an album can be written as a folder, before any slow work is done.

    Raises:
        OutputError: If sidecars are asked for, which belong to one file, or something of another's is in the way.
    """
    if sidecars:
        raise OutputError(f"an album has no {sidecars[0]}: it would belong to one file; build the session for that")
    if not folder.parent.is_dir():
        raise OutputError(f"there is no folder '{folder.parent}' to write '{folder.name}' into; make it first")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"'{folder}' is not a folder; name the folder that the album is to be")
    strange = [file.name for file in sorted(folder.iterdir()) if not _is_of_album(file)]
    if strange and not force:
        raise OutputError(f"'{folder}' holds '{strange[0]}', which is no part of an album; choose another name")


def write_album(
    blocks: Iterable[AudioSegment], folder: Path, format_: Format, made: Provenance, *, bitrate_kbps: int
) -> tuple[Path, ...]:
    """Writes a session as an album. The tracks are cut at whole frames, so their lengths add up to the session's.

    The folder is there whole or not at all; files of another's in it are left alone.

    Returns:
        The tracks, in order.

    Raises:
        OutputError: If a track cannot be encoded, or the album not put in place.
    """
    tracks = chapters_of(made.script, "area")
    names = [f"{number:02d} {_file_name(track.title)}{format_.suffix}" for number, track in enumerate(tracks, 1)]
    with tempfile.TemporaryDirectory(prefix=".kneadcast-", dir=folder.parent) as temporary:
        rest = _Rest(blocks)
        for number, (track, name) in enumerate(zip(tracks, names, strict=True), 1):
            part = excerpt(made.script, track.start_ms, track.end_ms, track.title)
            tags = replace(Tags.of(part), album=made.script.title, track=f"{number}/{len(tracks)}")
            own = Chapter(track.title, 0, track.end_ms - track.start_ms, track.areas, track.side)
            sound = rest.take(frames_at(track.end_ms, FRAME_RATE) - frames_at(track.start_ms, FRAME_RATE))
            inside = made.model_copy(update={"script": part})
            write_sound(
                sound,
                Path(temporary) / name,
                format_,
                tags=tags,
                chapters=(own,),
                made=inside,
                bitrate_kbps=bitrate_kbps,
            )
        _write_playlist(Path(temporary) / PLAYLIST, made.script.title, tracks, names)
        _put_in_place(Path(temporary), folder)
    return tuple(folder / name for name in names)


class _Rest:
    """Blocks that are taken in pieces of any number of frames."""

    def __init__(self, blocks: Iterable[AudioSegment]) -> None:
        self._blocks = iter(blocks)
        self._left: AudioSegment | None = None

    def take(self, frames: int) -> Iterator[AudioSegment]:
        """Yields the next so many frames."""
        while frames > 0:
            block = self._left or next(self._blocks)
            has = int(block.frame_count())
            self._left = block.get_sample_slice(frames, has) if has > frames else None
            yield block.get_sample_slice(0, frames) if has > frames else block
            frames -= has


def _write_playlist(path: Path, title: str, tracks: Sequence[Chapter], names: Sequence[str]) -> None:
    lines = [f"{_HEAD}{title}"]
    for track, name in zip(tracks, names, strict=True):
        lines += [f"#EXTINF:{(track.end_ms - track.start_ms) / MS_PER_SECOND:.3f},{track.title}", name]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _put_in_place(made: Path, folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        for file in folder.iterdir():
            if _is_of_album(file):
                file.unlink()
        for file in sorted(made.iterdir()):
            shutil.move(file, folder / file.name)
    except OSError as reason:
        raise OutputError(f"'{folder}' could not be written: {reason}") from reason


def _is_of_album(file: Path) -> bool:
    if not file.is_file():
        return False
    if file.name == PLAYLIST:
        return file.read_bytes().startswith(_HEAD.encode())
    return is_kneadcast_file(file)


def _file_name(title: str) -> str:
    return "".join("-" if char in _FORBIDDEN or not char.isprintable() else char for char in title).strip(" .")
