"""The log of a live session: each command with its time and its answer, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kneadcast.errors import OutputError, describe_os_error
from kneadcast.output.targets import Target, check_targets
from kneadcast.planning.live.state import LogEntry

_KEYS = ("at_ms", "command", "answer", "end_ms")
_LONGEST_LINE = 10_000
"""Far more characters than a command and its answer have."""


def check_log(path: Path, *, force: bool = False) -> None:
    """Checks that a log can be written. Call it before any slow work.

    Args:
        path: The file.
        force: Whether a file that is no log may be replaced.

    Raises:
        OutputError: If it cannot be written, or would replace a file that is no log.
    """
    check_targets([Target(path, "the log of the commands", _is_log)], force=force)


class CommandLog:
    """Writes the commands of a session to a file. Each line is complete as soon as its command is followed.

    A log that can no longer be written does not end the session; `problem` then says so.
    """

    def __init__(self, path: Path) -> None:
        """Creates the file, or empties the log that it is.

        Raises:
            OutputError: If it cannot be written.
        """
        self._path, self._written = path, 0
        self.problem: str | None = None
        """Why the log has ended before the session, or `None`."""
        try:
            self._file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as reason:
            raise OutputError(f"the log cannot be written as '{path}': {describe_os_error(reason)}") from reason

    def update(self, entries: Sequence[LogEntry]) -> None:
        """Writes the entries of a session that have not been written."""
        if self.problem is not None:
            return
        try:
            for entry in entries[self._written :]:
                self._file.write(f"{json.dumps(_facts(entry), ensure_ascii=False)}\n")
                self._file.flush()
                self._written += 1
        except OSError as reason:
            self.problem = f"commands are no longer logged in '{self._path}': {describe_os_error(reason)}"

    def close(self) -> None:
        """Closes the file."""
        try:
            self._file.close()
        except OSError as reason:
            self.problem = f"the log '{self._path}' may not be complete: {describe_os_error(reason)}"


def _facts(entry: LogEntry) -> dict[str, int | str]:
    return dict(zip(_KEYS, (entry.at_ms, str(entry.command), entry.answer, entry.end_ms), strict=True))


def _is_log(path: Path) -> bool:
    """Returns whether a file is empty, or begins with a line of a log."""
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(_LONGEST_LINE)
        return not line or tuple(json.loads(line)) == _KEYS
    except (OSError, ValueError, TypeError):
        return False
