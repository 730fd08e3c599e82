"""Speaking one line in a fork of the worker, which leaves the state of the engine in the worker unchanged."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Callable

from kneadcast.speech.workers.heartbeat import ALIVE, HEARTBEAT_S, Message, Replies


def answer_of_fork(work: Callable[[], Message], replies: Replies) -> tuple[Message | None, str]:
    """Returns what a function returns in a fork of this process, or why there is no answer.

    Signs of life are sent meanwhile. The process must have one thread only, because a fork has no others: a lock that
    another thread holds would never be released in it.

    Raises:
        NotImplementedError: On Windows.
    """
    if sys.platform == "win32":
        raise NotImplementedError("there is no fork on Windows")
    incoming, outgoing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(incoming)
            with os.fdopen(outgoing, "wb") as pipe:
                pipe.write(json.dumps(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(outgoing)
    try:
        data, stopped = _data_of(child, incoming, replies)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(incoming)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if stopped or code:
        return None, "the voice was stopped" if stopped else f"the voice crashed ({code})"
    try:
        message: Message = json.loads(data)
    except ValueError:
        return None, f"the voice wrote an invalid answer: {data[:80]!r}"
    return message, ""


def _data_of(child: int, incoming: int, replies: Replies) -> tuple[bytes, bool]:
    """Returns all that the child writes, and whether it was killed because it was stopped."""
    if sys.platform == "win32":
        raise NotImplementedError("there is no fork on Windows")
    data, stopped = bytearray(), False
    while True:
        if select.select([incoming], [], [], HEARTBEAT_S)[0]:
            piece = os.read(incoming, 1 << 16)
            if not piece:
                return bytes(data), stopped
            data += piece
            continue
        replies.send(ALIVE)
        # Asking for nothing but stopped children collects no child that has ended.
        found = os.waitid(os.P_PID, child, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) if hasattr(os, "waitid") else None
        if found and found.si_pid == child:
            os.kill(child, signal.SIGKILL)
            stopped = True
