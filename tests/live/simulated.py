"""A loudspeaker, a microphone and a clock for tests that play whole sessions, faster than real time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

import numpy as np
import soxr

from kneadcast.errors import ListeningError
from kneadcast.listening.samples import BLOCK_MS, BLOCK_SAMPLES, RATE, Samples, silence
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, SAMPLE_WIDTH
from tests.output.devices import FakeClock

_FRAME_BYTES = CHANNELS * SAMPLE_WIDTH


class SimulatedSpeaker:
    """Takes sound at once, on a clock of its own, and does what a test plans for moments of the session.

    An action that is planned for a moment is done while the chunk that begins then is being taken, as if somebody
    pressed a key while it sounds.
    """

    latency_s = 0.0

    def __init__(self, actions: Mapping[int, Callable[[], None]] | None = None, clock: FakeClock | None = None) -> None:
        self.data = bytearray()
        self.closed = False
        self.clock = clock or FakeClock()
        self._actions = dict(actions or {})
        self._held = threading.Event()
        self._held.set()

    @property
    def at_ms(self) -> int:
        """How much sound it has taken."""
        return len(self.data) // _FRAME_BYTES * 1000 // FRAME_RATE

    def write(self, data: bytes) -> None:
        self._held.wait()
        for at_ms in sorted(at_ms for at_ms in self._actions if at_ms <= self.at_ms):
            self._actions.pop(at_ms)()
        self.data += data
        self.clock.wait_s(len(data) / _FRAME_BYTES / FRAME_RATE)

    def close(self) -> None:
        self.closed = True

    def hold(self) -> None:
        """Takes no more sound, as a device whose buffer is full, until `go_on`."""
        self._held.clear()

    def go_on(self) -> None:
        self._held.set()


class SimulatedRoom(SimulatedSpeaker):
    """A loudspeaker in a room with a microphone: time passes for both, and each waits for the other.

    The microphone hears what is said, and what the loudspeaker plays, `latency_s` after it was written.
    """

    latency_s = 0.08

    def __init__(self, actions: Mapping[int, Callable[[], None]] | None = None, *, echo: float = 0.0) -> None:
        super().__init__(actions)
        self._echo = echo
        self._resampler = soxr.ResampleStream(FRAME_RATE, RATE, 1, dtype="float32")
        self._played: Samples = silence(0)
        self._said: list[tuple[int, Samples]] = []
        self._time = threading.Condition()
        self._blocks = 0
        """The number of blocks that the microphone has returned."""
        self._unplugged_ms: int | None = None
        self.microphone_open = True

    def say(self, at_ms: int, samples: Samples) -> None:
        """Lets somebody say something, one channel at 16 kHz."""
        self._said.append((at_ms, samples))

    def unplug(self, at_ms: int) -> None:
        """Unplugs the microphone at a moment."""
        self._unplugged_ms = at_ms

    def write(self, data: bytes) -> None:
        mono = (np.frombuffer(data, dtype="<i2").reshape(-1, CHANNELS).mean(axis=1) / FULL_SCALE).astype(np.float32)
        self._played = np.concatenate([self._played, self._resampler.resample_chunk(mono)])
        super().write(data)
        with self._time:
            self._time.notify_all()
            self._time.wait_for(lambda: not self._hears or (self._blocks + 1) * BLOCK_MS > self.at_ms, 30)

    def read(self) -> Samples:
        """Returns what the microphone hears in the next 32 ms."""
        with self._time:
            self._time.wait_for(lambda: not self._hears or (self._blocks + 1) * BLOCK_MS <= self.at_ms)
            if not self._hears:
                raise ListeningError("the microphone returns nothing more; was it unplugged? The keys work without it")
            self._blocks += 1
            self._time.notify_all()
        return self._heard((self._blocks - 1) * BLOCK_SAMPLES)

    def microphone(self) -> SimulatedMicrophone:
        """Returns the microphone."""
        return SimulatedMicrophone(self)

    def close_microphone(self) -> None:
        """Ends whatever waits for a block."""
        with self._time:
            self.microphone_open = False
            self._time.notify_all()

    @property
    def _hears(self) -> bool:
        plugged = self._unplugged_ms is None or self._blocks * BLOCK_MS < self._unplugged_ms
        return self.microphone_open and plugged

    def _heard(self, first: int) -> Samples:
        block = self._echo_of(first)
        for at_ms, samples in self._said:
            begins = at_ms * RATE // 1000 - first
            part = samples[max(0, -begins) : max(0, BLOCK_SAMPLES - begins)]
            block[max(0, begins) : max(0, begins) + len(part)] += part
        return block

    def _echo_of(self, first: int) -> Samples:
        begins = first - round(self.latency_s * RATE)
        known = self._played[max(0, begins) : max(0, begins + BLOCK_SAMPLES)]
        block = silence()
        offset = max(0, -begins)
        block[offset : offset + len(known)] = self._echo * known
        return block


class SimulatedMicrophone:
    """The microphone of a room."""

    def __init__(self, room: SimulatedRoom) -> None:
        self._room = room

    def read(self) -> Samples:
        return self._room.read()

    def close(self) -> None:
        self._room.close_microphone()


def until(true: Callable[[], bool], limit_s: float = 20) -> None:
    """Waits until something is true."""
    ends_s = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < ends_s, "it never came true"
        time.sleep(0.005)
