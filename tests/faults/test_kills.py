"""The real program, killed at any moment: it leaves old or new files, and the next run is as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.real_programs import MARKS, check_kills

pytestmark = list(MARKS)


@pytest.mark.parametrize("name", ["render", "build, replacing"])
def test_a_program_can_be_killed_at_any_moment(tmp_path: Path, name: str, count: Callable[[str], None]) -> None:
    """After SIGKILL a file is the old or the new one, no process remains, and the next run is as any other."""
    check_kills(name, tmp_path, 13, count)
