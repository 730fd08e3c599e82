"""The log of the commands: a JSON object a line, and never in place of another file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.live.command_log import CommandLog, check_log
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.state import LogEntry

ENTRIES = (
    LogEntry(12_300, Command("stay"), "Staying here.", 180_000),
    LogEntry(20_000, Command("skip", part="knee"), "Ohne das Knie, schön.", 170_000),
    LogEntry(30_000, Command("softer"), "", 170_000),
)


def test_each_command_is_a_json_object_on_a_line_of_its_own(tmp_path: Path) -> None:
    """Its keys are those of the documentation, and its times milliseconds from the beginning of the session."""
    log = CommandLog(tmp_path / "log.jsonl")
    log.update(ENTRIES)
    log.close()
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"at_ms": 12_300, "command": "stay", "answer": "Staying here.", "end_ms": 180_000},
        {"at_ms": 20_000, "command": "skip knee", "answer": "Ohne das Knie, schön.", "end_ms": 170_000},
        {"at_ms": 30_000, "command": "softer", "answer": "", "end_ms": 170_000},
    ]
    assert "schön" in lines[1]


def test_each_entry_is_written_once_and_at_once(tmp_path: Path) -> None:
    """The file is complete after every command, before it is closed."""
    log = CommandLog(tmp_path / "log.jsonl")
    for number in range(1, 4):
        log.update(ENTRIES[:number])
        log.update(ENTRIES[:number])
        assert (tmp_path / "log.jsonl").read_text(encoding="utf-8").count("\n") == number
    log.close()


def test_a_log_may_replace_a_log_or_an_empty_file_but_nothing_else(tmp_path: Path) -> None:
    """A file of somebody is only replaced if that is allowed."""
    for name, content in (("empty", ""), ("log", '{"at_ms": 1, "command": "stay", "answer": "", "end_ms": 9}\n')):
        (tmp_path / name).write_text(content, encoding="utf-8")
        check_log(tmp_path / name)
    for name, content in (("letter", "Dear all"), ("other", '{"at_ms": 1}\n'), ("list", "[1]\n"), ("number", "1\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(OutputError, match=f"'.*{name}' already exists"):
            check_log(tmp_path / name)
        check_log(tmp_path / name, force=True)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OutputError, match="binary' already exists"):
        check_log(tmp_path / "binary")
    check_log(tmp_path / "new")


def test_a_log_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    """The folder does not exist."""
    with pytest.raises(OutputError, match="there is no folder"):
        check_log(tmp_path / "no" / "log.jsonl")
    with pytest.raises(OutputError, match=r"the log cannot be written as '.*log\.jsonl'"):
        CommandLog(tmp_path / "no" / "log.jsonl")


def test_a_log_that_can_no_longer_be_written_says_so_and_the_session_goes_on(tmp_path: Path) -> None:
    """As on a disk that is full."""
    log = CommandLog(tmp_path / "log.jsonl")
    log.update(ENTRIES[:1])
    assert log.problem is None

    class FullDisk:
        def write(self, _: str) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    log._file.close()
    log._file = FullDisk()  # type: ignore[assignment]
    log.update(ENTRIES)
    assert log.problem
    assert log.problem.startswith("commands are no longer logged in")
    assert "space" in log.problem
    log.update(ENTRIES)
    log.close()
    assert "may not be complete" in log.problem
