"""A process with pipes that is ended if it stops responding, so that no wait for it lasts for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import IO, Literal

from kneadcast.plain_text import printable

STALL_LIMIT_S = 60.0
"""How long a process may take no byte, give none and write none to its file while this program waits for it.

ffmpeg encodes this much sound in about a second, so even a disk that wakes up or a busy computer is far from it.
"""
PIECE_BYTES = 1 << 16
"""How much is passed through a pipe at a time: the size of a pipe's buffer on Linux. Each piece is progress."""
_END_LIMIT_S = 5.0
"""How long to wait for a process that was killed. The system can delay its end only while a device does not answer."""
_REPORTED_CHARACTERS = 2000
"""How much of a report is returned: its last lines state why a process ended."""


class GuardedProcess:
    """A process that either reads sound from a pipe or writes sound to one.

    A context manager; the process ends with its body. While this program waits for the process, a thread looks for
    progress, and kills the process when there was none for `STALL_LIMIT_S`. The wait then ends, and `stalled` is true.

    Attributes:
        limit_s: How long it may make no progress.
        stalled: Whether the process was killed because it stopped responding.
    """

    def __init__(
        self, command: Sequence[str], pipe: Literal["stdin", "stdout"], *, cancelled: threading.Event | None = None
    ) -> None:
        """Starts the process.

        Args:
            command: The program and its arguments.
            pipe: Which of its streams is a pipe.
            cancelled: Ends the process soon after it is set.

        Raises:
            OSError: If it cannot be started.
        """
        self.stalled = False
        self.limit_s = STALL_LIMIT_S
        self._waiting = False
        self._cancelled = cancelled or threading.Event()
        self._pieces = 0
        """The number of pieces that passed through the pipe."""
        self._measure: Callable[[], object] | None = None
        # The report goes to a file, because a full pipe that nobody reads would block both processes.
        self._report = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `__exit__`)
        try:
            self._process = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE if pipe == "stdin" else subprocess.DEVNULL,
                stdout=subprocess.PIPE if pipe == "stdout" else subprocess.DEVNULL,
                stderr=self._report,
                # A group of its own, so that a program that a script runs as ffmpeg ends with the script.
                start_new_session=True,
            )
        except OSError:
            self._report.close()
            raise
        self._ended = threading.Event()
        self._guard = threading.Thread(target=self._watch, name="process-guard", daemon=True)
        self._guard.start()

    def __enter__(self) -> GuardedProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_LIMIT_S)
        self._guard.join()
        for stream in (self._process.stdin, self._process.stdout, self._report):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def write(self, data: bytes) -> None:
        """Passes data to the process.

        Raises:
            OSError: If the process has ended, or was killed.
        """
        rest = memoryview(data)
        with self._watched():
            while rest:
                written = _opened(self._process.stdin).write(rest[:PIECE_BYTES])
                rest = rest[written:]
                self._pieces += 1

    def read(self, size: int) -> bytes:
        """Returns the next data of the process: `size` bytes, or fewer if it has closed the pipe."""
        data = bytearray()
        with self._watched():
            while len(data) < size and (
                piece := _opened(self._process.stdout).read(min(PIECE_BYTES, size - len(data)))
            ):
                data += piece
                self._pieces += 1
        return bytes(data)

    def wait(self, measure: Callable[[], object] | None = None) -> int:
        """Closes the pipe of the process, and returns its exit code when it has ended.

        Args:
            measure: Returns a value that changes as long as the process makes progress.
        """
        with self._watched(measure):
            if self._process.stdin is not None:
                self._process.stdin.close()
            return self._process.wait()

    def report(self) -> str:
        """Returns the end of what the process wrote to standard error, as one printable line."""
        self._report.seek(0)
        return printable(self._report.read().decode("utf-8", "replace").strip()[-_REPORTED_CHARACTERS:])

    @contextmanager
    def _watched(self, measure: Callable[[], object] | None = None) -> Iterator[None]:
        self._measure, self._waiting = measure, True
        try:
            yield
        finally:
            self._waiting = False

    def _watch(self) -> None:
        # Periods are counted instead of looking at a clock: the time for which this program itself is stopped, or the
        # computer sleeps, does not count.
        period_s = min(0.5, self.limit_s / 10)
        idle_s = 0.0
        last: tuple[int, object] = (0, None)
        while not self._ended.wait(period_s):
            measured = (self._pieces, self._measure() if self._measure else None)
            idle_s = idle_s + period_s if self._waiting and measured == last else 0.0
            last = measured
            if self._cancelled.is_set() or idle_s >= self.limit_s:
                self.stalled = not self._cancelled.is_set()
                self._kill()
                return

    def _kill(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
            return
        # The leader of the group may have ended while another process in it has not.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the process has no pipe in this direction")
    return stream
