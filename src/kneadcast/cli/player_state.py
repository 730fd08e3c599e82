"""What the screen of `kneadcast play` shows: a moment of a session, and what is said beside the session itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kneadcast.cli.player_footer import Footer
from kneadcast.script.model import ScriptStep


class Moment(Protocol):
    """What a player says of a moment, be it of a finished session or of a live one."""

    @property
    def at_ms(self) -> int:
        """The time from the beginning of the session."""
        ...

    @property
    def step(self) -> ScriptStep:
        """The step that is done."""
        ...

    @property
    def following(self) -> ScriptStep | None:
        """The step after it; `None` in the last."""
        ...

    @property
    def paused(self) -> bool:
        """Whether the session waits."""
        ...

    @property
    def gain_db(self) -> int:
        """How much louder or softer it is than the session."""
        ...


@dataclass(frozen=True)
class Remarks:
    """What the screen shows beside the session itself."""

    end: str = ""
    """The time of day at which the session ends; empty if that is not known."""
    left_ms: int | None = None
    """In a pause of a live session, the time that is left after it; otherwise `None`."""
    listening: bool = False
    """Whether the microphone is on."""
    footer: Footer | None = None
    """What stands in place of the keys."""


NO_REMARKS = Remarks()
