"""The sound of a live session, mixed before the moment at which it is needed, and anew when the plan changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

from kneadcast.script.model import Script
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment, segment_of
from kneadcast.units import frames_at

AHEAD_FRAMES = 4 * FRAME_RATE
"""How much is mixed ahead: on a busy computer, levelling a sentence for the first time can take a second."""
_BLOCK_FRAMES = FRAME_RATE // 2
_FIRST_FRAMES = FRAME_RATE // 10
"""How much of a sound that is planned anew is mixed before it replaces the one before it."""
_FRAME_BYTES = CHANNELS * SAMPLE_WIDTH


class LiveMix(Protocol):
    """The sound of a script, which can be made for another script as well; `kneadcast.sound.Mix` is one."""

    frames: int

    def with_script(self, script: Script) -> LiveMix:
        """Returns the sound of another script."""
        ...

    def blocks(self, start: int = 0, end: int | None = None, *, most_frames: int = ...) -> Iterator[AudioSegment]:
        """Yields a part of the sound; that of a frame does not depend on the part."""
        ...


class SilentMix:
    """The sound of a session of which nothing is heard, so that nothing has to be spoken or mixed."""

    def __init__(self, script: Script) -> None:
        self.frames = frames_at(script.length_ms, FRAME_RATE)

    def with_script(self, script: Script) -> SilentMix:
        """Returns the silence of another script."""
        return SilentMix(script)

    def blocks(
        self, start: int = 0, end: int | None = None, *, most_frames: int = _BLOCK_FRAMES
    ) -> Iterator[AudioSegment]:
        """Yields silence."""
        end = self.frames if end is None else end
        for first in range(start, end, most_frames):
            yield segment_of(bytes(min(most_frames, end - first) * _FRAME_BYTES))


class MixedAhead:
    """The sound from the write head on. One thread takes it, and another one may mix ahead."""

    def __init__(self, mix: LiveMix) -> None:
        self._mix = mix
        self._lock = threading.Lock()
        self._at_frame = 0
        self._mixed = b""
        """The sound from the write head on that has been mixed."""

    @property
    def at_frame(self) -> int:
        """The write head: the frame before which everything has been taken."""
        return self._at_frame

    @property
    def frames(self) -> int:
        """The length of the session as it is planned now."""
        return self._mix.frames

    def replace_from(self, frame: int, mix: LiveMix, mixed: bytes = b"") -> bool:
        """Goes on with another sound, unless it comes too late.

        Args:
            frame: The frame before which it sounds the same.
            mix: The sound.
            mixed: What has been mixed of it from that frame on.

        Returns:
            Whether the write head has not passed the frame.
        """
        with self._lock:
            if self._at_frame > frame:
                return False
            before = self._mixed[: (frame - self._at_frame) * _FRAME_BYTES]
            is_whole = len(before) == (frame - self._at_frame) * _FRAME_BYTES
            self._mix, self._mixed = mix, before + mixed if is_whole else before
        return True

    def changed(self, script: Script, frame: int) -> tuple[LiveMix, bytes]:
        """Returns the sound of another script, and a part of it from a frame on, for `replace_from`.

        Raises:
            SoundError: If a line of the script has no clip.
        """
        mix = self._mix.with_script(script)
        return mix, _bytes_of(mix, frame, max(frame, min(frame + _FIRST_FRAMES, mix.frames)))

    def take(self, frames: int) -> bytes:
        """Returns the next frames, fewer at the end, and none after it; what has not been mixed ahead is mixed now."""
        with self._lock:
            mix, first = self._mix, self._at_frame
            end = max(first, min(first + frames, mix.frames))
            size = (end - first) * _FRAME_BYTES
            taken, self._mixed = self._mixed[:size], self._mixed[size:]
            self._at_frame = end
        missing = first + len(taken) // _FRAME_BYTES
        return taken + _bytes_of(mix, missing, end) if missing < end else taken

    def mix_ahead(self) -> bool:
        """Mixes a part ahead, and returns whether there is more to mix."""
        with self._lock:
            mix, first = self._mix, self._at_frame + len(self._mixed) // _FRAME_BYTES
            end = min(first + _BLOCK_FRAMES, mix.frames, self._at_frame + AHEAD_FRAMES)
        if first >= end:
            return False
        data = _bytes_of(mix, first, end)
        with self._lock:
            if mix is self._mix:  # and the plan has not changed meanwhile; the write head may have moved on
                late = self._at_frame + len(self._mixed) // _FRAME_BYTES - first
                self._mixed += data[late * _FRAME_BYTES :]
        return True


def _bytes_of(mix: LiveMix, start: int, end: int) -> bytes:
    return b"".join(block.raw_data for block in mix.blocks(start, end, most_frames=max(1, end - start)))
