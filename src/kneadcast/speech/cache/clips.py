"""The clips that were spoken before, so that changing one line speaks one line again.

An entry is named by a hash of all that changes its sound. It is written beside its place and then renamed, so builds
that run at once can share a folder: at worst both make the same clip. A damaged entry counts as missing.
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

FOLDER_VARIABLE = "KNEADCAST_CACHE"
CLIPS_FOLDER = "clips"
PACES_FOLDER = "paces"
VOICES_FOLDER = "voices"
WORK_PREFIX = "work-"
_DAY_S = 24 * 60 * 60

Facts = Mapping[str, str | int | float]


def clip_folder(given: Path | None = None) -> Path:
    """Returns the folder given, else that of the environment's KNEADCAST_CACHE, else the user's own."""
    named = os.environ.get(FOLDER_VARIABLE)
    return given or (Path(named) if named else Path(platformdirs.user_cache_dir("kneadcast", appauthor=False)))


def key_of(facts: Facts) -> str:
    """Returns the name of the entry that these facts decide."""
    return hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode()).hexdigest()


def clip_length_ms(path: Path) -> int | None:
    """Returns the length of a clip from its header, rounded up; none if there is no whole clip of that name."""
    try:
        with wave.open(str(path), "rb") as wav:
            frames, frame_rate, form = wav.getnframes(), wav.getframerate(), (wav.getnchannels(), wav.getsampwidth())
        whole = form == (1, 2) and frames > 0 and frame_rate > 0 and path.stat().st_size >= 2 * frames
    except (OSError, EOFError, wave.Error):
        return None
    return -(-frames * 1000 // frame_rate) if whole else None


class ClipCache:
    """A folder of clips and of paces found out.

    Raises:
        SpeechError: If the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        # Absolute, because workers have a current folder of their own.
        self._root = folder.absolute()
        self._clips = self._root / CLIPS_FOLDER
        self._paces = self._root / PACES_FOLDER
        try:
            for part in (self._clips, self._paces):
                part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SpeechError(
                f"cannot keep spoken clips in {self._root} ({error.strerror}); set {FOLDER_VARIABLE} to another folder"
            ) from error

    @property
    def root(self) -> Path:
        """The folder."""
        return self._root

    def work_folder(self) -> tempfile.TemporaryDirectory[str]:
        """Returns a folder on the same disk, gone when its context ends, for what is not finished."""
        self._sweep()
        return tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=self._root, ignore_cleanup_errors=True)

    def find(self, key: str, text: str) -> Clip | None:
        """Returns the clip of that key, if a whole one is there, and notes that it was used."""
        path = self._clips / f"{key}.wav"
        length_ms = clip_length_ms(path)
        if length_ms is None:
            return None
        with contextlib.suppress(OSError):  # a folder that may only be read serves as well
            os.utime(path)
        return Clip(text, path, length_ms)

    def keep(self, key: str, text: str, made: Path) -> Clip:
        """Moves a finished clip into the cache.

        Raises:
            SpeechError: If it cannot be moved there.
        """
        try:
            self._put(made, self._clips / f"{key}.wav")
        except OSError as error:
            raise SpeechError(f"cannot keep a spoken clip in {self._clips}: {error.strerror}") from error
        clip = self.find(key, text)
        if clip is None:
            raise SpeechError(f"the clip just kept in {self._clips} cannot be read again")
        return clip

    def find_pace(self, key: str) -> Pace | None:
        """Returns what was found out about a pace, if it is there and whole."""
        try:
            found = json.loads((self._paces / f"{key}.json").read_text("utf-8"))
            return Pace(int(found["rate"]), float(found["wpm"]), float(found["ms_per_letter"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_pace(self, key: str, pace: Pace, work: Path) -> None:
        """Keeps what was found out about a pace; `work` is a folder of `work_folder`."""
        part = work / f"{key}.json"
        part.write_text(json.dumps(asdict(pace)), "utf-8")
        self._put(part, self._paces / part.name)

    def _sweep(self) -> None:
        """Removes the work folders of builds that were killed; a build that runs is younger than a day."""
        for left in self._root.glob(f"{WORK_PREFIX}*"):
            with contextlib.suppress(FileNotFoundError):  # another build sweeps too
                if time.time() - left.stat().st_mtime > _DAY_S:
                    shutil.rmtree(left, ignore_errors=True)

    def _put(self, made: Path, target: Path) -> None:
        try:
            made.replace(target)
        except PermissionError:
            # Windows replaces no file that is being read: then another build has put the same one there.
            with contextlib.suppress(FileNotFoundError):
                if target.stat().st_size == made.stat().st_size:
                    return
            raise
