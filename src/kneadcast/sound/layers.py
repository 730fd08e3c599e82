"""What the layers of a mix return to the mixer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from kneadcast.script.model import Cue
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.units import frames_at


class Region(NamedTuple):
    """Samples that sound from a frame of the session on."""

    at_frame: int
    samples: Samples | Stereo

    @property
    def end_frame(self) -> int:
        """The first frame after it."""
        return self.at_frame + len(self.samples)


class MixLayer(Protocol):
    """One kind of sound in a session."""

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns what the layer sounds between two frames; called for one range after the other."""
        ...


class CueLayer:
    """Sounds that begin at cues; each is rendered when the first block that it sounds in is mixed."""

    def __init__(self, cues: Iterable[Cue], render: Callable[[Cue], Samples | Stereo]) -> None:
        self._waiting = deque(sorted(cues, key=lambda cue: cue.at_ms))
        self._render = render
        self._sounding: list[Region] = []

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the parts of all cues that sound between two frames."""
        while self._waiting and frames_at(self._waiting[0].at_ms, FRAME_RATE) < end:
            cue = self._waiting.popleft()
            self._sounding.append(Region(frames_at(cue.at_ms, FRAME_RATE), self._render(cue)))
        self._sounding = [region for region in self._sounding if region.end_frame > start]
        for at_frame, samples in self._sounding:
            first = max(at_frame, start)
            yield Region(first, samples[first - at_frame : end - at_frame])
