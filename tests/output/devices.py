"""An audio device and a clock for tests of playing."""

from __future__ import annotations

import time

SECOND = 44_100
"""Frames."""


class RecordingDevice:
    """Records everything; blocks at a moment where a test acts in the middle."""

    latency_s = 0.0

    def __init__(self, stop_at_s: float | None = None) -> None:
        self.data = bytearray()
        self.closed = False
        self._stop_at = None if stop_at_s is None else int(stop_at_s * SECOND) * 4

    def write(self, data: bytes) -> None:
        while self._stop_at is not None and len(self.data) >= self._stop_at:
            time.sleep(0.005)
        self.data += data

    def go_on(self) -> None:
        self._stop_at = None

    def close(self) -> None:
        self.closed = True


class FakeClock:
    """A clock that goes on only when somebody waits for it, and then at once."""

    def __init__(self) -> None:
        self._now_s = 0.0

    def now_s(self) -> float:
        return self._now_s

    def wait_s(self, length_s: float) -> None:
        self._now_s += length_s
