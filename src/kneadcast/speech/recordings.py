"""Recordings of a reader that replace the voice; the name of a recording is the id of its line."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kneadcast.errors import KneadcastWarning, Problem, SpeechError, did_you_mean
from kneadcast.speech.cache.clip_cache import ClipCache, clip_folder, key_of
from kneadcast.speech.model import Clip, Line, Narration, Narrator, SpeechProgress, Voice
from kneadcast.speech.trim import trim_file

KINDS = (".wav", ".flac", ".mp3", ".ogg")
RECORDING_FLOOR_DB = -40.0
"""The level below the loudest sample of a recording that counts as silence; a room has noise, an engine has none."""
_VERSION = 1
"""Part of the cache keys. Increase it whenever the processing of a recording changes."""


def find_recordings(folder: Path) -> dict[str, Path]:
    """Returns the recordings in a folder by the ids of their lines.

    Raises:
        SpeechError: If there is no such folder, or two files record the same id.
    """
    if not folder.is_dir():
        raise SpeechError(f"there is no folder of recordings '{folder}'")
    found: dict[str, Path] = {}
    duplicates = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in KINDS or path.name.startswith("."):
            continue
        if path.stem in found:
            duplicates.append(
                Problem(f"'{found[path.stem].name}' records the same line; keep one of the two", str(path))
            )
        found[path.stem] = path
    if duplicates:
        raise SpeechError(*duplicates)
    return found


class RecordedNarrator:
    """A narrator that uses recordings, and another narrator for the lines without one.

    Recordings are trimmed like spoken clips; the mixer brings both to the same loudness.
    """

    def __init__(self, inner: Narrator, folder: Path, *, cache_folder: Path | None = None) -> None:
        self._inner = inner
        self._folder = folder
        self._recordings = find_recordings(folder)
        self._cache_folder = cache_folder

    @property
    def voice(self) -> Voice:
        """The voice that speaks the lines without a recording."""
        return self._inner.voice

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        """Returns a clip for each line: a recording of one of the ids of its text, if there is one.

        A recording that belongs to no line is reported as a `KneadcastWarning`.

        Raises:
            SpeechError: If a recording cannot be read or is silent, or a line cannot be spoken.
        """
        lines = list(lines)
        self._warn_of_unused(lines)
        chosen: dict[Line, Path] = {}
        for line in lines:
            if line.id in self._recordings:
                chosen.setdefault(line, self._recordings[line.id])
        recorded = self._recorded_clips(chosen)
        spoken = self._inner.speak([line for line in lines if line not in recorded], progress)
        return Narration({line: recorded.get(line) or spoken.clip(line) for line in lines})

    def _recorded_clips(self, chosen: Mapping[Line, Path]) -> dict[Line, Clip]:
        cache = ClipCache(clip_folder(self._cache_folder))
        clips: dict[Line, Clip] = {}
        problems = []
        for line, path in chosen.items():
            try:
                clips[line] = _trimmed_clip(cache, line.text, path)
            except (SpeechError, OSError) as error:
                problems.append(Problem(f"this recording cannot be used: {error}", str(path)))
        if problems:
            raise SpeechError(*problems)
        return clips

    def _warn_of_unused(self, lines: Sequence[Line]) -> None:
        ids = {line.id for line in lines}
        for unused in self._recordings.keys() - ids:
            message = f"{self._recordings[unused]} records no line of this session"
            warnings.warn(f"{message}{did_you_mean(unused, ids)}", KneadcastWarning, stacklevel=3)


def _trimmed_clip(cache: ClipCache, text: str, path: Path) -> Clip:
    key = key_of({"recording": hashlib.sha256(path.read_bytes()).hexdigest(), "version": _VERSION})
    if clip := cache.find(key, text):
        return clip
    with cache.work_folder() as work:
        trimmed = Path(work) / "recording.wav"
        trim_file(path, trimmed, floor_db=RECORDING_FLOOR_DB)
        return cache.keep(key, text, trimmed)
