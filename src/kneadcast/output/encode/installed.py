"""Finding the ffmpeg to use, and asking it what it can do."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg
from pydantic import JsonValue

from kneadcast.errors import OutputError, describe_os_error
from kneadcast.output.formats import LAME

_FAULTS_OF_PROGRAM = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOEXEC)
"""Errors at the start of a program that another program would not have."""
REMEDY = "reinstall imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to the path of another ffmpeg"
ANSWER_LIMIT_S = 30.0
"""How long ffmpeg may take to start and answer: 0.1 s, but a virus scanner may examine its 80 MB first."""
_ATTEMPTS = 2
_VARIABLE = "IMAGEIO_FFMPEG_EXE"


def find_ffmpeg() -> Path:
    """Returns the ffmpeg that the environment variable `IMAGEIO_FFMPEG_EXE` names, or else that of imageio-ffmpeg.

    If imageio-ffmpeg was installed without one, it is the ffmpeg of the Conda environment or of the system. The places
    are those of `imageio_ffmpeg.get_ffmpeg_exe`, which waits for each without a time limit.

    Raises:
        OutputError: If there is none.
    """
    if named := os.environ.get(_VARIABLE):
        return Path(named)
    found = _working_ffmpeg()
    if found is None:
        raise OutputError(f"the ffmpeg that comes with Kneadcast is missing or does not run here; {REMEDY}")
    return found


def find_encoder(encoder: str = LAME) -> Path:
    """Returns an ffmpeg that has an encoder. Call it before any slow work.

    Raises:
        OutputError: If ffmpeg is missing, does not run or was built without the encoder.
    """
    found = find_ffmpeg()
    try:
        listed = _encoders(found, _state(found))
    except subprocess.TimeoutExpired as reason:
        raise OutputError(f"'{found}' did not answer within {ANSWER_LIMIT_S:g} s, twice; {REMEDY}") from reason
    except OSError as reason:
        raise start_error(found, reason) from reason
    except subprocess.CalledProcessError as reason:
        raise OutputError(f"'{found}' does not run as ffmpeg does: {reason}; {REMEDY}") from reason
    if encoder not in listed.split():
        missing = "LAME and cannot write MP3" if encoder == LAME else f"the encoder {encoder}"
        raise OutputError(f"'{found}' was built without {missing}; {REMEDY}")
    return found


def encoder_facts(encoder: str) -> JsonValue:
    """Returns what identifies an encoder: the same facts on one computer give the same files.

    Raises:
        OutputError: See `find_encoder`.
    """
    found = find_encoder(encoder)
    return [found.name, *_state(found), encoder]


def start_error(ffmpeg: Path | str, reason: OSError) -> OutputError:
    """Returns the error for an ffmpeg that cannot be started; another one only helps if the fault is its own."""
    remedy = f"; {REMEDY}" if reason.errno in _FAULTS_OF_PROGRAM else ""
    return OutputError(f"'{ffmpeg}' cannot be started: {describe_os_error(reason)}{remedy}")


def _state(program: Path) -> tuple[int, int]:
    """Returns the size of a program and when it was written to, which change when it is replaced.

    Raises:
        OutputError: If there is none.
    """
    try:
        found = Path(shutil.which(program) or program).stat()
    except OSError as reason:
        raise start_error(program, reason) from reason
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=4)
def _encoders(ffmpeg: Path, _state: tuple[int, int]) -> str:
    """Returns ffmpeg's list of encoders, for which it is asked again once it was replaced."""
    return _answer(ffmpeg, "-hide_banner", "-loglevel", "error", "-encoders")


@lru_cache(maxsize=1)
def _working_ffmpeg() -> Path | None:
    for candidate in _candidates():
        try:
            _answer(candidate, "-version")
        except (OSError, subprocess.SubprocessError):
            continue
        return candidate
    return None


def _candidates() -> Iterator[Path]:
    yield from sorted((Path(imageio_ffmpeg.__file__).parent / "binaries").glob("ffmpeg-*"))
    of_conda = Path(sys.prefix, *(("Library", "bin", "ffmpeg.exe") if sys.platform == "win32" else ("bin", "ffmpeg")))
    if of_conda.is_file():
        yield of_conda
    if of_system := shutil.which("ffmpeg"):
        yield Path(of_system)


def _answer(ffmpeg: Path, *arguments: str) -> str:
    """Returns what ffmpeg prints; it is started once more if it does not answer.

    Raises:
        OSError: If it cannot be started.
        subprocess.CalledProcessError: If it fails.
        subprocess.TimeoutExpired: If it does not answer.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            answered = subprocess.run(
                [str(ffmpeg), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=ANSWER_LIMIT_S,
                check=True,
            )
        except subprocess.TimeoutExpired:
            if attempt == _ATTEMPTS:
                raise
            continue
        # A program that is not ffmpeg may print anything, also bytes that are no text.
        return answered.stdout.decode("utf-8", "replace")
    raise AssertionError("unreachable")
