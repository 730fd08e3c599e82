"""Lists the voices of a driver in a worker, because loading the engine may hang or crash."""

from __future__ import annotations

import json
import queue

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.workers.pool import START_LIMIT_S
from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings

_EXIT_LIMIT_S = 1


def query_voices(driver: str) -> list[FoundVoice]:
    """Returns the voices that a driver lists.

    Raises:
        SpeechError: If the driver does not work.
    """
    answer, ending = _first_answer(WorkerSettings(driver, list_only=True))
    try:
        message = json.loads(answer)
        if "failed" in message:
            raise SpeechError(f"the speech driver '{driver}' cannot be used: {message['failed']}")
        return [FoundVoice(one["id"], one["name"], tuple(one["languages"])) for one in message["voices"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SpeechError(f"the speech driver '{driver}' did not list its voices ({ending})") from error


def _first_answer(settings: WorkerSettings) -> tuple[bytes, str]:
    """Returns the first line that a worker writes, or an empty one, and the reason why the worker ended."""
    answers: queue.Queue[tuple[WorkerProcess, bytes]] = queue.Queue()
    worker = WorkerProcess(settings, answers)
    answer, timed_out = b"", False
    try:
        answer = answers.get(timeout=START_LIMIT_S)[1]
    except queue.Empty:
        timed_out = True
    finally:
        ending = worker.end(patience_s=0 if answer or timed_out else _EXIT_LIMIT_S)
    return answer, f"no answer within {START_LIMIT_S} s" if timed_out else ending
