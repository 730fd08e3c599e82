"""Sidecars: the files next to the sound file of a session, with their suffixes and writers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.choices import PacerMode, PageAudio, SidecarName
from kneadcast.errors import OutputError, did_you_mean
from kneadcast.output.chapters import Chapter
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.page.light_sound import light_sound
from kneadcast.output.page.writer import write_page
from kneadcast.output.pictures.timeline import check_picture, draw_timeline
from kneadcast.output.pictures.waveform import waveform
from kneadcast.output.seals import seal
from kneadcast.output.targets import Target
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.model import Script
from kneadcast.staged_files import StagedFiles


@dataclass(frozen=True)
class FinishedSession:
    """The parts of a finished session from which sidecars are written."""

    script: Script
    chapters: tuple[Chapter, ...]
    sound: Path
    """The sound file, whose name is that of the finished one."""
    pacer: PacerMode
    page_audio: PageAudio = "beside"
    """Whether the page refers to the sound file, or contains the sound: small, or as it is in the file."""


SidecarWriter = Callable[[FinishedSession, Path], None]


def _text_writer(text_of: Callable[[Script], str]) -> SidecarWriter:
    def write(session: FinishedSession, path: Path) -> None:
        path.write_text(text_of(session.script), encoding="utf-8", newline="\n")

    return write


def _write_page(session: FinishedSession, path: Path) -> None:
    if session.page_audio == "inside":
        with light_sound(session.sound, path.parent) as light:
            write_page(path, session.script, session.chapters, light, sound_inside=True)
        return
    inside = session.page_audio == "inside-full"
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


def sidecar_targets(names: Sequence[str], sound: Path) -> tuple[Target, ...]:
    """Returns the files that sidecars consist of, in the order of their names. Call it before any slow work.

    Args:
        names: The names of the sidecars.
        sound: The sound file of the session, from whose name the names of the sidecars are derived.

    Raises:
        OutputError: If there is no such sidecar, or what it requires is not installed.
    """
    targets = []
    for name in dict.fromkeys(names):
        for suffix in _files_of(name):
            if suffix in _CHECKS:
                _CHECKS[suffix](sound.with_suffix(suffix))
            targets.append(Target(sound.with_suffix(suffix), f"the {name}"))
    return tuple(targets)


def write_sidecars(
    names: Sequence[str], session: FinishedSession, target: Path, files: StagedFiles
) -> tuple[Path, ...]:
    """Writes the sidecars of a finished session, as files that are put into place together with it.

    Args:
        names: The names of the sidecars.
        session: The session.
        target: The sound file, next to which the sidecars will be.
        files: Receives the sidecars.

    Returns:
        Their paths, in the order of the names.

    Raises:
        OutputError: If one cannot be written.
    """
    paths = {}
    for name in dict.fromkeys(names):
        for suffix, write in _files_of(name).items():
            path = target.with_suffix(suffix)
            paths[path] = files.add(path)
            write(session, paths[path])
            seal(paths[path])
    return tuple(paths)


def _files_of(name: str) -> Mapping[str, SidecarWriter]:
    for known, files in SIDECARS.items():
        if known == name:
            return files
    raise OutputError(f"there is no sidecar '{name}'{did_you_mean(name, SIDECARS)}; known: {', '.join(SIDECARS)}")
