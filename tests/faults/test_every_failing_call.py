"""Commands that write files, when any one call of the operating system fails or is the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.campaign import MARKS, WAYS, Campaign, run_campaign
from tests.faults.failing_calls import Way
from tests.faults.writing_commands import SESSIONS, SMALL

pytestmark = [MARKS[0], pytest.mark.usefixtures("humming")]


@pytest.mark.parametrize("way", WAYS)
def test_whichever_call_fails_the_script_is_the_old_or_the_new_one(
    tmp_path: Path, way: Way, count: Callable[[str], None]
) -> None:
    """A file that a command writes is whole, whichever call fails, and nothing else changes."""
    run_campaign("script, replacing", SMALL["script, replacing"], way, tmp_path, count)


@pytest.mark.parametrize(("way", "first"), [("error", 2), ("exit before", 5)])
def test_some_calls_of_a_session_may_fail(tmp_path: Path, way: Way, first: int) -> None:
    """A session is whole, whichever call fails, and nothing else changes."""
    campaign = Campaign(SESSIONS["render"].command("render", tmp_path))
    assert campaign.run(way, first=first, stride=7) > 1
    campaign.check()


def test_a_command_that_writes_in_place_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a file, a lost file and a traceback are not mistaken for what they should be."""

    @contextmanager
    def in_place(target: Path) -> Iterator[Path]:
        target.unlink()
        yield target

    monkeypatch.setattr("kneadcast.atomic_file.atomic_file", in_place)
    campaign = Campaign(SMALL["script, replacing"].command("script", tmp_path))
    campaign.run("exit after")
    campaign.run("error")
    found = "\n".join(campaign.problems)
    assert "exit after, call 3, write s.txt: 'here/s.txt' is neither the old nor the new one" in found
    assert "error, call 1, unlink" not in found
    assert "error, call 2, open s.txt: 'here/s.txt' is neither the old nor the new one" in found


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for name in SMALL if name != "script, replacing"])
def test_every_call_of_a_small_command_may_fail(
    tmp_path: Path, name: str, way: Way, count: Callable[[str], None]
) -> None:
    """A file that a command writes is whole, whichever call fails, and nothing else changes."""
    run_campaign(name, SMALL[name], way, tmp_path, count)
