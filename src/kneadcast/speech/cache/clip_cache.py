"""The cache of spoken clips: after a change to one line, only that line is spoken again.

The name of an entry is a hash of everything that affects its sound. Entries are written to a work folder and then
renamed, so concurrent builds can share a cache: at worst, two of them speak the same clip. A damaged entry counts as
missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
import wave
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import platformdirs

from kneadcast.errors import SpeechError
from kneadcast.speech.calibration import Pace
from kneadcast.speech.model import Clip

CACHE_FOLDER_VARIABLE = "KNEADCAST_CACHE"
CLIPS_FOLDER = "clips"
LENGTHS_FOLDER = "lengths"
PACES_FOLDER = "paces"
VOICES_FOLDER = "voices"
WORK_PREFIX = "work-"
_DAY_S = 24 * 60 * 60

Facts = Mapping[str, str | int | float]


def clip_folder(given: Path | None = None) -> Path:
    """Returns the given folder, or that of the environment variable KNEADCAST_CACHE, or the user's cache folder."""
    named = os.environ.get(CACHE_FOLDER_VARIABLE)
    return given or (Path(named) if named else Path(platformdirs.user_cache_dir("kneadcast", appauthor=False)))


def key_of(facts: Facts) -> str:
    """Returns the name of the cache entry for facts that affect its content."""
    return hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode()).hexdigest()


def wav_length_ms(path: Path) -> int | None:
    """Returns the length of a clip from its header, rounded up, or `None` if the file is missing or incomplete."""
    try:
        with wave.open(str(path), "rb") as wav:
            frames, frame_rate, layout = wav.getnframes(), wav.getframerate(), (wav.getnchannels(), wav.getsampwidth())
        complete = layout == (1, 2) and frames > 0 and frame_rate > 0 and path.stat().st_size >= 2 * frames
    except (OSError, EOFError, wave.Error):
        return None
    return -(-frames * 1000 // frame_rate) if complete else None


class ClipCache:
    """A folder of clips and of measured paces.

    Raises:
        SpeechError: If the folder cannot be created.
    """

    def __init__(self, folder: Path) -> None:
        # Absolute, because workers have another current folder.
        self._root = folder.absolute()
        self._clips = self._root / CLIPS_FOLDER
        self._paces = self._root / PACES_FOLDER
        try:
            for part in (self._clips, self._paces):
                part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SpeechError(
                f"cannot keep spoken clips in {self._root} ({error.strerror}); "
                f"set {CACHE_FOLDER_VARIABLE} to another folder"
            ) from error

    @property
    def root(self) -> Path:
        """The folder."""
        return self._root

    def work_folder(self) -> tempfile.TemporaryDirectory[str]:
        """Returns a folder on the same disk for unfinished files; it is removed when its context ends."""
        self._remove_abandoned_work()
        return tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=self._root, ignore_cleanup_errors=True)

    def find(self, key: str, text: str) -> Clip | None:
        """Returns the clip of a key and marks it as used, or returns `None` if it is missing or incomplete."""
        path = self._clips / f"{key}.wav"
        length_ms = wav_length_ms(path)
        if length_ms is None:
            return None
        with contextlib.suppress(OSError):  # a read-only folder can still be read from
            os.utime(path)
        return Clip(text, path, length_ms)

    def keep(self, key: str, text: str, finished: Path) -> Clip:
        """Moves a finished clip into the cache.

        Raises:
            SpeechError: If the clip cannot be moved.
        """
        try:
            self._move(finished, self._clips / f"{key}.wav")
        except OSError as error:
            raise SpeechError(f"cannot keep a spoken clip in {self._clips}: {error.strerror}") from error
        clip = self.find(key, text)
        if clip is None:
            raise SpeechError(f"the clip just written to {self._clips} cannot be read; check the disk")
        return clip

    def find_pace(self, key: str) -> Pace | None:
        """Returns the measurement of a pace, or `None` if it is missing or damaged."""
        try:
            found = json.loads((self._paces / f"{key}.json").read_text("utf-8"))
            return Pace(int(found["rate"]), float(found["wpm"]), float(found["ms_per_letter"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_pace(self, key: str, pace: Pace, work: Path) -> None:
        """Writes the measurement of a pace; `work` is a folder from `work_folder`."""
        part = work / f"{key}.json"
        part.write_text(json.dumps(asdict(pace)), "utf-8")
        self._move(part, self._paces / part.name)

    def _remove_abandoned_work(self) -> None:
        """Removes work folders older than a day, which belong to builds that were killed."""
        for folder in self._root.glob(f"{WORK_PREFIX}*"):
            with contextlib.suppress(FileNotFoundError):  # another build may have removed it
                if time.time() - folder.stat().st_mtime > _DAY_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def _move(self, finished: Path, target: Path) -> None:
        try:
            finished.replace(target)
        except PermissionError:
            # Windows does not replace a file that is being read; then another build has written the same clip.
            with contextlib.suppress(FileNotFoundError):
                if target.stat().st_size == finished.stat().st_size:
                    return
            raise
