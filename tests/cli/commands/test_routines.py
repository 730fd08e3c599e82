"""`kneadcast routines`."""

from __future__ import annotations

from collections.abc import Callable

from kneadcast.resources import user_folder
from tests.cli.runner import HOME, printed, run


def names(*arguments: str) -> set[str]:
    """Returns the names of the routines that are found."""
    return {row["name"] for row in printed("routines", *arguments, "--json")}


def test_routines_are_listed_with_lengths_that_can_be_built() -> None:
    rows = printed("routines", "--json")
    assert {"name", "title", "type", "mode", "shortest_ms", "default_ms", "longest_ms", "own"} == set(rows[0])
    for row in rows[:2]:
        for key in ("shortest_ms", "default_ms", "longest_ms"):
            assert run("script", row["name"], "--length", f"{row[key] // 1000}s").exit_code == 0


def test_routines_are_found_by_length_part_and_position() -> None:
    rows = printed("routines", "--length", "8m", "--area", "calf", "--position", "seated", "--json")
    assert HOME in {row["name"] for row in rows}
    assert all(row["shortest_ms"] <= 480_000 <= row["longest_ms"] for row in rows)
    assert "toes-to-hip" not in {row["name"] for row in rows}


def test_routines_are_found_by_the_time_until_a_time_of_day(set_clock: Callable[[str], None]) -> None:
    set_clock("22:21:00")
    assert names("--length", "until 22:30") == names("--length", "eight minutes")


def test_routines_are_found_by_caution() -> None:
    safe = names("--avoid", "pregnancy")
    assert "toes-to-hip" in safe
    assert not safe & {"lymphatic", "anti-cellulite", "classical", "partner-full"}
    assert "did you mean 'pregnancy'?" in run("routines", "--avoid", "pregnan").stderr


def test_routines_are_found_by_language() -> None:
    assert names("--language", "de") == {HOME, "toes-to-hip", "relaxing", "five-minute-feet", "before-sleep"}


def test_if_no_routine_is_found_those_that_fail_a_single_criterion_are_named() -> None:
    criteria = ["--length", "15m", "--area", "calf", "--type", "relaxing", "--position", "sitting"]
    result = run("routines", *criteria)
    assert result.stdout == ""
    assert "without --position seated: before-sleep, relaxing" in result.stderr
    assert "without --type relaxing: desk-break, hands-free-feet, seated-only, self-massage-at-home" in result.stderr


def test_a_routine_of_the_user_that_cannot_be_read_does_not_hide_the_others() -> None:
    folder = user_folder() / "routines"
    folder.mkdir()
    (folder / "broken.yaml").write_text("format: 1\nname: broken\n", encoding="utf-8")
    result = run("routines", "--type", "relaxing")
    assert "relaxing" in result.stdout
    assert "left out of the list" in result.stderr
    assert "broken.yaml:1:1: title: the key 'title' is missing" in result.stderr
