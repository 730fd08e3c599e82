"""Playing a session while it is being mixed: each block goes to an audio device as soon as it is mixed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from kneadcast.output.device_thread import CHUNK_MS, DeviceThread
from kneadcast.output.devices import Device
from kneadcast.script.model import Script, ScriptStep
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment
from kneadcast.units import MS_PER_SECOND, frames_at

BlocksFrom = Callable[[int], Iterator[AudioSegment]]
"""Returns the sound of a session from a time in milliseconds to its end."""

MIN_GAIN_DB, MAX_GAIN_DB, GAIN_STEP_DB = -30, 0, 2
_CHUNK_BYTES = frames_at(CHUNK_MS, FRAME_RATE) * CHANNELS * SAMPLE_WIDTH


@dataclass(frozen=True)
class PlaybackStatus:
    """The state of a player at one moment."""

    at_ms: int
    step: ScriptStep
    following: ScriptStep | None
    """The step after it; `None` in the last."""
    paused: bool
    gain_db: int
    ended: bool


class Player:
    """Plays a session on a device, in a thread that lasts as long as the body of the `with` statement.

    All methods may be called while the session is played.
    """

    def __init__(self, script: Script, blocks_from: BlocksFrom, device: Device) -> None:
        self._script, self._blocks_from = script, blocks_from
        self._lock = threading.Lock()
        self._running = threading.Event()
        self._running.set()
        self._at_frame, self._gain_db = 0, 0
        self._seek_ms: int | None = 0
        """The time from which to play, or `None` if no seek is pending."""
        self._thread = DeviceThread(device, self._play)

    def __enter__(self) -> Player:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stopped = True
        self._running.set()
        self._thread.stop()

    def status(self) -> PlaybackStatus:
        """Returns what is being played now.

        Raises:
            OutputError: If mixing or playing has failed, or the device takes no sound any more.
        """
        self._thread.check()
        at_ms = self._at_ms()
        step, following = self._script.steps_at(at_ms)
        return PlaybackStatus(at_ms, step, following, not self._running.is_set(), self._gain_db, self._thread.ended)

    def pause(self) -> None:
        """Pauses, or resumes."""
        if self._running.is_set():
            self._running.clear()
        else:
            self._running.set()

    def repeat(self) -> None:
        """Goes back to the beginning of the current step."""
        self._seek(self._current_step().start_ms)

    def back(self) -> None:
        """Goes back to the beginning of the step before the current one; of the first step, to its own."""
        before = self._script.step_index(self._at_ms()) - 1
        self._seek(self._script.steps[max(0, before)].start_ms)

    def skip(self) -> None:
        """Goes on to the next step, or to the end."""
        self._seek(self._current_step().end_ms)

    def louder(self) -> None:
        """Raises the gain, up to the level of the session."""
        self._gain_db = min(MAX_GAIN_DB, self._gain_db + GAIN_STEP_DB)

    def softer(self) -> None:
        """Lowers the gain."""
        self._gain_db = max(MIN_GAIN_DB, self._gain_db - GAIN_STEP_DB)

    def wait(self, timeout_s: float) -> bool:
        """Waits for the end and returns whether it has been reached."""
        return self._thread.wait(timeout_s)

    def _seek(self, at_ms: int) -> None:
        with self._lock:
            self._seek_ms = at_ms

    def _at_ms(self) -> int:
        with self._lock:
            return self._at_frame * MS_PER_SECOND // FRAME_RATE if self._seek_ms is None else self._seek_ms

    def _current_step(self) -> ScriptStep:
        return self._script.steps[self._script.step_index(self._at_ms())]

    def _play(self) -> None:
        while self._play_from_seek() and not self._thread.stopped:
            pass

    def _play_from_seek(self) -> bool:
        """Plays from the pending seek on; returns whether another seek, or the end of `with`, interrupted it."""
        with self._lock:
            at_ms, self._seek_ms = self._seek_ms, None
            if at_ms is None:
                return False
            self._at_frame = frames_at(at_ms, FRAME_RATE)
        if at_ms >= self._script.length_ms:
            return False
        with closing(_prefetched(self._blocks_from(at_ms))) as blocks:
            for block in blocks:
                if not self._play_block(block.raw_data):
                    return True
        return self._seek_ms is not None

    def _play_block(self, data: bytes) -> bool:
        """Plays a block; returns whether it was played to its end."""
        for first in range(0, len(data), _CHUNK_BYTES):
            self._running.wait()
            if self._thread.stopped or self._seek_ms is not None:
                return False
            chunk = data[first : first + _CHUNK_BYTES]
            self._thread.write(_with_gain(chunk, self._gain_db))
            with self._lock:
                self._at_frame += len(chunk) // (CHANNELS * SAMPLE_WIDTH)
        return True


def _prefetched(blocks: Iterator[AudioSegment]) -> Generator[AudioSegment, None, None]:
    """Yields blocks, and mixes the next one while one is played: a device clicks if it has to wait for sound."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        next_block = worker.submit(next, blocks, None)
        while (block := next_block.result()) is not None:
            next_block = worker.submit(next, blocks, None)
            yield block


def _with_gain(data: bytes, gain_db: int) -> bytes:
    if gain_db == 0:
        return data
    samples = np.frombuffer(data, dtype="<i2") * 10 ** (gain_db / 20)
    return bytes(np.rint(samples).astype("<i2").tobytes())
