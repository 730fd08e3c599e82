"""What stands in place of the keys on the screen of `kneadcast play`: a question, a remark, or the last answer."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.cli.player_keys import Key
from kneadcast.cli.player_prompts import Prompt
from kneadcast.cli.rows import Style
from kneadcast.messages import Messages
from kneadcast.planning.live.commands import Command
from kneadcast.script.labels import part_label

SHOWN_MS = 6_000
"""How long an answer or a remark is shown: long enough to open the eyes and read it."""

_COMMANDS = {"choose_part": "skip", "choose_minutes": "end_in"}
"""The commands of the keys that ask for one more word."""


@dataclass(frozen=True)
class Footer:
    """A text of one or two lines, and what can be typed then: keys, or a command."""

    text: str
    style: Style = "plain"
    choices: tuple[str, ...] = ()


def prompt_footer(prompt: Prompt, messages: Messages) -> Footer:
    """Returns the question of a prompt with its keys."""
    return Footer(prompt.question(messages), "strong", prompt.choices(messages))


def answer_text(command: Command, answer: str, messages: Messages) -> str:
    """Returns a command and what the session answers, or the command alone if it is answered by the tick."""
    name = command_label(command, messages)
    return messages.player.answer.format(command=name, answer=answer) if answer else name


def only_live_footer(key: Key, routine: str, messages: Messages) -> Footer:
    """Returns that a finished session cannot do what a key asks for, and how to play the routine instead."""
    name = messages.player.commands[_COMMANDS.get(key.action, key.action)].format(part="…", minutes="…")
    return Footer(messages.player.only_live.format(command=name), "strong", (f"kneadcast play {routine}",))


def command_label(command: Command, messages: Messages) -> str:
    """Returns the name of a command: `stay here`, `skip knee`."""
    part = part_label(command.part, messages) if command.part else ""
    return messages.player.commands[command.name].format(part=part, minutes=command.minutes)
