"""The real program, killed while it writes many files: each is old or new, and the next run completes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.real_programs import MARKS, check_kills

pytestmark = list(MARKS)
ROUNDS = {"album, replacing": 13, "batch": 4}


@pytest.mark.parametrize("name", ROUNDS)
def test_a_program_that_writes_many_files_can_be_killed_at_any_moment(
    tmp_path: Path, name: str, count: Callable[[str], None]
) -> None:
    """After SIGKILL each file is the old or the new one, no process remains, and the next run is as any other."""
    check_kills(name, tmp_path, ROUNDS[name], count)
