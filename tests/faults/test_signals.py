"""The real program, ended by a signal that it can handle: it leaves nothing behind, at once."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.real_programs import MARKS, Victim, fail_with
from tests.faults.writing_commands import KILLED

pytestmark = list(MARKS)
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1")


@pytest.mark.parametrize("name", ["build, replacing", "batch"])
def test_a_signal_leaves_nothing_behind(tmp_path: Path, name: str, count: Callable[[str], None]) -> None:
    """A program that a signal ends removes its unfinished files and ends its processes before it ends itself."""
    victim = Victim(KILLED[name].command(name, tmp_path))
    chance = random.Random(name)
    problems = [problem for word in SIGNALS for problem in victim.interrupt(getattr(signal, word), 2, chance)]
    count(f"{name}: {victim.ended_by_signal} times {', '.join(SIGNALS)}")
    fail_with(problems)
