"""The questions that `kneadcast play` asks for a command that needs one more word: which part, how many minutes.

Everything here is pure: a question and a key give another question, or the command.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from kneadcast.cli.key_sequences import BACKSPACE, ENTER, ESCAPE
from kneadcast.messages import Messages
from kneadcast.planning.live.commands import LONGEST_END_IN_MINUTES, Command
from kneadcast.routine.parts import GROUPS, areas_of
from kneadcast.script.labels import part_label
from kneadcast.script.model import Script

_FIRST_NUMBER = 1


@dataclass(frozen=True)
class Answered:
    """The end of a question: a command, or `None` if it was taken back."""

    command: Command | None = None


class Prompt(Protocol):
    """A question that stands."""

    def question(self, messages: Messages) -> str:
        """Returns the question, with what has been answered so far."""
        ...

    def choices(self, messages: Messages) -> tuple[str, ...]:
        """Returns the keys that answer it, each with what it means."""
        ...

    def press(self, key: str) -> Prompt | Answered | None:
        """Returns what follows from a key; `None` if the key does not answer the question."""
        ...


@dataclass(frozen=True)
class PartPrompt:
    """Asks which part to leave out."""

    parts: tuple[str, ...]

    def question(self, messages: Messages) -> str:
        """Returns the question."""
        return messages.player.which_part

    def choices(self, messages: Messages) -> tuple[str, ...]:
        """Returns the number of each part, and the key that takes the question back."""
        parts = (f"{number} {part_label(part, messages)}" for number, part in enumerate(self.parts, _FIRST_NUMBER))
        return (*parts, f"Esc {messages.player.cancel}")

    def press(self, key: str) -> Prompt | Answered | None:
        """Returns what follows from a key."""
        if key == ESCAPE:
            return Answered()
        numbered = {str(number): part for number, part in enumerate(self.parts, _FIRST_NUMBER)}
        return Answered(Command("skip", part=numbered[key])) if key in numbered else None


@dataclass(frozen=True)
class MinutesPrompt:
    """Asks in how many minutes the session shall end."""

    digits: str = ""

    def question(self, messages: Messages) -> str:
        """Returns the question and the digits that have been typed."""
        return messages.player.how_many_minutes.format(minutes=f"{self.digits}_")

    def choices(self, messages: Messages) -> tuple[str, ...]:
        """Returns the keys that end the question."""
        return (f"{messages.player.enter} {messages.player.confirm}", f"Esc {messages.player.cancel}")

    def press(self, key: str) -> Prompt | Answered | None:
        """Returns what follows from a key; a digit that makes the time too long is not taken."""
        if key == ESCAPE or (key == BACKSPACE and not self.digits):
            return Answered()
        if key == BACKSPACE:
            return replace(self, digits=self.digits[:-1])
        if key == ENTER:
            return Answered(Command("end_in", minutes=int(self.digits))) if self.digits else self
        return self._typed(key) if key.isascii() and key.isdigit() else None

    def _typed(self, digit: str) -> MinutesPrompt:
        digits = (self.digits + digit).lstrip("0")
        return replace(self, digits=digits) if int(digits or 0) <= LONGEST_END_IN_MINUTES else self


def parts_to_come(script: Script, at_ms: int) -> tuple[str, ...]:
    """Returns the parts that are still worked after a moment, from the feet up."""
    areas = {step.area for step in script.steps if step.area and step.end_ms > at_ms}
    return tuple(part for part in GROUPS if not areas_of(part).isdisjoint(areas))
