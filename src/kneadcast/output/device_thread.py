"""The thread that gives sound to an audio device: what it plays, how it ends, and when the device is at fault."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kneadcast.errors import OutputError
from kneadcast.output import devices
from kneadcast.output.devices import DEVICE_REMEDY, Device

CHUNK_MS = 100
"""How much sound is written to the device at a time, and therefore the delay before a command takes effect."""
_LONGEST_POLL_S = 1.0
"""The most that the time between two calls of `DeviceThread.check` counts, as this program may have been stopped."""


class DeviceThread:
    """A thread that plays on a device. All methods but `write` may be called from any other thread."""

    def __init__(self, device: Device, play: Callable[[], None]) -> None:
        """Prepares the thread.

        Args:
            device: The device; `stop` closes it.
            play: Plays everything with `write`, in the thread, and returns early if `stopped` becomes true.
        """
        self._device, self._play = device, play
        self.stopped, self.ended = False, False
        self._chunks = 0
        """The number of chunks that the device has been given."""
        self._writing = False
        self._stall = _Stall()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="player", daemon=True)

    def start(self) -> None:
        """Begins to play."""
        self._thread.start()

    def stop(self) -> None:
        """Stops playing and closes the device; neither is waited for longer than `devices.DEVICE_LIMIT_S`."""
        self.stopped = True
        self._thread.join(devices.DEVICE_LIMIT_S)
        if not self._thread.is_alive():  # a device that still takes a chunk cannot be closed
            devices.limited(self._device.close)

    def write(self, chunk: bytes) -> None:
        """Gives a chunk to the device; blocks while its buffer is full."""
        self._chunks += 1
        self._writing = True
        try:
            self._device.write(chunk)
        finally:
            self._writing = False

    def fail(self, failure: Exception) -> None:
        """Stops playing, because what is to be played cannot be made."""
        self._failure = self._failure or failure
        self.stopped = True

    def check(self) -> None:
        """Checks that the session is still played.

        Raises:
            OutputError: If mixing or playing has failed, or the device takes no sound any more.
        """
        if self._stall.lasted_s(self._chunks if self._writing else None) > devices.DEVICE_LIMIT_S:
            raise OutputError(f"the audio device has taken no sound for {devices.DEVICE_LIMIT_S:g} s; {DEVICE_REMEDY}")
        if self._failure:
            raise OutputError(f"the session could not be played any further: {self._failure}") from self._failure

    def wait(self, timeout_s: float) -> bool:
        """Waits for the end and returns whether it has been reached."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self._play()
        except Exception as failure:
            self._failure = failure
        self.ended = True


class _Stall:
    """How long the same chunk has been written."""

    def __init__(self) -> None:
        self._chunk: int | None = None
        self._lasted_s = 0.0
        self._at_s = time.monotonic()

    def lasted_s(self, chunk: int | None) -> float:
        """Returns the time since this was first called with a chunk; `None` if none is being written."""
        at_s = time.monotonic()
        same = chunk is not None and chunk == self._chunk
        self._lasted_s = self._lasted_s + min(at_s - self._at_s, _LONGEST_POLL_S) if same else 0.0
        self._chunk, self._at_s = chunk, at_s
        return self._lasted_s
