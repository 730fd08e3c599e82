"""The cache of spoken clips: after a change to one line, only that line is spoken again.

The key of an entry is a hash of everything that affects its sound. Concurrent builds can share a cache: at worst, two
of them speak the same clip. A clip is read and checked once, and then held by the process. So the sound of a session is
that of the clips that were measured, whatever happens to the cache.
"""

from __future__ import annotations

import io
import json
import os
import warnings
import wave
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, fields, replace
from errno import EFBIG
from pathlib import Path

from kneadcast.cache.entries import discard
from kneadcast.cache.environment import CACHE_FOLDER_VARIABLE
from kneadcast.cache.old_entries import remove_old_entries
from kneadcast.cache.spool import Spool
from kneadcast.cache.store import SpeechKind, entry_path, find_payload, keep_payload, parse_json, speech_folder
from kneadcast.cache.work_folders import work_folder
from kneadcast.errors import KneadcastWarning, SpeechError, describe_os_error
from kneadcast.speech.calibration import Pace, is_possible_pace
from kneadcast.speech.model import Clip
from kneadcast.temporary_names import remove_leftovers

__all__ = ["CACHE_FOLDER_VARIABLE", "ClipCache", "Facts", "wav_length_ms"]

Facts = Mapping[str, str | int | float]
_HEADER_BYTES = 44
_roots_reported: set[Path] = set()
"""The cache folders about which this process has issued a warning."""


def wav_length_ms(content: bytes) -> int | None:
    """Returns the length of a mono 16-bit WAV, rounded up, or `None` if it is none, or incomplete."""
    try:
        with wave.open(io.BytesIO(content), "rb") as wav:
            frames, frame_rate, layout = wav.getnframes(), wav.getframerate(), (wav.getnchannels(), wav.getsampwidth())
    except (EOFError, wave.Error):
        return None
    complete = layout == (1, 2) and frames > 0 and frame_rate > 0 and len(content) >= _HEADER_BYTES + 2 * frames
    return -(-frames * 1000 // frame_rate) if complete else None


class ClipCache:
    """The entries in a folder, which is created when the first is written.

    If they cannot be written, they are held in memory, and a single `KneadcastWarning` says why. Leftovers of processes
    that have gone are removed.
    """

    def __init__(self, folder: Path) -> None:
        # Absolute, because workers have another current folder.
        self._root = folder.absolute()
        remove_leftovers(speech_folder(self._root))
        self._spool = Spool()
        self._held: dict[Path, Clip] = {}

    @property
    def root(self) -> Path:
        """The folder."""
        return self._root

    def work_folder(self) -> AbstractContextManager[Path]:
        """Returns a folder for unfinished files, if possible on the same disk; it is removed when its context ends.

        What killed builds and earlier versions have left in the cache is removed first.

        Raises:
            SpeechError: On entering, if no folder has room for them.
        """
        remove_old_entries(self._root)
        return work_folder(speech_folder(self._root), self._report_unkept)

    def find(self, key: str, text: str) -> Clip | None:
        """Returns the clip of a key and marks it as used, or returns `None` if there is none that holds."""
        clip = self._held.get(entry_path(self._root, "clips", key)) or self._read(key, text)
        if clip is None:
            return None
        with suppress(OSError):  # a read-only folder can still be read from, and the process may hold what is gone
            os.utime(clip.path)
        return replace(clip, text=text)

    def keep(self, key: str, text: str, content: bytes) -> Clip:
        """Adds a finished clip to the cache.

        Args:
            key: The key of the clip.
            text: What it says.
            content: A mono 16-bit WAV.

        Raises:
            SpeechError: If it is none.
        """
        length_ms = wav_length_ms(content)
        if length_ms is None:
            raise SpeechError(f"the clip of '{text}' is no mono 16-bit WAV")
        self.keep_payload("clips", key, content)
        return self._hold(Clip(text, entry_path(self._root, "clips", key), length_ms, self._spool.add(content)))

    def find_pace(self, key: str) -> Pace | None:
        """Returns the measurement of a pace, or `None` if there is none that holds."""
        found = parse_json(self.find_payload("paces", key))
        if not isinstance(found, dict) or found.keys() != {field.name for field in fields(Pace)}:
            return None
        pace = Pace(**found)
        return pace if is_possible_pace(pace) else None

    def keep_pace(self, key: str, pace: Pace) -> None:
        """Adds the measurement of a pace to the cache."""
        self.keep_payload("paces", key, json.dumps(asdict(pace)).encode())

    def find_payload(self, kind: SpeechKind, key: str) -> bytes | None:
        """Returns the payload of an entry, or `None` if there is none that holds."""
        return find_payload(self._root, kind, key)

    def keep_payload(self, kind: SpeechKind, key: str, payload: bytes) -> None:
        """Writes an entry, or holds it in memory."""
        error = keep_payload(self._root, kind, key, payload)
        # A folder in the place of a single entry and an entry that is too large concern no other line.
        if error and not isinstance(error, IsADirectoryError) and error.errno != EFBIG:
            self._report_unkept(error)

    def _read(self, key: str, text: str) -> Clip | None:
        path, content = entry_path(self._root, "clips", key), find_payload(self._root, "clips", key)
        if content is None:
            return None
        length_ms = wav_length_ms(content)
        if length_ms is None:
            discard(path)
            return None
        return self._hold(Clip(text, path, length_ms, self._spool.add(content)))

    def _hold(self, clip: Clip) -> Clip:
        self._held[clip.path] = clip
        return clip

    def _report_unkept(self, error: OSError) -> None:
        if self._root in _roots_reported:
            return
        _roots_reported.add(self._root)
        message = (
            f"spoken lines cannot be kept in '{self._root}' and will be spoken again the next time:"
            f" {describe_os_error(error)}; {CACHE_FOLDER_VARIABLE} sets the folder"
        )
        warnings.warn(message, KneadcastWarning, stacklevel=3)
