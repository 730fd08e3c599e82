"""`kneadcast verify`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.runner import run
from tests.output.sessions import session, written


def test_a_file_that_matches_its_script_is_exit_code_0(tmp_path: Path) -> None:
    good = run("verify", str(written(tmp_path)))
    assert good.exit_code == 0
    assert "5 of 5 chimes found" in good.stdout
    assert "6 of 6 sentences found" in good.stdout


def test_a_chime_that_is_missing_is_a_fault_and_exit_code_1(tmp_path: Path) -> None:
    mute = session().model_copy(update={"cues": session().cues[:-1]})
    bad = run("verify", str(written(tmp_path, sounds=mute, says=session(), name="bad.mp3")), "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["faults"] == ["the chime 'end' at 0:21 was not heard"]
