"""Signals that end the program: the first one raises `Interrupted`, so that everything is cleaned up on the way out."""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = (
    "SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF",
    "SIGXCPU", "SIGIO", "SIGPWR",
)  # fmt: skip
"""Signals that come from outside and end a process by default, as far as a process can handle them.

Source: signal(7) of Linux. Not among them are SIGPIPE and SIGXFSZ, which Python turns into `OSError`, and those of
faults in machine code.
"""
_CLEANUP_S = 3
"""How long further signals are ignored, so that they cannot stop the clean-up. It takes well under a second."""
_REPEATED_AFTER_S = 0.01
_FIRST_SIGNAL_CODE = 128
"""Added to the number of a signal, it is the exit code of a program that the signal ended, by the custom of shells."""


class Interrupted(KeyboardInterrupt):
    """A signal that ends the program."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"signal {number}")

    @property
    def by_user(self) -> bool:
        """Whether it is the signal of Ctrl-C."""
        return self.number == signal.SIGINT

    @property
    def name(self) -> str:
        """The name of the signal, such as `SIGTERM`."""
        return signal.Signals(self.number).name


def exit_code(interrupt: BaseException) -> int:
    """Returns the exit code of a program that an interrupt ended."""
    number = interrupt.number if isinstance(interrupt, Interrupted) else int(signal.SIGINT)
    return _FIRST_SIGNAL_CODE + number


class _Handler:
    """Raises `Interrupted` at a signal, but not while the program cleans up after the one before."""

    def __init__(self) -> None:
        self._last_s = -math.inf

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        now_s = time.monotonic()
        if now_s - self._last_s > _CLEANUP_S:
            self._last_s = now_s
            raise Interrupted(number)

    def repeat(self, number: int) -> None:
        """Raises an interrupt once more, shortly: the first one came where Python can only print an exception."""
        self._last_s = -math.inf
        again = threading.Timer(_REPEATED_AFTER_S, _send, [number])
        again.daemon = True
        again.start()


def _send(number: int) -> None:
    """Sends a signal to the main thread, and so ends what it waits for."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, number)


@contextmanager
def interruptible() -> Iterator[None]:
    """Makes the signals that end the program raise `Interrupted` in its body.

    Signals that the parent process has set to be ignored stay so, as `nohup` does with SIGHUP.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = _Handler()
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    handled = {number: old for number, old in before.items() if old not in (signal.SIG_IGN, None)}
    hook = sys.unraisablehook

    def show_unraisable(what: sys.UnraisableHookArgs) -> None:
        # A finalizer or a callback of the import system swallows what is raised in it.
        if isinstance(what.exc_value, Interrupted):
            handler.repeat(what.exc_value.number)
        else:
            hook(what)

    try:
        sys.unraisablehook = show_unraisable
        for number in handled:
            signal.signal(number, handler)
        yield
    finally:
        sys.unraisablehook = hook
        for number, old in handled.items():
            signal.signal(number, old)
