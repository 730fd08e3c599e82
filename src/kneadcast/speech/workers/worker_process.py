"""A worker process as its parent sees it: started, sent messages, listened to, and ended whatever happens."""

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

from kneadcast.errors import SpeechError

_LAST_WORDS_BYTES = 4000
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows only: no console flashes up, and an interrupt from the keyboard reaches the parent alone."""


@dataclass(frozen=True)
class Order:
    """What a worker is for; it keeps to it all its life."""

    driver: str
    voice: str = ""
    """The driver's id of it."""
    rate: int = 0
    volume: float = 1.0
    list_only: bool = False
    """Tell the driver's voices, and end."""
    time_limit_s: float = 20


class WorkerProcess:
    """A running worker, whose answers arrive in a queue that it may share with others."""

    def __init__(self, order: Order, answers: queue.Queue[tuple[WorkerProcess, bytes]]) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        try:
            self._process = _start(self._stderr)
        except OSError as error:
            self._stderr.close()
            raise SpeechError(f"cannot start a speech worker: {error}") from error
        self._answers = answers
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.send(asdict(order))

    def send(self, message: dict[str, Any]) -> None:
        """Sends a message; a worker that is gone does not take it, but tells so by the end of its answers."""
        assert self._process.stdin is not None  # noqa: S101 (it was asked for)
        with suppress(OSError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def end(self, *, patience_s: float = 0) -> str:
        """Ends the worker and all that it started, and returns how it had ended if it did by itself.

        Args:
            patience_s: How long it may take to end by itself.
        """
        code = None
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(patience_s)
        _kill(self._process)
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what could not be sent is still in the buffer of a broken pipe
                if pipe is not None:
                    pipe.close()
        last_words = self._last_words()
        self._stderr.close()
        how = "" if code is None else f"exit code {code}" if code >= 0 else f"signal {-code}"
        return ": ".join(part for part in (how, last_words) if part)

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 (it was asked for)
        for line in self._process.stdout:
            self._answers.put((self, line))
        self._answers.put((self, b""))

    def _last_words(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _LAST_WORDS_BYTES))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _start(stderr: Any) -> subprocess.Popen[bytes]:
    # The very modules that the parent has, wherever it found them, and none from the current folder.
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", "kneadcast.speech.workers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
        # A group of its own: an interrupt from the keyboard reaches the parent alone, which then ends the group.
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    # The leader may be gone already while a fork of it is not.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
