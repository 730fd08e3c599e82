"""The commands of a listener in a session that is being played, whichever way they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

CommandName = Literal[
    "stay",
    "next",
    "back",
    "again",
    "pause",
    "resume",
    "less_talk",
    "more_talk",
    "softer",
    "louder",
    "skip",
    "end_in",
    "time_left",
    "help",
    "stop",
    "yes",
    "no",
]
COMMAND_NAMES: tuple[CommandName, ...] = get_args(CommandName)
LONGEST_END_IN_MINUTES = 180
"""The most minutes in which a listener can ask a session to end; no session is longer."""


@dataclass(frozen=True)
class Command:
    """One command.

    Raises:
        ValueError: If it does not have the argument that its name needs, or has another one.
    """

    name: CommandName
    part: str | None = None
    """The part of the body that `skip` leaves out, as `kneadcast.routine.parts` names it."""
    minutes: int | None = None
    """In how many minutes `end_in` ends the session."""

    def __post_init__(self) -> None:
        if (self.name == "skip") != (self.part is not None) or (self.name == "end_in") != (self.minutes is not None):
            raise ValueError(f"the command '{self.name}' has the wrong arguments")
        if self.minutes is not None and not 1 <= self.minutes <= LONGEST_END_IN_MINUTES:
            raise ValueError(f"{self.minutes} minutes are not from 1 to {LONGEST_END_IN_MINUTES}")

    def __str__(self) -> str:
        """Returns the command as it is logged: `skip knee`, `end_in 10`."""
        argument = self.part or self.minutes
        return f"{self.name} {argument}" if argument else self.name
