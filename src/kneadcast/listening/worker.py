"""Where the recogniser works: in a thread of its own, so that the microphone is always read in time, or at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Pending(Protocol[Result_co]):
    """A result that may not be ready yet."""

    def is_ready(self) -> bool:
        """Returns whether `result` returns at once."""
        ...

    def result(self) -> Result_co:
        """Returns the result, or raises the error of the work."""
        ...


class Worker(Protocol):
    """Something that does work."""

    def start(self, work: Callable[[], Result]) -> Pending[Result]:
        """Starts work; work is done in the order in which it was started."""
        ...


class _Done(Pending[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self._result = work()

    def is_ready(self) -> bool:
        return True

    def result(self) -> Result:
        return self._result


class AtOnce:
    """Does work before `start` returns."""

    def start(self, work: Callable[[], Result]) -> Pending[Result]:
        """Does the work."""
        return _Done(work)


class _InThread(Pending[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._ready = threading.Event()
        self._result: Result | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # raised where the result is used
            self._error = error
        self._ready.set()

    def is_ready(self) -> bool:
        return self._ready.is_set()

    def result(self) -> Result:
        self._ready.wait()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # the work has returned it


class WorkerThread:
    """Does work in one thread, which ends with the program or with `close`."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_InThread[object] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="recogniser", daemon=True).start()

    def start(self, work: Callable[[], Result]) -> Pending[Result]:
        """Starts the work after all earlier work."""
        pending = _InThread(work)
        self._waiting.put(pending)  # type: ignore[arg-type]  # the queue does not look at results
        return pending

    def close(self) -> None:
        """Ends the thread after the work that was started."""
        self._waiting.put(None)

    def _run(self) -> None:
        while (pending := self._waiting.get()) is not None:
            pending.run()
