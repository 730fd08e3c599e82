"""Recordings of a reader that replace the voice; the name of a recording is the id of its line."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kneadcast.cache.environment import clip_folder
from kneadcast.cache.keys import key_of
from kneadcast.document.files import check_size, sha256_of_file
from kneadcast.errors import KneadcastWarning, Problem, SpeechError, describe_os_error, did_you_mean
from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.speech.model import Clip, Line, Narration, Narrator, SpeechProgress, Voice

KINDS = (".wav", ".flac", ".mp3", ".ogg")
RECORDING_FLOOR_DB = -40.0
"""The level below the loudest sample of a recording that counts as silence; a room has noise, an engine has none."""
LARGEST_RECORDING_BYTES = 50_000_000
"""A minute and a half of one line at 96 kHz in 24 bits and two channels; a recording is decoded in memory."""
_VERSION = 1
"""Part of the cache keys. Increase it whenever the processing of a recording changes."""


def find_recordings(folder: Path) -> dict[str, Path]:
    """Returns the recordings in a folder by the ids of their lines.

    Raises:
        SpeechError: If there is no such folder or it cannot be read, or with everything that is no recording: two
            files of the same id, or what is no regular file or too large.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in _sound_files(folder):
        if path.stem in found:
            message = f"'{found[path.stem].name}' records the same line; keep one of the two"
            problems.append(Problem(message, str(path)))
        found[path.stem] = path
        try:
            check_size(path, LARGEST_RECORDING_BYTES, SpeechError)
        except SpeechError as error:
            problems += error.problems
    if problems:
        raise SpeechError(*problems)
    return found


def _sound_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SpeechError(f"there is no folder of recordings '{folder}'")
    try:
        paths = sorted(folder.iterdir())
    except OSError as reason:
        message = f"the folder of recordings '{folder}' cannot be read: {describe_os_error(reason)}"
        raise SpeechError(message) from reason
    return [path for path in paths if path.suffix.lower() in KINDS and not path.name.startswith(".")]


class RecordedNarrator:
    """A narrator that uses recordings, and another narrator for the lines without one.

    Recordings are trimmed like spoken clips; the mixer brings both to the same loudness.
    """

    def __init__(self, inner: Narrator, folder: Path, *, cache_folder: Path | None = None) -> None:
        self._inner = inner
        self._folder = folder
        self._recordings = find_recordings(folder)
        self._cache = ClipCache(clip_folder(cache_folder))
        self._unused = dict(self._recordings)
        """The recordings that belong to no line so far, and that have not been reported."""

    @property
    def voice(self) -> Voice:
        """The voice that speaks the lines without a recording."""
        return self._inner.voice

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        """Returns a clip for each line: a recording of one of the ids of its text, if there is one.

        A recording that belongs to no line is reported as a `KneadcastWarning`, once, and not if it belongs to one of
        the lines of an earlier call: a session does not say every line whose length its plan needs.

        Raises:
            SpeechError: If a recording cannot be read or is silent, or a line cannot be spoken.
        """
        lines = list(lines)
        recorded = self._recorded_clips(lines)
        spoken = self._inner.speak([line for line in lines if line not in recorded], progress)
        return Narration({line: recorded.get(line) or spoken.clip(line) for line in lines})

    def lengths_ms(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Mapping[Line, int]:
        """Returns the length of each line: that of its recording, if there is one; see `speak`.

        Raises:
            SpeechError: If a recording cannot be read or is silent, or a line of unknown length cannot be spoken.
        """
        lines = list(lines)
        recorded = {line: clip.length_ms for line, clip in self._recorded_clips(lines).items()}
        return {**recorded, **self._inner.lengths_ms([line for line in lines if line not in recorded], progress)}

    def known_lengths_ms(self, lines: Iterable[Line]) -> Mapping[Line, int]:
        """Returns the lengths of the lines that are not recorded, as far as they are known, and those of recordings.

        Only the length of a recording that has been used before is known.

        Raises:
            SpeechError: If a line has nothing that can be spoken.
        """
        lines = list(lines)
        chosen = self._chosen(lines)
        found = {line: self._cache.find(_clip_key(path), line.text) for line, path in chosen.items()}
        recorded_ms = {line: clip.length_ms for line, clip in found.items() if clip}
        return {**recorded_ms, **self._inner.known_lengths_ms([line for line in lines if line not in chosen])}

    def _chosen(self, lines: Iterable[Line]) -> dict[Line, Path]:
        """Returns the recording of each line that has one."""
        chosen: dict[Line, Path] = {}
        for line in lines:
            if line.id in self._recordings:
                chosen.setdefault(line, self._recordings[line.id])
        return chosen

    def _recorded_clips(self, lines: Sequence[Line]) -> dict[Line, Clip]:
        self._warn_of_unused(lines)
        chosen = self._chosen(lines)
        clips: dict[Line, Clip] = {}
        problems = []
        for line, path in chosen.items():
            try:
                clips[line] = _trimmed_clip(self._cache, line.text, path)
            except (SpeechError, OSError) as error:
                problems.append(Problem(f"this recording cannot be used: {error}", str(path)))
        if problems:
            raise SpeechError(*problems)
        return clips

    def _warn_of_unused(self, lines: Sequence[Line]) -> None:
        ids = {line.id for line in lines}
        unused = {name: path for name, path in self._unused.items() if name not in ids}
        self._unused = {}
        for name, path in unused.items():
            message = f"{path} records no line of this session{did_you_mean(name, ids)}"
            warnings.warn(message, KneadcastWarning, stacklevel=4)


def _clip_key(path: Path) -> str:
    """Returns the name of the trimmed clip of a recording in the cache."""
    digest = sha256_of_file(path, LARGEST_RECORDING_BYTES, SpeechError)
    return key_of({"recording": digest, "version": _VERSION})


def _trimmed_clip(cache: ClipCache, text: str, path: Path) -> Clip:
    key = _clip_key(path)
    if clip := cache.find(key, text):
        return clip
    from kneadcast.speech.trim import trim_file  # needs NumPy, which a recording from the cache does not

    with cache.work_folder() as work:
        trimmed = work / "recording.wav"
        trim_file(path, trimmed, floor_db=RECORDING_FLOOR_DB)
        return cache.keep(key, text, trimmed.read_bytes())
