"""What the tests of the player share: a canvas, keys that are pressed, and a live session that plans nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kneadcast.cli.drawing import Size
from kneadcast.cli.rows import Row
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.state import LogEntry
from kneadcast.script.model import Script, ScriptStep

WIDE = Size(80, 24)


class FakeCanvas:
    """Keeps every screen as text."""

    def __init__(self, size: Size = WIDE) -> None:
        self.size = size
        self.screens: list[str] = []

    def draw(self, rows: Sequence[Row]) -> None:
        self.screens.append("\n".join("".join(span.text for span in row).strip() for row in rows))


def pressing(*keys: str) -> Callable[[float], str]:
    """Returns what reads keys: some, and then none."""
    pressed = iter(keys)
    return lambda _timeout_s: next(pressed, "")


@dataclass(frozen=True)
class FakeStatus:
    """The state of a live session; `FakeLivePlayer` changes it."""

    script: Script
    at_ms: int = 6_000
    paused: bool = False
    gain_db: int = 0
    ended: bool = False
    awaits_yes: bool = False
    last: LogEntry | None = None
    listens: bool = False
    problems: tuple[str, ...] = ()

    @property
    def step(self) -> ScriptStep:
        return [step for step in self.script.steps if step.start_ms <= self.at_ms][-1]

    @property
    def following(self) -> ScriptStep | None:
        return next((step for step in self.script.steps if step.start_ms > self.at_ms), None)

    @property
    def left_ms(self) -> int:
        return self.script.length_ms - self.at_ms


class FakeLivePlayer:
    """Keeps the commands, and answers each of them; its time stands still."""

    def __init__(self, script: Script, answer: str = "") -> None:
        self.now = FakeStatus(script)
        self.commands: list[str] = []
        self._answer = answer

    def command(self, command: Command) -> None:
        self.commands.append(str(command))
        entry = LogEntry(self.now.at_ms, command, self._answer, self.now.script.length_ms)
        awaits_yes, paused = command.name == "stop", (command.name == "pause") or self.now.paused
        self.now = replace(self.now, last=entry, awaits_yes=awaits_yes, paused=paused and command.name != "resume")

    def status(self) -> FakeStatus:
        return self.now

    def wait(self, _timeout_s: float) -> bool:
        return self.now.ended
