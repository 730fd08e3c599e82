"""Sidecars: the files next to the sound file of a session, with their suffixes and writers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.choices import PacerMode, PageAudio, SidecarName
from kneadcast.errors import OutputError, did_you_mean
from kneadcast.output.chapters import Chapter
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.overwriting import check_new
from kneadcast.output.page.writer import write_page
from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.model import Script


@dataclass(frozen=True)
class FinishedSession:
    """The parts of a finished session from which sidecars are written."""

    script: Script
    chapters: tuple[Chapter, ...]
    sound: Path
    pacer: PacerMode
    page_audio: PageAudio = "beside"
    """Whether the page refers to the sound file or contains the sound."""


SidecarWriter = Callable[[FinishedSession, Path], None]


def _text_writer(text_of: Callable[[Script], str]) -> SidecarWriter:
    def write(session: FinishedSession, path: Path) -> None:
        path.write_text(text_of(session.script), encoding="utf-8", newline="\n")

    return write


def _write_page(session: FinishedSession, path: Path) -> None:
    inside = session.page_audio == "inside"
    write_page(path, session.script, session.chapters, session.sound, sound_inside=inside)


def _write_plot(session: FinishedSession, path: Path) -> None:
    draw_timeline(session.script, session.pacer, waveform(decoded_blocks(session.sound)), path)


SIDECARS: Mapping[SidecarName, Mapping[str, SidecarWriter]] = {
    "transcript": {".md": _text_writer(to_markdown)},
    "captions": {".vtt": _text_writer(to_vtt), ".srt": _text_writer(to_srt)},
    "lyrics": {".lrc": _text_writer(to_lrc)},
    "page": {".html": _write_page},
    "plot": {".png": _write_plot},
}
"""The suffix and the writer of each file, by the name of the sidecar."""
_CHECKS: Mapping[str, Callable[[Path], None]] = {".png": check_picture}
"""Checks that a file can be written, by its suffix."""


def check_sidecars(names: Sequence[str], sound: Path, *, replaceable: bool) -> None:
    """Checks that sidecars can be written. Call it before any slow work.

    Args:
        names: The names of the sidecars.
        sound: The sound file of the session, from whose name the names of the sidecars are derived.
        replaceable: Whether files of those names may be replaced, because they belong to an existing session of
            Kneadcast or the listener allowed it.

    Raises:
        OutputError: If there is no such sidecar, or one cannot be written, or a file exists that may not be replaced.
    """
    for name in names:
        for suffix in _files_of(name):
            if suffix in _CHECKS:
                _CHECKS[suffix](sound.with_suffix(suffix))
            if not replaceable:
                check_new(sound.with_suffix(suffix))


def write_sidecars(names: Sequence[str], session: FinishedSession) -> tuple[Path, ...]:
    """Writes sidecars next to a finished session.

    Returns:
        Their paths, in the order of the names.

    Raises:
        OutputError: If one cannot be written.
    """
    paths = []
    for name in dict.fromkeys(names):
        for suffix, write in _files_of(name).items():
            path = session.sound.with_suffix(suffix)
            with atomic_file(path) as temporary:
                write(session, temporary)
            paths.append(path)
    return tuple(paths)


def _files_of(name: str) -> Mapping[str, SidecarWriter]:
    for known, files in SIDECARS.items():
        if known == name:
            return files
    raise OutputError(f"there is no sidecar '{name}'{did_you_mean(name, SIDECARS)}; known: {', '.join(SIDECARS)}")
