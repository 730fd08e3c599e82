"""Sessions with all of their files, when any one call of the operating system fails or is the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.campaign import MARKS, WAYS, run_campaign
from tests.faults.failing_calls import Way
from tests.faults.writing_commands import SESSIONS

pytestmark = [*MARKS, pytest.mark.usefixtures("humming")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SESSIONS)
def test_every_call_of_a_session_may_fail(tmp_path: Path, name: str, way: Way, count: Callable[[str], None]) -> None:
    """A session and its companions are put in place all or none, whichever call fails."""
    run_campaign(name, SESSIONS[name], way, tmp_path, count)
