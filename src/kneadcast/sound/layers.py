"""The layers of a mix, and the regions of sound that they return to the mixer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from kneadcast.script.model import Cue
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.units import frames_at


class Region(NamedTuple):
    """Samples, and the frame of the session at which they begin."""

    at_frame: int
    samples: Samples | Stereo

    @property
    def end_frame(self) -> int:
        """The first frame after the region."""
        return self.at_frame + len(self.samples)


class MixLayer(Protocol):
    """One kind of sound in a session."""

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the sound of the layer between two frames; called for consecutive ranges."""
        ...


class CueLayer:
    """Sounds that begin at cues; each is rendered when the first block that contains a part of it is mixed."""

    def __init__(self, cues: Iterable[Cue], render: Callable[[Cue], Samples | Stereo]) -> None:
        self._pending = deque(sorted(cues, key=lambda cue: cue.at_ms))
        self._render = render
        self._active: list[Region] = []

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the parts of all cues that sound between two frames."""
        while self._pending and frames_at(self._pending[0].at_ms, FRAME_RATE) < end:
            cue = self._pending.popleft()
            self._active.append(Region(frames_at(cue.at_ms, FRAME_RATE), self._render(cue)))
        self._active = [region for region in self._active if region.end_frame > start]
        for at_frame, samples in self._active:
            first = max(at_frame, start)
            yield Region(first, samples[first - at_frame : end - at_frame])
