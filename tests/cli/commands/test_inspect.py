"""`kneadcast inspect`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import printed, run
from tests.output.sessions import written


def test_the_provenance_of_a_file_is_shown_as_text_and_as_json(here: Path) -> None:
    path = written(here)
    shown = run("inspect", str(path)).stdout
    assert "bitrate kbps 128" in shown
    assert "A test (test-routine), 24s" in shown
    assert "0:06     Rub your left sole." in shown
    facts = printed("inspect", str(path), "--json")
    assert facts["script"]["routine"] == "test-routine"
    assert facts["format"] == 1


def test_a_file_of_another_program_has_no_provenance(here: Path) -> None:
    (here / "x.md").write_text("mine", encoding="utf-8")
    result = run("inspect", "x.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "carries no Kneadcast script" in result.stderr
    assert [file.name for file in here.iterdir()] == ["x.md"]
