"""The program of a worker process: sets up one voice, then turns texts into trimmed clips until its input ends.

The protocol is JSON lines: `WorkerSettings` and then jobs on standard input, and one answer to each on standard
output, with signs of life between them. pyttsx3 and drivers may print, so their standard output is redirected to
standard error.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneadcast.errors import SpeechError
from kneadcast.speech.workers.heartbeat import Heart, Message, Replies
from kneadcast.speech.workers.offline import refuse_network

if TYPE_CHECKING:
    from kneadcast.speech.drivers.driver import Driver
    from kneadcast.speech.workers.speech_engine import SpeechEngine


def main() -> None:
    """Serves the parent process until standard input ends."""
    replies = Replies()
    heart = Heart(replies)
    try:
        _serve_parent(replies, heart)
    finally:
        heart.stop()  # a thread that writes while Python ends can make it crash


def _serve_parent(replies: Replies, heart: Heart) -> None:
    refuse_network()
    settings: Message = json.loads(sys.stdin.buffer.readline())
    try:
        from kneadcast.speech.drivers.registry import find_driver  # here, so that the heart beats before it is loaded

        driver = find_driver(settings["driver"])
        engine = _start_pyttsx3(driver)
        if settings["list_only"]:
            replies.send({"voices": _list_voices(engine)})
            return
        from kneadcast.speech.workers.speech_engine import SpeechEngine  # needs NumPy, which listing voices does not

        speech_engine = SpeechEngine(engine, settings["voice"], settings["rate"])
    except Exception as error:  # drivers raise anything; the parent reports it
        replies.send({"failed": _error_message(error)})
        return
    forks = driver.fork_per_line and sys.platform != "win32"
    if forks:
        heart.stop()  # `answer_of_fork` needs a process of one thread
    replies.send({"ready": True})
    for line in sys.stdin.buffer:
        job: Message = json.loads(line)
        serve = _serve_in_fork if forks else _serve
        replies.send({"id": job["id"], **serve(speech_engine, job, settings["time_limit_s"], replies)})


def _start_pyttsx3(driver: Driver) -> Any:
    name = driver.prepare()
    return import_module("pyttsx3").init(name)


def _list_voices(engine: Any) -> list[Message]:
    return [
        {"id": voice.id, "name": voice.name, "languages": list(voice.languages or ())}
        for voice in engine.getProperty("voices")
    ]


def _serve_in_fork(speech_engine: SpeechEngine, job: Message, time_limit_s: float, replies: Replies) -> Message:
    from kneadcast.speech.workers.forked_line import answer_of_fork

    answer, crash = answer_of_fork(lambda: _serve(speech_engine, job, time_limit_s, replies), replies)
    return {"crashed": crash} if answer is None else answer


def _serve(speech_engine: SpeechEngine, job: Message, time_limit_s: float, _replies: Replies) -> Message:
    # The parent ends a worker that takes too long; this ends a fork whose parent has died, and its parent too.
    faulthandler.dump_traceback_later(2 * time_limit_s, exit=True)
    try:
        speech_engine.speak(job["text"], Path(job["path"]))
    except Exception as error:  # drivers raise anything; the parent reports it
        return {"error": _error_message(error)}
    finally:
        faulthandler.cancel_dump_traceback_later()
    return {}


def _error_message(error: BaseException) -> str:
    """Returns the text of an error, with its type unless it is a `SpeechError`."""
    return str(error) if isinstance(error, SpeechError) else f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the parent has ended
        main()
