"""The real program, killed at any moment: it leaves old or new files, and the next run is as any other."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.processes import PROC
from tests.faults.real_programs import Victim
from tests.faults.writing_commands import KILLED

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not PROC.is_dir(), reason="it needs the signals and the list of processes of Linux"
)

KILLS_A_ROUND = 5
"""Before the program runs undisturbed."""
ROUNDS = {"render": 16, "build, replacing": 13}


def check(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("name", ROUNDS)
def test_a_program_can_be_killed_at_any_moment(tmp_path: Path, name: str, count: Callable[[str], None]) -> None:
    """After SIGKILL a file is the old or the new one, no process remains, and the next run is as any other."""
    victim = Victim(KILLED[name].command(name, tmp_path))
    problems = list(victim.kill(KILLS_A_ROUND, ROUNDS[name], random.Random(name)))
    count(f"{name}: {victim.ended_by_signal} times SIGKILL")
    check(problems)
