"""Commands that speak into a cache, when any one call of the operating system fails or is the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.campaign import MARKS, WAYS, run_campaign
from tests.faults.failing_calls import Way
from tests.faults.writing_commands import SPEAKING

pytestmark = [*MARKS, pytest.mark.usefixtures("one_voice")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SPEAKING)
def test_every_call_while_speaking_may_fail(tmp_path: Path, name: str, way: Way, count: Callable[[str], None]) -> None:
    """What a voice speaks is written whole, whichever call fails, and the cache stays usable."""
    run_campaign(name, SPEAKING[name], way, tmp_path, count)
