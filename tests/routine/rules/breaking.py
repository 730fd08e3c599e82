"""Breaking a rule on purpose, by editing the faultless routine."""

from __future__ import annotations

from pathlib import Path

from kneadcast.routine.library import check_routine_file
from tests.routine.files import Edits, faulty, write

BrokenRule = tuple[str, Edits, str]
"""The id of a rule, the edits that break it, and the message that follows the file's name."""


def messages_of(rule: str, folder: Path, edits: Edits) -> list[str]:
    """Returns the messages of a rule for the edited routine, without the file's name."""
    path = write(folder, faulty(*edits))
    _, problems = check_routine_file(path)
    return [str(problem).removeprefix(f"{path}:") for problem in problems if problem.rule == rule]
