"""The worker's side of the protocol: answers, and a sign of life each second between them."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

Message = dict[str, Any]

ALIVE: Message = {"alive": True}
HEARTBEAT_S = 1.0
"""The time between two signs of life."""


class Replies:
    """Standard output, reserved for the protocol; whatever else is printed goes to standard error."""

    def __init__(self) -> None:
        private = os.dup(1)
        os.dup2(2, 1)
        self._file = os.fdopen(private, "wb")
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Sends a message; may be called by several threads.

        Raises:
            BrokenPipeError: If the parent process has ended.
        """
        with self._lock:
            self._file.write(json.dumps(message).encode() + b"\n")
            self._file.flush()


class Heart:
    """A thread that sends a sign of life each second, also while the main thread loads or speaks.

    If the parent process has ended, the thread ends this process at once.
    """

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._thread.join()

    def _beat(self) -> None:
        while True:
            try:
                self._replies.send(ALIVE)
            except OSError:
                os._exit(1)
            if self._stopped.wait(HEARTBEAT_S):
                return
