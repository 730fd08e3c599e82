"""`kneadcast record-list`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import HOME, printed, run
from tests.speech.recorded_lines import record


def test_the_list_shows_what_is_recorded_already(tmp_path: Path) -> None:
    record(tmp_path / "clips", "remind.2.mp3")
    result = run("record-list", HOME, "--clips", str(tmp_path / "clips"))
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.stdout.splitlines() if line.startswith("+")] == ["remind.2"]
    assert result.stderr.endswith("lines, 1 of them recorded\n")


def test_json_has_all_ids_of_each_line_and_its_recording(tmp_path: Path) -> None:
    path = record(tmp_path / "clips", "remind.2.wav")
    rows = printed("record-list", HOME, "--clips", str(path.parent), "--json")
    assert [(row["ids"], row["recording"]) for row in rows if row["recording"]] == [(["remind.2"], str(path))]
    shown = run("record-list", HOME).stdout.splitlines()
    assert [(row["ids"][0], row["text"]) for row in rows] == [tuple(line.split(maxsplit=1)) for line in shown]


def test_a_folder_that_does_not_exist_is_a_usage_error() -> None:
    assert run("record-list", HOME, "--clips", "nowhere").exit_code == 2
