"""Progress on standard error."""

from __future__ import annotations

import sys

import pytest

from kneadcast.cli.progress import ProgressDisplay
from tests.cli.runner import SHORT, run


@pytest.mark.usefixtures("here")
def test_progress_is_a_line_for_each_stage_on_standard_error_where_there_is_no_terminal() -> None:
    result = run("preview", *SHORT)
    assert "Speaking ...\nMixing ...\n" in result.stderr
    assert "Speaking" not in result.stdout


def test_a_stage_that_begins_again_for_another_routine_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay() as progress:
        for stage, done, total in (("measure", 0, 3), ("measure", 3, 3), ("measure", 0, 7), ("speak", 7, 7)):
            progress(stage, done, total)
    assert capsys.readouterr().err == "Measuring ...\nSpeaking ...\n"


def test_on_a_terminal_a_stage_that_begins_again_has_a_bar_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with ProgressDisplay() as progress:
        for done, total in ((0, 3), (3, 3), (0, 7), (7, 7)):
            progress("measure", done, total)
    shown = capsys.readouterr().err
    assert shown.count("100%") == 2
    assert shown.count("\n") == 2
