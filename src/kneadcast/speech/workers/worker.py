"""The worker process: sets up one voice, then turns texts into trimmed clips until its input ends.

It reads JSON lines from standard input, an `Order` and then jobs, and answers each with a JSON line on what was
standard output when it started. pyttsx3 is known to print, so what it finds as standard output is standard error.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import Driver
from kneadcast.speech.drivers.registry import find_driver

if TYPE_CHECKING:
    from kneadcast.speech.workers.speech_engine import SpeechEngine

Message = dict[str, Any]


def main() -> None:
    """Serves one parent."""
    replies = _private_stdout()
    order: Message = json.loads(sys.stdin.buffer.readline())
    try:
        driver = find_driver(order["driver"])
        engine = _engine(driver)
        if order["list_only"]:
            _reply(replies, {"voices": _voices(engine)})
            return
        from kneadcast.speech.workers.speech_engine import (
            SpeechEngine,  # it brings NumPy and soundfile, which listing voices does without
        )

        engine_at_work = SpeechEngine(engine, order["voice"], order["rate"], order["volume"])
    except Exception as error:  # whatever a driver raises is for the parent to tell
        _reply(replies, {"failed": told(error)})
        return
    _reply(replies, {"ready": True})
    for line in sys.stdin.buffer:
        job: Message = json.loads(line)
        if driver.isolated and sys.platform != "win32":
            _serve_in_fork(engine_at_work, job, order["time_limit_s"], replies)
        else:
            _serve(engine_at_work, job, order["time_limit_s"], replies)


def _private_stdout() -> BinaryIO:
    """Returns standard output for the protocol alone; whoever prints from now on prints to standard error."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")


def _reply(replies: BinaryIO, message: Message) -> None:
    replies.write(json.dumps(message).encode() + b"\n")
    replies.flush()


def _engine(driver: Driver) -> Any:
    name = driver.prepare()
    return import_module("pyttsx3").init(name)


def _voices(engine: Any) -> list[Message]:
    return [
        {"id": voice.id, "name": voice.name, "languages": list(voice.languages or ())}
        for voice in engine.getProperty("voices")
    ]


def _serve_in_fork(engine_at_work: SpeechEngine, job: Message, time_limit_s: float, replies: BinaryIO) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("there is no fork on Windows")
    child = os.fork()
    if not child:
        code = 1
        try:
            _serve(engine_at_work, job, time_limit_s, replies)
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        _reply(replies, {"id": job["id"], "error": f"the voice crashed ({code})"})


def _serve(engine_at_work: SpeechEngine, job: Message, time_limit_s: float, replies: BinaryIO) -> None:
    # The parent ends a worker that takes too long; this ends it when the parent itself is gone.
    faulthandler.dump_traceback_later(2 * time_limit_s, exit=True)
    answer: Message = {"id": job["id"]}
    try:
        engine_at_work.speak(job["text"], Path(job["path"]))
    except Exception as error:  # whatever a driver raises is for the parent to tell
        answer["error"] = told(error)
    finally:
        faulthandler.cancel_dump_traceback_later()
    _reply(replies, answer)


def told(error: BaseException) -> str:
    """Returns an error as a parent is told of it."""
    return str(error) if isinstance(error, SpeechError) else f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
