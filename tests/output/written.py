"""Every text that is written for the listener of a session, by the file that it is in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import mutagen
from mutagen.id3 import ID3

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.choices import ChapterBy
from kneadcast.output import (
    Encoding,
    Provenance,
    chapters_of,
    draw_timeline,
    find_format,
    stage_album,
    write_sound_files,
)
from kneadcast.output.page.writer import write_page
from kneadcast.output.provenance import EMBEDDED_NAME, MARK
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.editing import excerpt
from kneadcast.script.model import Script
from kneadcast.staged_files import staged_files
from tests.output.sessions import mix, write_session

BY: tuple[ChapterBy, ...] = ("section", "area", "step")
SOUND_SUFFIXES = ("mp3", "m4b", "opus", "flac", "wav")
READ_ALOUD = ("aria-label", "aria-valuetext", "aria-description", "aria-roledescription", "alt", "title", "placeholder")
"""Attributes of HTML whose text a person hears or sees."""
FOR_PROGRAMS = frozenset(
    {"id", "key", "kind", "side", "sound", "cover", "cover_sizes", "cover_type", "markup", "view_box", "motion"}
)
"""Keys of the facts of a page whose values are ids or data. Every other key is for a person, also a new one."""
_EXCERPT_MS = 24_000
_NOT_FOR_LISTENERS = frozenset({EMBEDDED_NAME, MARK, "language", "encoded-by", "encoder", "metadata_block_picture"})
"""Vorbis comments that hold data, the name of the routine or the program."""


def transcript(script: Script, _folder: Path) -> Iterator[str]:
    yield to_markdown(script)


def captions(script: Script, _folder: Path) -> Iterator[str]:
    """Yields captions and lyrics without the ids of cues and the keys of their formats."""
    ids = {cue.id for cue in script.cues}
    head = ("WEBVTT", "Language: ")
    yield from (line.removeprefix("WEBVTT") for line in to_vtt(script).splitlines() if line.startswith(head[0]))
    yield from (line for line in to_vtt(script).splitlines() if line not in ids and not line.startswith(head))
    yield to_srt(script)
    yield from (re.sub(r"^\[(ti|re|length):", "", line) for line in to_lrc(script).splitlines())


def chapters(script: Script, _folder: Path) -> Iterator[str]:
    yield from (chapter.title for by in BY for chapter in chapters_of(script, by))


def timeline(script: Script, folder: Path) -> Iterator[str]:
    draw_timeline(script, "full", None, folder / "timeline.svg")
    yield from re.findall(r"<!-- (.*?) -->", (folder / "timeline.svg").read_text(encoding="utf-8"))


def page(script: Script, folder: Path) -> Iterator[str]:
    """Yields the text nodes of the page, what a screen reader says of it, and the facts that its script shows."""
    write_page(folder / "s.html", script, chapters_of(script), folder / "s.mp3")
    reader = _PageReader()
    reader.feed((folder / "s.html").read_text(encoding="utf-8"))
    yield from reader.texts
    yield from _facts(json.loads(reader.facts))


def album(script: Script, folder: Path) -> Iterator[str]:
    """Yields the names of the tracks, their tags and the playlist of an album."""
    mp3, part = find_format("mp3", None), _sound_excerpt(script)
    with staged_files() as files:
        tracks = stage_album(folder / "album", mp3, Provenance(script=part), files)
        write_sound_files(tracks, mix(part, folder), mp3, Encoding(kept_sound()))
    for track in sorted((folder / "album").glob("*.mp3")):
        yield track.stem
        yield from _tags(track)
    playlist = (folder / "album" / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    shown = (line for line in playlist if not line.startswith(("#EXTM3U", "#EXTENC", "# made")))
    yield from (re.sub(r"^#(PLAYLIST|EXTINF):|\.mp3$", "", line) for line in shown)


def tags(script: Script, folder: Path) -> Iterator[str]:
    """Yields the tags of a sound file of each format."""
    part = _sound_excerpt(script)
    for suffix in SOUND_SUFFIXES:
        path = folder / f"s.{suffix}"
        write_session(path, mix(part, folder), part)
        yield from _tags(path)


WRITTEN: Mapping[str, Callable[[Script, Path], Iterator[str]]] = {
    "transcript": transcript,
    "captions": captions,
    "chapters": chapters,
    "timeline": timeline,
    "page": page,
    "album": album,
    "tags": tags,
}


class _PageReader(HTMLParser):
    """Reads what a page shows; its style and its program are no text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.facts = ""
        self._element = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self._element = f"{tag}#{own.get('id')}" if tag == "script" else tag
        self.texts += [text for name in READ_ALOUD if (text := own.get(name))]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (the name is that of the base class)
        self._element = ""

    def handle_data(self, data: str) -> None:
        if self._element == "script#session":
            self.facts += data
        elif not self._element.startswith(("script", "style")):
            self.texts.append(data)


def _facts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"\{\w+\}", "", value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in FOR_PROGRAMS else _facts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _facts(inner)


def _sound_excerpt(script: Script) -> Script:
    """Returns the end of the opening and the beginning of the work, which is fast to mix."""
    first = next(step for step in script.steps if step.area and step.side)
    return excerpt(script, first.start_ms - _EXCERPT_MS // 2, first.start_ms + _EXCERPT_MS // 2)


def _tags(path: Path) -> Iterator[str]:
    found: Any = mutagen.File(path)
    if isinstance(found.tags, ID3):
        for frame in found.tags.values():
            yield from _texts_of_frame(frame)
        return
    for key, values in found.tags.items():
        if key.lower() not in _NOT_FOR_LISTENERS and not key.startswith("----") and key != "\xa9too":
            yield from (value for value in values if isinstance(value, str))
    yield from (chapter.title for chapter in getattr(found, "chapters", None) or ())


def _texts_of_frame(frame: Any) -> Iterator[str]:
    if frame.FrameID in ("GEOB", "TXXX", "TSSE", "TLAN", "APIC"):
        return
    if frame.FrameID == "CHAP":
        for inner in frame.sub_frames.values():
            yield from _texts_of_frame(inner)
        return
    texts = getattr(frame, "text", ())
    for text in [texts] if isinstance(texts, str) else texts:
        yield str(text[0] if isinstance(text, tuple) else text)
