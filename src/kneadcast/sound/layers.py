"""The layers of a mix: each adds one kind of sound to any part of a session.

A layer keeps no state between its calls, so several threads can mix different parts of a session at once. It also
states everything that its sound in a part is made from, so that a part that was mixed before can be recognised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from pydantic import JsonValue

from kneadcast.script.model import Side
from kneadcast.sound.panning import channel_gains
from kneadcast.sound.pcm import CHANNELS, Mono, Stereo

Source = TypeVar("Source")


class MixLayer(Protocol):
    """One kind of sound in a session; several threads call it at once, for any parts in any order."""

    def add(self, mixed: Stereo, start: int) -> None:
        """Adds the sound of the layer to a part of the session.

        Args:
            mixed: The part, in which the sum is stored.
            start: The frame of the session at which the part begins.
        """
        ...

    def facts(self, start: int, end: int) -> JsonValue:
        """Returns everything that the sound between two frames is made from.

        Parts with equal facts sound the same. Times are relative to `start` where the sound depends on nothing else.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlacedSound(Generic[Source]):
    """A sound that begins at a frame of the session."""

    source: Source
    """What the sound is made from."""
    at_frame: int
    most_frames: int
    """The greatest length that the sound can have."""
    side: Side | None = None
    """The side to which it is panned."""
    gain: float = 1.0


class PlacedSounds(Generic[Source]):
    """A layer of single sounds, each of which is rendered when a part of it is mixed."""

    def __init__(
        self,
        sounds: Iterable[PlacedSound[Source]],
        pan: float,
        render: Callable[[Source], Mono],
        facts_of: Callable[[Source], JsonValue],
    ) -> None:
        """Prepares the layer without rendering anything.

        Args:
            sounds: The sounds, in any order.
            pan: How far a sound is panned to its side, 0 to 1.
            render: Returns a sound.
            facts_of: Returns what a sound is made from.
        """
        self._sounds = sorted(sounds, key=lambda placed: placed.at_frame)
        self._starts = [placed.at_frame for placed in self._sounds]
        self._longest = max((placed.most_frames for placed in self._sounds), default=0)
        self._pan = pan
        self._render = render
        self._facts_of = facts_of

    def add(self, mixed: Stereo, start: int) -> None:
        """Adds the sounds, or their parts, that are within a part of the session."""
        end = start + len(mixed)
        for placed in self._within(start, end):
            first = max(placed.at_frame, start)
            part = self._render(placed.source)[first - placed.at_frame : end - placed.at_frame]
            within = mixed[first - start : first - start + len(part)]
            for channel, gain in zip(range(CHANNELS), channel_gains(placed.side, self._pan), strict=True):
                within[:, channel] += part * np.float32(gain * placed.gain)

    def facts(self, start: int, end: int) -> JsonValue:
        """Returns where each sound within a part begins, how it is panned, and what it is made from."""
        return [
            [
                placed.at_frame - start,
                *channel_gains(placed.side, self._pan),
                placed.gain,
                self._facts_of(placed.source),
            ]
            for placed in self._within(start, end)
        ]

    def _within(self, start: int, end: int) -> Iterator[PlacedSound[Source]]:
        for number in range(bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)):
            placed = self._sounds[number]
            if placed.at_frame + placed.most_frames > start:
                yield placed
