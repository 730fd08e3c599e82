"""What the layers of a mix hand to the mixer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from kneadcast.script.model import Cue
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.units import frames_at


class Region(NamedTuple):
    """Samples that sound from a frame on."""

    at_frame: int
    samples: Samples | Stereo

    @property
    def end_frame(self) -> int:
        """The first frame after it."""
        return self.at_frame + len(self.samples)


class Layer(Protocol):
    """One kind of sound that a session is made of."""

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns what this layer sounds from one frame up to another; asked for one stretch after the other."""
        ...


class CueLayer:
    """Sounds that begin at cues and last as long as they last; each is made when its first block comes."""

    def __init__(self, cues: Iterable[Cue], sound: Callable[[Cue], Samples | Stereo]) -> None:
        self._waiting = deque(sorted(cues, key=lambda cue: cue.at_ms))
        self._sound = sound
        self._sounding: list[Region] = []

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the parts of all cues that sound within a stretch."""
        while self._waiting and frames_at(self._waiting[0].at_ms, FRAME_RATE) < end:
            cue = self._waiting.popleft()
            self._sounding.append(Region(frames_at(cue.at_ms, FRAME_RATE), self._sound(cue)))
        self._sounding = [piece for piece in self._sounding if piece.end_frame > start]
        for at_frame, samples in self._sounding:
            first = max(at_frame, start)
            yield Region(first, samples[first - at_frame : end - at_frame])
