"""Encoding: blocks of sound go through a pipe to ffmpeg, which writes the MP3 as they come."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

import imageio_ffmpeg

from kneadcast.errors import OutputError
from kneadcast.output.encode.lame_tag import set_length
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment

DEFAULT_BITRATE_KBPS = 128
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The constant bit rates of MPEG-1 layer III (ISO/IEC 11172-3, 2.4.2.3), the format of MP3 at 44.1 kHz."""

_LAME_SCALE: Mapping[int, float] = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
_LAME_SCALE_BELOW = 0.95
"""What LAME multiplies sound by before it encodes at a bit rate (LAME 3.100, presets.c), to lower its own peaks. Peaks
are ours to keep, and levels should be heard as they were set, so it is undone."""

_DISK_FULL = os.strerror(errno.ENOSPC)
"""What ffmpeg says in the midst of much else."""
_LAST_WORDS = 2000
"""Characters of ffmpeg's complaint that are passed on: its last lines say why it stopped."""


def check_bitrate(bitrate_kbps: int) -> None:
    """Makes sure that an MP3 can have a bit rate.

    Raises:
        OutputError: If it cannot.
    """
    if bitrate_kbps not in BITRATES_KBPS:
        known = ", ".join(map(str, BITRATES_KBPS))
        raise OutputError(f"an MP3 cannot have {bitrate_kbps} kbit/s; use one of {known}")


def find_ffmpeg(ffmpeg: Path | None = None) -> Path:
    """Returns the ffmpeg that came with Kneadcast, unless the user names another.

    Raises:
        OutputError: If it is missing.
    """
    try:
        return ffmpeg or Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as reason:
        message = "the ffmpeg that comes with Kneadcast is missing or does not run here; reinstall imageio-ffmpeg"
        raise OutputError(f"{message}, or name an ffmpeg of your own") from reason


def find_encoder(ffmpeg: Path | None = None, encoder: str = "libmp3lame") -> Path:
    """Returns an ffmpeg that can write MP3, or what the encoder named writes.

    Ask for it before any slow work is done.

    Raises:
        OutputError: If it is missing, does not run or was built without the encoder.
    """
    found = find_ffmpeg(ffmpeg)
    command = [str(found), "-hide_banner", "-loglevel", "error", "-encoders"]
    try:
        told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        raise OutputError(f"'{found}' does not run as ffmpeg does: {reason}") from reason
    if encoder not in told.stdout.split():
        what = "LAME and cannot write MP3" if encoder == "libmp3lame" else f"the encoder {encoder}"
        raise OutputError(f"'{found}' was built without {what}; name another ffmpeg")
    return found


def encode_mp3(
    blocks: Iterable[AudioSegment],
    target: Path,
    *,
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS,
    ffmpeg: Path | None = None,
) -> None:
    """Encodes consecutive blocks of 16-bit stereo sound at 44.1 kHz as one MP3.

    The file carries a LAME info tag, so that a player which knows it plays exactly the frames that went in. The same
    blocks always give the same bytes from the same ffmpeg.

    Args:
        blocks: What to encode, taken one at a time.
        target: Where to write; a file that is there is replaced, and on failure an incomplete one is left behind, so
            hand in the temporary name of `atomic_file`.
        bitrate_kbps: A constant rate, one of `BITRATES_KBPS`.
        ffmpeg: The user's own ffmpeg; the one that came with Kneadcast if none.

    Raises:
        OutputError: If the rate is not one that MP3 has, or ffmpeg fails; it says what ffmpeg said.
    """
    check_bitrate(bitrate_kbps)
    # Tags are not ffmpeg's business, and the info tag needs a file it can rewind.
    info = ["-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "1", "-f", "mp3"]
    unscaled = f"volume={1 / _LAME_SCALE.get(bitrate_kbps, _LAME_SCALE_BELOW):.6f}:precision=float"
    arguments = ["-af", unscaled, "-c:a", "libmp3lame", "-b:a", f"{bitrate_kbps}k", *info]
    set_length(target, encode_with(blocks, target, arguments, ffmpeg=ffmpeg))


def encode_with(
    blocks: Iterable[AudioSegment],
    target: Path,
    arguments: Sequence[str],
    *,
    ffmpeg: Path | None = None,
    encoder: str = "libmp3lame",
) -> int:
    """Encodes consecutive blocks of sound as ffmpeg is told to; see `encode_mp3`.

    Args:
        blocks: What to encode.
        target: Where to write.
        arguments: More inputs, then the encoder and the container.
        ffmpeg: The user's own ffmpeg.
        encoder: What it must have been built with.

    Returns:
        How many frames were encoded.

    Raises:
        OutputError: If ffmpeg is missing or fails; it says what ffmpeg said.
    """
    with _running(_command(find_encoder(ffmpeg, encoder), target, arguments)) as running:
        frames = 0
        for block in blocks:
            running.write(block.raw_data)
            frames += int(block.frame_count())
        running.finish()
    return frames


def _command(ffmpeg: Path, target: Path, arguments: Sequence[str]) -> list[str]:
    sound_in = ["-f", "s16le", "-ar", str(FRAME_RATE), "-ac", str(CHANNELS), "-i", "pipe:0"]
    # Bit-exact files name no version of ffmpeg.
    exact = ["-flags", "+bitexact", "-fflags", "+bitexact"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [str(ffmpeg), *quiet, *sound_in, *arguments, *exact, f"file:{target}"]


class _Encoder:
    """An ffmpeg that is being written to."""

    def __init__(self, process: subprocess.Popen[bytes], pipe: IO[bytes], complaint: IO[bytes]) -> None:
        self._process = process
        self._pipe = pipe
        self._complaint = complaint

    def write(self, data: bytes) -> None:
        """Hands over sound; waits where ffmpeg has not caught up."""
        try:
            self._pipe.write(data)
        except OSError as reason:
            # ffmpeg has ended early, and its own words tell more than the broken pipe does.
            raise self._failure() from reason

    def finish(self) -> None:
        """Waits for the file to be complete."""
        try:
            self._pipe.close()
        except OSError as reason:
            raise self._failure() from reason
        if self._process.wait() != 0:
            raise self._failure()

    def _failure(self) -> OutputError:
        code = self._process.wait()
        self._complaint.seek(0)
        words = self._complaint.read().decode("utf-8", "replace").strip()[-_LAST_WORDS:]
        if _DISK_FULL in words:
            return OutputError("the disk is full, so the sound could not be written; make room or use another folder")
        return OutputError(f"the sound could not be encoded: ffmpeg ended with {code}: {words or 'it gave no reason'}")


@contextmanager
def _running(command: list[str]) -> Iterator[_Encoder]:
    """Runs ffmpeg for as long as the body lasts, and leaves no process behind however the body ends.

    What ffmpeg complains of goes to a file, not a pipe: a pipe that nobody reads while we write would block both sides.
    """
    with tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaint)
        pipe = cast("IO[bytes]", process.stdin)
        try:
            yield _Encoder(process, pipe, complaint)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            with suppress(OSError):  # closing writes what is still buffered to a process that is gone
                pipe.close()
