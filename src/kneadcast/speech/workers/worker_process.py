"""The parent's side of a worker process: starts it, exchanges messages with it and ends it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kneadcast.errors import SpeechError, describe_os_error
from kneadcast.plain_text import printable
from kneadcast.speech.drivers.onnx_runtime import OFFLINE_ENVIRONMENT

_STDERR_TAIL_BYTES = 4000
_END_LIMIT_S = 5
"""How long to wait for a worker that was killed. The system can delay its end only while a device does not answer."""
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows only: no console window opens, and only the parent receives an interrupt from the keyboard."""


@dataclass(frozen=True)
class WorkerSettings:
    """The voice of a worker, which never changes."""

    driver: str
    voice: str = ""
    """The driver's id of the voice."""
    rate: int = 0
    list_only: bool = False
    """List the driver's voices and exit."""
    time_limit_s: float = 20


class WorkerProcess:
    """A running worker. Its answers arrive in a queue, which several workers may share."""

    def __init__(self, settings: WorkerSettings, answers: queue.Queue[tuple[WorkerProcess, bytes]]) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        try:
            self._process = _start(self._stderr)
        except OSError as error:
            self._stderr.close()
            raise SpeechError(f"cannot start a speech worker: {describe_os_error(error)}") from error
        self._answers = answers
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._ending: str | None = None
        # Both threads wait for pipes. A worker that is stopped can therefore not hold up the main thread.
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._read_answers, self._send_messages)
        ]
        for thread in self._threads:
            thread.start()
        self.send(asdict(settings))

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, message: dict[str, Any]) -> None:
        """Sends a message. If the worker has ended, nothing happens; an empty answer in the queue reports the end."""
        self._messages.put(message)

    def end(self, *, patience_s: float = 0) -> str:
        """Ends the worker and all its child processes; a second call only returns the same text.

        Args:
            patience_s: How long to wait for the worker to exit by itself.

        Returns:
            The exit code or signal, if the worker exited by itself, and the last line of its standard error.
        """
        if self._ending is None:
            self._ending = self._end(patience_s)
        return self._ending

    def _end(self, patience_s: float) -> str:
        code = None
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(patience_s)
        _kill(self._process)
        self._messages.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_LIMIT_S)
        for thread, pipe in zip(self._threads, (self._process.stdout, self._process.stdin), strict=True):
            thread.join(_END_LIMIT_S)
            # A thread that still waits holds the lock of its pipe. Closing a broken pipe flushes what was not sent.
            if pipe is not None and not thread.is_alive():
                with suppress(OSError):
                    pipe.close()
        last_line = self._last_stderr_line()
        self._stderr.close()
        how = "" if code is None else f"exit code {code}" if code >= 0 else f"signal {-code}"
        return ": ".join(part for part in (how, last_line) if part)

    def _send_messages(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 (a pipe, see `_start`)
        while (message := self._messages.get()) is not None:
            with suppress(OSError):
                self._process.stdin.write(json.dumps(message).encode() + b"\n")
                self._process.stdin.flush()

    def _read_answers(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 (a pipe, see `_start`)
        for line in self._process.stdout:
            self._answers.put((self, line))
        self._answers.put((self, b""))

    def _last_stderr_line(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_TAIL_BYTES))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        return printable(next((line.strip() for line in reversed(lines) if line.strip()), ""))


def _start(stderr: Any) -> subprocess.Popen[bytes]:
    # The same modules as in the parent, wherever it found them, and none from the current folder.
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", "kneadcast.speech.workers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, **OFFLINE_ENVIRONMENT, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
        # A new process group: only the parent receives an interrupt from the keyboard, and then ends the group.
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    # The group's leader may have exited while a fork of it has not.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
