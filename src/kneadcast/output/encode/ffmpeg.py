"""Running ffmpeg as an encoder: blocks of sound are written to a pipe, and ffmpeg writes the file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.encode.frame_count import check_frame_count
from kneadcast.output.encode.guarded_process import GuardedProcess
from kneadcast.output.encode.installed import find_encoder, start_error
from kneadcast.output.formats import LAME
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment

_DISK_FULL = os.strerror(errno.ENOSPC)
"""A part of what ffmpeg reports if the disk is full."""


class Encoder:
    """An ffmpeg that encodes 16-bit stereo sound at 44.1 kHz as it is written."""

    def __init__(self, process: GuardedProcess, target: Path) -> None:
        self._process = process
        self._target = target
        self.frames = 0
        """The number of frames that were written."""

    def write(self, block: AudioSegment) -> None:
        """Encodes the next block; blocks while the pipe is full.

        Raises:
            OutputError: If ffmpeg has ended; it states ffmpeg's reason.
            EncoderStalledError: If ffmpeg took no sound for a long time, or was killed.
        """
        try:
            self._process.write(block.raw_data)
        except OSError as reason:
            # ffmpeg has ended early, and its own report is more precise than the broken pipe.
            raise self._failure(self._process.wait()) from reason
        self.frames += int(block.frame_count())

    def finish(self) -> None:
        """Waits until the file is complete.

        Raises:
            OutputError: If ffmpeg fails; it states ffmpeg's reason.
            EncoderStalledError: If the file did not grow for a long time and ffmpeg did not end, or was killed.
        """
        if code := self._process.wait(self._written):
            raise self._failure(code)

    def _written(self) -> tuple[int, int]:
        """Returns the size of the file and when it was written to; it changes while ffmpeg completes the file."""
        try:
            found = self._target.stat()
        except OSError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def _failure(self, code: int) -> OutputError:
        if interrupted := interruption(self._process, code):
            return interrupted
        words = self._process.report()
        if _DISK_FULL in words:
            return OutputError(
                "the disk is full, so the sound could not be written; free some space or use another folder"
            )
        return OutputError(f"the sound could not be encoded: ffmpeg ended with {code}: {words or 'it gave no reason'}")


def interruption(process: GuardedProcess, code: int) -> EncoderStalledError | None:
    """Returns the error for an ffmpeg that did not end by itself, or `None` if it did; another one may succeed."""
    if process.stalled:
        return EncoderStalledError(
            f"ffmpeg stopped responding for {process.limit_s:g} s and was ended; try again, and if it happens again,"
            " use another disk"
        )
    if code < 0:
        return EncoderStalledError(f"ffmpeg was ended from outside (signal {-code}); try again")
    return None


@contextmanager
def encoding(
    target: Path, arguments: Sequence[str], *, encoder: str = LAME, cancelled: Event | None = None
) -> Iterator[Encoder]:
    """Runs ffmpeg while the body writes sound; the process ends with the body, also after an exception.

    The file is complete, and has as many frames as were written, when the body has ended without an exception.

    Args:
        target: The file to write. A file that exists is replaced, and a failure leaves an incomplete one, so pass the
            temporary name of `atomic_file`.
        arguments: ffmpeg's arguments: more inputs, then the encoder and the container.
        encoder: The encoder that ffmpeg must have.
        cancelled: Ends ffmpeg soon after it is set, also while it stops responding.

    Raises:
        OutputError: If ffmpeg is missing or fails; it states ffmpeg's reason.
        EncoderStalledError: If ffmpeg stopped responding, or was killed.
    """
    command = _command(find_encoder(encoder), target, arguments)
    try:
        process = GuardedProcess(command, "stdin", cancelled=cancelled)
    except OSError as reason:
        raise start_error(command[0], reason) from reason
    with process:
        running = Encoder(process, target)
        yield running
        running.finish()
    check_frame_count(target, encoder, running.frames)


def _command(ffmpeg: Path, target: Path, arguments: Sequence[str]) -> list[str]:
    sound_in = ["-f", "s16le", "-ar", str(FRAME_RATE), "-ac", str(CHANNELS), "-i", "pipe:0"]
    # Bit-exact files contain no version of ffmpeg.
    exact = ["-flags", "+bitexact", "-fflags", "+bitexact"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [str(ffmpeg), *quiet, *sound_in, *arguments, *exact, f"file:{target}"]
