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
    """Does what `always-stop` or `once-stop` says; for `once` only in the first process that comes here."""
    frequency, _, action = name.partition("-")
    if action not in _ACTIONS:
        return
    marker = record_pid() / f"did-{name}"
    if frequency == "once":
        if marker.exists():
            return
        marker.touch()
    _ACTIONS[action]()


class FaultyEngine(FakeEngine):
    def save_to_file(self, text: str, filename: str) -> None:
        super().save_to_file(text, filename)
        for word in text.lower().strip(".").split():
            act(word)


def _preparing(name: str) -> Callable[[], str]:
    def prepare() -> str:
        record_pid()
        act(name)
        if name == "slow":
            time.sleep(SLOW_START_S)
        module: Any = ModuleType("pyttsx3.drivers.kneadcast_faulty")
        module.buildDriver = FaultyEngine
        sys.modules[module.__name__] = module
        return "kneadcast_faulty"

    return prepare


FAULTY = replace(FAKE, prepare=_preparing(""))
ISOLATED = replace(FAULTY, fork_per_line=True)
SLOW = replace(FAKE, prepare=_preparing("slow"))
STOPPED = replace(FAKE, name=f"{__name__}:STOPPED", prepare=_preparing("always-stop"))
STOPPED_ONCE = replace(FAKE, prepare=_preparing("once-stop"))
KILLED_ONCE = replace(FAKE, prepare=_preparing("once-kill"))


def driver(name: str) -> str:
    """Returns the name under which a worker finds a driver."""
    return f"{__name__}:{name}"
