"""Running ffmpeg as an encoder: blocks of sound are written to a pipe, and ffmpeg writes the file."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

import imageio_ffmpeg

from kneadcast.errors import OutputError
from kneadcast.output.formats import LAME
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment

_REMEDY = "reinstall imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to the path of another ffmpeg"
_DISK_FULL = os.strerror(errno.ENOSPC)
"""A part of what ffmpeg reports if the disk is full."""
_REPORTED_CHARACTERS = 2000
"""How much of ffmpeg's report is shown: its last lines state why ffmpeg ended."""


def find_ffmpeg() -> Path:
    """Returns the ffmpeg that the environment variable `IMAGEIO_FFMPEG_EXE` names, or else that of imageio-ffmpeg.

    If imageio-ffmpeg was installed without one, it finds the ffmpeg of the system.

    Raises:
        OutputError: If there is none.
    """
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as reason:
        raise OutputError(
            f"the ffmpeg that comes with Kneadcast is missing or does not run here; {_REMEDY}"
        ) from reason


def find_encoder(encoder: str = LAME) -> Path:
    """Returns an ffmpeg that has an encoder. Call it before any slow work.

    Raises:
        OutputError: If ffmpeg is missing, does not run or was built without the encoder.
    """
    found = find_ffmpeg()
    command = [str(found), "-hide_banner", "-loglevel", "error", "-encoders"]
    try:
        listed = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        raise OutputError(f"'{found}' does not run as ffmpeg does: {reason}; {_REMEDY}") from reason
    if encoder not in listed.stdout.split():
        missing = "LAME and cannot write MP3" if encoder == LAME else f"the encoder {encoder}"
        raise OutputError(f"'{found}' was built without {missing}; {_REMEDY}")
    return found


class Encoder:
    """An ffmpeg that encodes 16-bit stereo sound at 44.1 kHz as it is written."""

    def __init__(self, process: subprocess.Popen[bytes], pipe: IO[bytes], report: IO[bytes]) -> None:
        self._process = process
        self._pipe = pipe
        self._report = report
        self.frames = 0
        """The number of frames that were written."""

    def write(self, block: AudioSegment) -> None:
        """Encodes the next block; blocks while the pipe is full.

        Raises:
            OutputError: If ffmpeg has ended; it states ffmpeg's reason.
        """
        try:
            self._pipe.write(block.raw_data)
        except OSError as reason:
            # ffmpeg has ended early, and its own report is more precise than the broken pipe.
            raise self._failure() from reason
        self.frames += int(block.frame_count())

    def finish(self) -> None:
        """Waits until the file is complete.

        Raises:
            OutputError: If ffmpeg fails; it states ffmpeg's reason.
        """
        try:
            self._pipe.close()
        except OSError as reason:
            raise self._failure() from reason
        if self._process.wait() != 0:
            raise self._failure()

    def _failure(self) -> OutputError:
        code = self._process.wait()
        self._report.seek(0)
        words = self._report.read().decode("utf-8", "replace").strip()[-_REPORTED_CHARACTERS:]
        if _DISK_FULL in words:
            return OutputError(
                "the disk is full, so the sound could not be written; free some space or use another folder"
            )
        return OutputError(f"the sound could not be encoded: ffmpeg ended with {code}: {words or 'it gave no reason'}")


@contextmanager
def encoding(target: Path, arguments: Sequence[str], *, encoder: str = LAME) -> Iterator[Encoder]:
    """Runs ffmpeg while the body writes sound; the process ends with the body, also after an exception.

    The file is complete when the body has ended without an exception.

    Args:
        target: The file to write. A file that exists is replaced, and a failure leaves an incomplete one, so pass the
            temporary name of `atomic_file`.
        arguments: ffmpeg's arguments: more inputs, then the encoder and the container.
        encoder: The encoder that ffmpeg must have.

    Raises:
        OutputError: If ffmpeg is missing or fails; it states ffmpeg's reason.
    """
    command = _command(find_encoder(encoder), target, arguments)
    # The report is written to a file, because a full pipe that is not read during writing would block both processes.
    with tempfile.TemporaryFile() as report:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=report)
        pipe = cast("IO[bytes]", process.stdin)
        running = Encoder(process, pipe, report)
        try:
            yield running
            running.finish()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            with suppress(OSError):  # closing writes what is still buffered to a process that has ended
                pipe.close()


def _command(ffmpeg: Path, target: Path, arguments: Sequence[str]) -> list[str]:
    sound_in = ["-f", "s16le", "-ar", str(FRAME_RATE), "-ac", str(CHANNELS), "-i", "pipe:0"]
    # Bit-exact files contain no version of ffmpeg.
    exact = ["-flags", "+bitexact", "-fflags", "+bitexact"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [str(ffmpeg), *quiet, *sound_in, *arguments, *exact, f"file:{target}"]
