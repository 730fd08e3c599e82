"""A reader's own recordings in place of the voice, found by the id of the line that they say."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kneadcast.errors import KneadcastWarning, Problem, SpeechError, did_you_mean
from kneadcast.speech.cache.clips import ClipCache, clip_folder, key_of
from kneadcast.speech.model import Clip, Line, Narrator, Progress, Voice
from kneadcast.speech.trim import trim_file

KINDS = (".wav", ".flac", ".mp3", ".ogg")
RECORDING_FLOOR_DB = -40.0
"""What is this far below the loudest sample of a recording counts as silence: a room is never as silent as a voice."""
_VERSION = 1
"""To be raised whenever what is made of a recording changes."""


def find_recordings(folder: Path) -> dict[str, Path]:
    """Returns the recordings in a folder by the ids that their names are.

    Raises:
        SpeechError: If there is no such folder, or an id is recorded twice.
    """
    if not folder.is_dir():
        raise SpeechError(f"there is no folder of recordings '{folder}'")
    found: dict[str, Path] = {}
    twice = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in KINDS or path.name.startswith("."):
            continue
        if path.stem in found:
            twice.append(Problem(f"'{found[path.stem].name}' says the same line; keep one of the two", str(path)))
        found[path.stem] = path
    if twice:
        raise SpeechError(*twice)
    return found


class RecordedNarrator:
    """A narrator that plays what a reader has recorded, and has another narrator speak what is left.

    Recordings are trimmed as spoken clips are; the mixer brings both to the same loudness.
    """

    def __init__(self, inner: Narrator, folder: Path, *, cache_folder: Path | None = None) -> None:
        self._inner = inner
        self._folder = folder
        self._recordings = find_recordings(folder)
        self._cache_folder = cache_folder

    @property
    def voice(self) -> Voice:
        """The voice that speaks what has not been recorded."""
        return self._inner.voice

    def speak(self, lines: Iterable[Line], progress: Progress | None = None) -> Mapping[str, Clip]:
        """Returns a clip for the text of each line: a recording of one of its ids if there is one.

        A recording of no line at all is told in a `KneadcastWarning`.

        Raises:
            SpeechError: If a recording cannot be read or is silent, or a line cannot be spoken.
        """
        lines = list(lines)
        self._warn_of_strays(lines)
        chosen: dict[str, Path] = {}
        for line in lines:
            if line.id in self._recordings:
                chosen.setdefault(line.text, self._recordings[line.id])
        clips = self._prepared(chosen)
        spoken = self._inner.speak([line for line in lines if line.text not in clips], progress)
        return {line.text: clips.get(line.text) or spoken[line.text] for line in lines}

    def _prepared(self, chosen: Mapping[str, Path]) -> dict[str, Clip]:
        cache = ClipCache(clip_folder(self._cache_folder))
        clips: dict[str, Clip] = {}
        problems = []
        for text, path in chosen.items():
            try:
                clips[text] = _prepare(cache, text, path)
            except (SpeechError, OSError) as error:
                problems.append(Problem(f"this recording cannot be used: {error}", str(path)))
        if problems:
            raise SpeechError(*problems)
        return clips

    def _warn_of_strays(self, lines: Sequence[Line]) -> None:
        ids = {line.id for line in lines}
        for stray in self._recordings.keys() - ids:
            message = f"{self._recordings[stray]} is the recording of no line of this session"
            warnings.warn(f"{message}{did_you_mean(stray, ids)}", KneadcastWarning, stacklevel=3)


def _prepare(cache: ClipCache, text: str, path: Path) -> Clip:
    key = key_of({"recording": hashlib.sha256(path.read_bytes()).hexdigest(), "version": _VERSION})
    if clip := cache.find(key, text):
        return clip
    with cache.work_folder() as work:
        made = Path(work) / "recording.wav"
        trim_file(path, made, floor_db=RECORDING_FLOOR_DB)
        return cache.keep(key, text, made)
