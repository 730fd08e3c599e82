"""Drivers like the fake one that are stopped, killed or slow, always or once only."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.speech.fake_driver import FAKE, FakeEngine, chatter, record_pid

SLOW_START_S = 3
_ACTIONS: dict[str, Callable[[], object]] = {
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(600),
    "chatter": lambda: chatter(Path()),
    "exit": lambda: os._exit(3),
    "wait": lambda: time.sleep(1),
}


def act(name: str) -> None:
    """Does what `always-stop`, `once-stop` or `again-stop` says.

    `once` and `again` are each for the first process that comes here, so one that does both does so in two processes.
    """
    frequency, _, action = name.partition("-")
    if action not in _ACTIONS:
        return
    folder = record_pid()
    if frequency != "always":
        try:
            (folder / f"did-{name}").touch(exist_ok=False)
        except FileExistsError:
            return
    _ACTIONS[action]()


class FaultyEngine(FakeEngine):
    def save_to_file(self, text: str, filename: str) -> None:
        super().save_to_file(text, filename)
        for word in text.lower().strip(".").split():
            act(word)


def _preparing(*names: str) -> Callable[[], str]:
    def prepare() -> str:
        record_pid()
        for name in names:
            act(name)
        if "slow" in names:
            time.sleep(SLOW_START_S)
        module: Any = ModuleType("pyttsx3.drivers.kneadcast_faulty")
        module.buildDriver = FaultyEngine
        sys.modules[module.__name__] = module
        return "kneadcast_faulty"

    return prepare


FAULTY = replace(FAKE, prepare=_preparing())
ISOLATED = replace(FAULTY, fork_per_line=True)
SLOW = replace(FAKE, prepare=_preparing("slow"))
STOPPED = replace(FAKE, name=f"{__name__}:STOPPED", prepare=_preparing("always-stop"))
STOPPED_ONCE = replace(FAKE, prepare=_preparing("once-stop"))
KILLED_ONCE = replace(FAKE, prepare=_preparing("once-kill"))
TWO_HANG = replace(FAKE, prepare=_preparing("once-hang", "again-hang"))


def driver(name: str) -> str:
    """Returns the name under which a worker finds a driver."""
    return f"{__name__}:{name}"
