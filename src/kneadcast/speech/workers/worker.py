"""The program of a worker process: sets up one voice, then turns texts into trimmed clips until its input ends.

The protocol is JSON lines: `WorkerSettings` and then jobs on standard input, and one answer to each on standard output.
pyttsx3 and drivers may print, so their standard output is redirected to standard error.
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
    """Serves the parent process until standard input ends."""
    replies = _private_stdout()
    settings: Message = json.loads(sys.stdin.buffer.readline())
    try:
        driver = find_driver(settings["driver"])
        engine = _start_pyttsx3(driver)
        if settings["list_only"]:
            _reply(replies, {"voices": _list_voices(engine)})
            return
        from kneadcast.speech.workers.speech_engine import SpeechEngine  # needs NumPy, which listing voices does not

        speech_engine = SpeechEngine(engine, settings["voice"], settings["rate"])
    except Exception as error:  # drivers raise anything; the parent reports it
        _reply(replies, {"failed": _error_message(error)})
        return
    _reply(replies, {"ready": True})
    for line in sys.stdin.buffer:
        job: Message = json.loads(line)
        if driver.fork_per_line and sys.platform != "win32":
            _serve_in_fork(speech_engine, job, settings["time_limit_s"], replies)
        else:
            _serve(speech_engine, job, settings["time_limit_s"], replies)


def _private_stdout() -> BinaryIO:
    """Returns standard output for the protocol alone, and redirects all other output to standard error."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")


def _reply(replies: BinaryIO, message: Message) -> None:
    replies.write(json.dumps(message).encode() + b"\n")
    replies.flush()


def _start_pyttsx3(driver: Driver) -> Any:
    name = driver.prepare()
    return import_module("pyttsx3").init(name)


def _list_voices(engine: Any) -> list[Message]:
    return [
        {"id": voice.id, "name": voice.name, "languages": list(voice.languages or ())}
        for voice in engine.getProperty("voices")
    ]


def _serve_in_fork(speech_engine: SpeechEngine, job: Message, time_limit_s: float, replies: BinaryIO) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("there is no fork on Windows")
    child = os.fork()
    if not child:
        code = 1
        try:
            _serve(speech_engine, job, time_limit_s, replies)
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        _reply(replies, {"id": job["id"], "error": f"the voice crashed ({code})"})


def _serve(speech_engine: SpeechEngine, job: Message, time_limit_s: float, replies: BinaryIO) -> None:
    # The parent ends a worker that takes too long; this ends it if the parent itself has died.
    faulthandler.dump_traceback_later(2 * time_limit_s, exit=True)
    answer: Message = {"id": job["id"]}
    try:
        speech_engine.speak(job["text"], Path(job["path"]))
    except Exception as error:  # drivers raise anything; the parent reports it
        answer["error"] = _error_message(error)
    finally:
        faulthandler.cancel_dump_traceback_later()
    _reply(replies, answer)


def _error_message(error: BaseException) -> str:
    """Returns the text of an error, with its type unless it is a `SpeechError`."""
    return str(error) if isinstance(error, SpeechError) else f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
