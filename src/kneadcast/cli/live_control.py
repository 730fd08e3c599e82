"""The loop of `kneadcast play` for live sessions: shows the session, and turns keys into commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import click

from kneadcast.cli.drawing import UNICODE, Glyphs, Size
from kneadcast.cli.keyboard import ReadKey
from kneadcast.cli.player_control import POLL_S, Canvas
from kneadcast.cli.player_footer import (
    SHOWN_MS,
    Footer,
    answer_text,
    prompt_footer,
)
from kneadcast.cli.player_keys import ANSWERS, Key, find_key
from kneadcast.cli.player_prompts import Answered, MinutesPrompt, PartPrompt, Prompt, parts_to_come
from kneadcast.cli.player_screen import PlayerScreen
from kneadcast.cli.player_state import Moment, Remarks
from kneadcast.cli.rows import Row
from kneadcast.messages import ENGLISH, messages_in
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.state import LogEntry
from kneadcast.script.labels import sided_title
from kneadcast.script.model import Script
from kneadcast.units import format_clock

_FARTHEST_OFF = timedelta(seconds=20)
"""How far the end may be from the time that is shown, as when the computer has slept; less is not worth a change."""
_HALF_A_MINUTE = timedelta(seconds=30)


class LiveStatus(Moment, Protocol):
    """The state of a live session at one moment."""

    @property
    def script(self) -> Script:
        """The session as it happened, and the plan of the rest."""
        ...

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        ...

    @property
    def awaits_yes(self) -> bool:
        """Whether it has asked whether it should end."""
        ...

    @property
    def left_ms(self) -> int:
        """The time that is left; in a pause, the time after it."""
        ...

    @property
    def listens(self) -> bool:
        """Whether the microphone is on."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """What has failed although the session goes on."""
        ...

    @property
    def last(self) -> LogEntry | None:
        """The last command with its answer."""
        ...


class LivePlayer(Protocol):
    """What plays a live session."""

    def command(self, command: Command) -> None:
        """Gives a command."""
        ...

    def status(self) -> LiveStatus:
        """Returns the state now."""
        ...

    def wait(self, timeout_s: float) -> bool:
        """Waits for the end and returns whether it has been reached."""
        ...


@dataclass(frozen=True)
class LiveView:
    """How a live session is shown."""

    now: Callable[[], datetime]
    """Returns the time as the clocks of this place show it."""
    glyphs: Glyphs = UNICODE
    silent: bool = False
    notice: str = ""
    """What the listener has to know about the microphone at the beginning."""


class LiveControl:
    """Draws a live session and handles keys, until the session ends or `q` is pressed."""

    def __init__(self, player: LivePlayer, view: LiveView) -> None:
        """Prepares to control the session of a player."""
        self._player, self._view = player, view
        self._prompt: Prompt | None = None
        self._screen: PlayerScreen | None = None
        self._end = datetime.min
        self._problems: dict[str, int] = {}
        """What has failed, and the moment at which it was seen."""

    def run(self, canvas: Canvas, read_key: ReadKey) -> None:
        """Runs the loop.

        Raises:
            OutputError: If the session cannot be played any further.
        """
        while not (status := self._player.status()).ended:
            canvas.draw(self._rows(status, canvas.size))
            name = read_key(POLL_S)
            if name and not self._press(name, status):
                break

    def _press(self, name: str, status: LiveStatus) -> bool:
        """Does what a key asks for; returns whether the session goes on.

        A question takes the keys that answer it. Any other key takes the question back and does what it always does,
        so that no key is without effect because of a question that was forgotten.
        """
        followed = self._prompt.press(name) if self._prompt else None
        self._prompt = None if isinstance(followed, Answered) else followed
        if isinstance(followed, Answered):
            self._give(followed.command)
        elif followed is None and status.awaits_yes and name in ANSWERS:
            self._give(Command(ANSWERS[name]))
        elif followed is None and (key := find_key(name)):
            return self._act(key, status)
        return True

    def _act(self, key: Key, status: LiveStatus) -> bool:
        if key.action == "quit":
            return False
        if key.action == "choose_part":
            self._prompt = PartPrompt(parts_to_come(status.script, status.at_ms))
        elif key.action == "choose_minutes":
            self._prompt = MinutesPrompt()
        elif key.action == "pause_or_resume":
            self._give(Command("resume" if status.paused else "pause"))
        elif not (key.needs_sound and self._view.silent):
            self._give(Command(key.action))
        return True

    def _give(self, command: Command | None) -> None:
        if command:
            self._player.command(command)

    def _rows(self, status: LiveStatus, size: Size) -> list[Row]:
        screen = self._screen_of(status)
        left_ms = status.left_ms if status.paused else None
        remarks = Remarks(self._end_in_words(status), left_ms, status.listens, self._footer(status))
        return screen.rows(status, size, remarks)

    def _screen_of(self, status: LiveStatus) -> PlayerScreen:
        """Returns the screen of the script, which changes with each command that changes the plan."""
        if self._screen is None or self._screen.script is not status.script:
            self._screen = PlayerScreen(status.script, self._view.silent, self._view.glyphs, live=True)
            self._end = self._end_of(status)
        return self._screen

    def _end_in_words(self, status: LiveStatus) -> str:
        """Returns the time of day of the end to the nearest minute; an empty string in a pause, which has no end."""
        if abs((end := self._end_of(status)) - self._end) > _FARTHEST_OFF:
            self._end = end
        return "" if status.paused else f"{self._end + _HALF_A_MINUTE:%H:%M}"

    def _end_of(self, status: LiveStatus) -> datetime:
        return self._view.now() + timedelta(milliseconds=status.left_ms)

    def _footer(self, status: LiveStatus) -> Footer | None:
        """Returns what is most urgent: a question, something that has failed, or the last answer."""
        messages, last = messages_in(status.script.language), status.last
        for problem in status.problems:
            if problem not in self._problems:
                self._problems[problem] = status.at_ms
        if self._prompt:
            return prompt_footer(self._prompt, messages)
        if status.awaits_yes:
            return Footer(messages.player.stop_question, "mark")
        if failed := [text for text, at_ms in self._problems.items() if status.at_ms - at_ms <= SHOWN_MS]:
            return Footer(failed[-1], "strong")
        if last and status.at_ms - last.at_ms <= SHOWN_MS:
            return Footer(answer_text(last.command, last.answer, messages), "strong")
        if self._view.notice and status.at_ms <= SHOWN_MS:
            return Footer(self._view.notice, "strong")
        return None


def list_live(player: LivePlayer) -> None:
    """Prints a line for each step when it begins, and for each command with its answer, until the session ends.

    Raises:
        OutputError: If the session cannot be played any further.
    """
    shown, heard = "", None
    while not (status := player.status()).ended:
        if status.last and status.last != heard:
            heard = status.last
            _list(heard.at_ms, f"> {answer_text(heard.command, heard.answer, messages_in(ENGLISH))}")
        if status.step.id != shown:
            shown = status.step.id
            _list(status.at_ms, sided_title(status.step))
        player.wait(POLL_S)


def _list(at_ms: int, text: str) -> None:
    click.echo(f"{format_clock(at_ms):>7}  {text}")
