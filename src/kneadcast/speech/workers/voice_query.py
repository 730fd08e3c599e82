"""Lists the voices of a driver in a worker, because loading the engine may hang or crash."""

from __future__ import annotations

from kneadcast.errors import SpeechError
from kneadcast.plain_text import printable
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.workers.messages import parsed, text_field
from kneadcast.speech.workers.pool import START_LIMIT_S
from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings
from kneadcast.speech.workers.worker_watch import WorkerWatch

_EXIT_LIMIT_S = 1
_ATTEMPTS = 2


def query_voices(driver: str) -> list[FoundVoice]:
    """Returns the voices that a driver lists; a worker that dies or stops responding is replaced once.

    Raises:
        SpeechError: If the driver does not work.
    """
    reason = ""
    for _ in range(_ATTEMPTS):
        answer, reason = _first_answer(WorkerSettings(driver, list_only=True))
        if failed := text_field(answer, "failed"):
            raise SpeechError(f"the speech driver '{driver}' cannot be used: {printable(failed)}")
        if (voices := _voices(answer)) is not None:
            return voices
    raise SpeechError(f"the speech driver '{driver}' did not list its voices ({reason or 'its answer was invalid'})")


def _voices(answer: bytes) -> list[FoundVoice] | None:
    message = parsed(answer)
    if not isinstance(message, dict):
        return None
    try:
        return [FoundVoice(one["id"], one["name"], tuple(one["languages"])) for one in message["voices"]]
    except (KeyError, TypeError):
        return None


def _first_answer(settings: WorkerSettings) -> tuple[bytes, str]:
    """Returns the first line that a worker writes, or an empty one, and the reason why the worker ended."""
    watch = WorkerWatch()
    worker = WorkerProcess(settings, watch.answers)
    patience_s = 0.0
    try:
        watch.expect(worker, START_LIMIT_S)
        answer = watch.next()
        patience_s = 0 if answer.line or answer.silence else _EXIT_LIMIT_S
    finally:
        ending = worker.end(patience_s=patience_s)
    return answer.line, answer.silence or ending
