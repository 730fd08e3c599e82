"""The files beside a session, on request: what each is called and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import OutputError, did_you_mean
from kneadcast.output.chapters import Chapter
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.overwriting import check_new
from kneadcast.output.page.writer import write_page
from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.model import Script
from kneadcast.sound import load_template


@dataclass(frozen=True)
class Finished:
    """A finished session, as its sidecars see it."""

    script: Script
    chapters: tuple[Chapter, ...]
    sound: Path
    page_sound_inside: bool = False
    """Whether the page carries the sound itself, so that it is a single file."""


Writer = Callable[[Finished, Path], None]


def _text(write: Callable[[Script], str]) -> Writer:
    def written(finished: Finished, path: Path) -> None:
        path.write_text(write(finished.script), encoding="utf-8", newline="\n")

    return written


def _page(finished: Finished, path: Path) -> None:
    write_page(path, finished.script, finished.chapters, finished.sound, sound_inside=finished.page_sound_inside)


def _plot(finished: Finished, path: Path) -> None:
    script = finished.script
    pacer = script.pacer or load_template(script.template).pacer.mode
    draw_timeline(script, pacer, waveform(decoded_blocks(finished.sound)), path)


SIDECARS: Mapping[str, Mapping[str, Writer]] = {
    "transcript": {".md": _text(to_markdown)},
    "captions": {".vtt": _text(to_vtt), ".srt": _text(to_srt)},
    "lyrics": {".lrc": _text(to_lrc)},
    "page": {".html": _page},
    "plot": {".png": _plot},
}
"""By the name that a listener asks with: each file's ending and who writes it."""
_CHECKS: Mapping[str, Callable[[Path], None]] = {".png": check_picture}
"""By a file's ending, what has to be there for it."""


def check_sidecars(names: Sequence[str], sound: Path, *, replaceable: bool) -> None:
    """Makes sure that sidecars can be written, before any slow work is done.

    Args:
        names: What is asked for.
        sound: The session's file, which they take their name from.
        replaceable: Whether files of those names may be replaced: they belong to a session of ours that is there, or
            the listener said so.

    Raises:
        OutputError: If there is no such companion, or a file is in the way.
    """
    for name in names:
        if name not in SIDECARS:
            raise OutputError(f"there is no '{name}' to write{did_you_mean(name, SIDECARS)}; known: {_known()}")
        for suffix in SIDECARS[name]:
            if suffix in _CHECKS:
                _CHECKS[suffix](sound.with_suffix(suffix))
            if not replaceable:
                check_new(sound.with_suffix(suffix))


def write_sidecars(names: Sequence[str], finished: Finished) -> tuple[Path, ...]:
    """Writes sidecars beside a finished session.

    Returns:
        Where they are, in the order asked for.

    Raises:
        OutputError: If one cannot be written.
    """
    paths = []
    for name in dict.fromkeys(names):
        for suffix, write in SIDECARS[name].items():
            path = finished.sound.with_suffix(suffix)
            with atomic_file(path) as part:
                write(finished, part)
            paths.append(path)
    return tuple(paths)


def _known() -> str:
    return ", ".join(SIDECARS)
