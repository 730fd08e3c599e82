"""Playing a session while it is being mixed: blocks go to an audio device as they are made, and keys act at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from kneadcast.errors import OutputError
from kneadcast.script.model import Script, ScriptStep
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment
from kneadcast.units import MS_PER_SECOND, frames_at

BlocksFrom = Callable[[int], Iterator[AudioSegment]]
"""Gives the sound of a session from a moment in milliseconds on."""

SOFTEST_DB, LOUDEST_DB, STEP_DB = -30, 0, 2
_CHUNK_MS = 100
"""What is handed to the device at a time, and so how fast a key takes effect."""
_CHUNK_BYTES = frames_at(_CHUNK_MS, FRAME_RATE) * CHANNELS * SAMPLE_WIDTH


class Device(Protocol):
    """Something that sounds."""

    def write(self, data: bytes) -> None:
        """Plays 16-bit stereo at 44.1 kHz; waits while the device has enough."""
        ...

    def close(self) -> None:
        """Ends the sound."""
        ...


def open_device() -> Device:
    """Returns the system's own audio device.

    Raises:
        OutputError: If playing is not installed, or there is no device.
    """
    try:
        import sounddevice
    except ImportError as reason:
        raise OutputError("playing needs sounddevice: pip install 'kneadcast[play]'") from reason
    except OSError as reason:
        raise OutputError(
            "playing needs the PortAudio library: on Debian or Ubuntu, apt install libportaudio2"
        ) from reason
    try:
        stream = sounddevice.RawOutputStream(samplerate=FRAME_RATE, channels=CHANNELS, dtype="int16")
        stream.start()
    except sounddevice.PortAudioError as reason:
        raise OutputError(f"there is no audio device that can be played on: {reason}") from reason
    return _SoundDevice(stream)


class _SoundDevice:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def close(self) -> None:
        self._stream.stop()
        self._stream.close()


@dataclass(frozen=True)
class Status:
    """What is being played."""

    at_ms: int
    step: ScriptStep
    following: ScriptStep | None
    """The step after it; none in the last."""
    paused: bool
    gain_db: int
    ended: bool


class Player:
    """Plays a session on a device; used as a context manager, so that the sound always ends with the body.

    Its commands may be called from another thread than the one that plays.
    """

    def __init__(self, script: Script, blocks_from: BlocksFrom, device: Device) -> None:
        self._script, self._blocks_from, self._device = script, blocks_from, device
        self._lock = threading.Lock()
        self._running = threading.Event()
        self._running.set()
        self._at_frame, self._wanted_ms, self._gain_db = 0, 0 if script.steps else None, 0
        self._stopped, self._ended = False, False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._play, name="player", daemon=True)

    def __enter__(self) -> Player:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        self._running.set()
        self._thread.join()
        self._device.close()

    def status(self) -> Status:
        """Returns what is being played now.

        Raises:
            OutputError: If the sound has failed.
        """
        if self._failure:
            raise OutputError(f"the session could not be played on: {self._failure}") from self._failure
        at_ms = self._at_ms()
        index = self._step_at(at_ms)
        steps = self._script.steps
        following = steps[index + 1] if index + 1 < len(steps) else None
        return Status(at_ms, steps[index], following, not self._running.is_set(), self._gain_db, self._ended)

    def pause(self) -> None:
        """Pauses, or goes on."""
        (self._running.clear if self._running.is_set() else self._running.set)()

    def repeat(self) -> None:
        """Goes back to the beginning of this step."""
        self._go(self._script.steps[self._step_at(self._at_ms())].start_ms)

    def skip(self) -> None:
        """Goes on to the next step, or to the end."""
        self._go(self._script.steps[self._step_at(self._at_ms())].end_ms)

    def louder(self) -> None:
        """Plays louder, up to the session's own level."""
        self._gain_db = min(LOUDEST_DB, self._gain_db + STEP_DB)

    def softer(self) -> None:
        """Plays softer."""
        self._gain_db = max(SOFTEST_DB, self._gain_db - STEP_DB)

    def wait(self, timeout_s: float) -> bool:
        """Waits for the end; says whether it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _go(self, at_ms: int) -> None:
        with self._lock:
            self._wanted_ms = at_ms

    def _at_ms(self) -> int:
        with self._lock:
            return self._at_frame * MS_PER_SECOND // FRAME_RATE if self._wanted_ms is None else self._wanted_ms

    def _step_at(self, at_ms: int) -> int:
        return max(index for index, step in enumerate(self._script.steps) if step.start_ms <= at_ms or index == 0)

    def _play(self) -> None:
        try:
            while self._play_from_wanted() and not self._stopped:
                pass
        except Exception as failure:
            self._failure = failure
        self._ended = True

    def _play_from_wanted(self) -> bool:
        """Plays from the moment that is wanted; returns whether another has come to be wanted since."""
        with self._lock:
            at_ms, self._wanted_ms = self._wanted_ms, None
            if at_ms is None:
                return False
            self._at_frame = frames_at(at_ms, FRAME_RATE)
        if at_ms >= self._script.length_ms:
            return False
        with closing(_mixed_ahead(self._blocks_from(at_ms))) as blocks:
            for block in blocks:
                data = block.raw_data
                for first in range(0, len(data), _CHUNK_BYTES):
                    self._running.wait()
                    if self._stopped or self._wanted_ms is not None:
                        return True
                    chunk = data[first : first + _CHUNK_BYTES]
                    self._device.write(_scaled(chunk, self._gain_db))
                    with self._lock:
                        self._at_frame += len(chunk) // (CHANNELS * SAMPLE_WIDTH)
        return self._wanted_ms is not None


def _mixed_ahead(blocks: Iterator[AudioSegment]) -> Generator[AudioSegment, None, None]:
    """Mixes the next block while one is played: a device that has to wait for it clicks."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = worker.submit(next, blocks, None)
            yield block


def _scaled(data: bytes, gain_db: int) -> bytes:
    if gain_db == 0:
        return data
    samples = np.frombuffer(data, dtype="<i2") * 10 ** (gain_db / 20)
    return bytes(np.rint(samples).astype("<i2").tobytes())
