"""The sound of a session, as the writers of sound files use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from kneadcast.sound.pcm import AudioSegment


class Span(NamedTuple):
    """A part of a sound: its first frame, and the frame after it."""

    start: int
    end: int


class SessionSound(Protocol):
    """The sound of a session. Several threads can mix different parts of it at once."""

    @property
    def frames(self) -> int:
        """The length of the session."""
        ...

    @property
    def spoken(self) -> tuple[Span, ...]:
        """The frames between which the voice speaks, in order of time."""
        ...

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[AudioSegment]:
        """Yields a part of the session in blocks, each mixed when it is requested.

        The sound of a frame does not depend on the part that contains it.

        Args:
            start: The first frame of the part.
            end: The frame after the part; by default the end of the session.
        """
        ...

    def facts(self, start: int, end: int) -> JsonValue:
        """Returns everything that the sound between two frames is made from; parts with equal facts sound the same."""
        ...

    def ambience_lufs(self, start: int, end: int) -> tuple[float, ...]:
        """Returns the loudness of each gating block of the ambience alone between two frames."""
        ...
