"""A detector, a recogniser and sounds with which the listener is driven without a room."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kneadcast.listening.listener import Listener, ListenerEvent
from kneadcast.listening.phrase_search import ScoredPhrase
from kneadcast.listening.recogniser import Recognition
from kneadcast.listening.samples import BLOCK_MS, BLOCK_SAMPLES, Samples, power_of, silence
from kneadcast.listening.worker import Worker

_VOICED = 1e-4
"""The power above which the detector hears a voice: -40 dBFS."""


class LoudIsVoice:
    """A detector for which everything loud is a voice."""

    def probability(self, block: Samples) -> float:
        return 1.0 if power_of(block) > _VOICED else 0.0


@dataclass(frozen=True)
class FakeRecognition:
    """A text, how much likelier than it some phrases are, and how long the clip is."""

    text: str
    likelier: dict[str, float] = field(default_factory=dict)
    length_ms: int = 1300

    def likely(self, phrases: tuple[str, ...], least_margin: float) -> list[ScoredPhrase]:
        found = [ScoredPhrase(phrase, margin) for phrase, margin in self.likelier.items() if phrase in phrases]
        return sorted((one for one in found if one.score >= least_margin), key=lambda one: -one.score)


@dataclass
class FakeRecogniser:
    """A recogniser that returns what it is told, in order, and keeps the clips."""

    results: list[str | FakeRecognition]
    clips: list[Samples] = field(default_factory=list)

    def recognise(self, clip: Samples) -> Recognition:
        self.clips.append(clip)
        result = self.results.pop(0)
        return FakeRecognition(result) if isinstance(result, str) else result


def sound(length_ms: int, seed: int = 0, rms: float = 0.05) -> list[Samples]:
    """Returns blocks of noise, which the detector takes for a voice."""
    samples = np.random.default_rng(seed).normal(scale=rms, size=length_ms // BLOCK_MS * BLOCK_SAMPLES)
    return list(samples.astype(np.float32).reshape(-1, BLOCK_SAMPLES))


def quiet(length_ms: int) -> list[Samples]:
    """Returns blocks of silence."""
    return [silence()] * (length_ms // BLOCK_MS)


@dataclass
class Session:
    """A session that plays and is heard."""

    results: list[str | FakeRecognition]
    worker: Worker | None = None
    at_ms: int = 0
    events: list[tuple[int, ListenerEvent]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recogniser = FakeRecogniser(self.results)
        self.listener = Listener(LoudIsVoice(), self.recogniser, self.worker)

    def hear(self, blocks: list[Samples]) -> None:
        """Hears sound while the session says nothing."""
        for block in blocks:
            self._feed(block, silence(), text=None)

    def speak(self, text: str, spoken: list[Samples], over: list[Samples] | None = None, echo: float = 0.5) -> None:
        """Says a line, which the microphone hears at a share of its amplitude, with what somebody says over it."""
        for place, block in enumerate(spoken):
            other = over[place] if over and place < len(over) else silence()
            self._feed(block * np.float32(echo) + other, block, text=text)

    def heard(self) -> list[ListenerEvent]:
        """Returns what happened so far."""
        return [event for _, event in self.events]

    def _feed(self, block: Samples, reference: Samples, text: str | None) -> None:
        self.at_ms += BLOCK_MS
        happened = self.listener.feed(block, reference, speaking=text is not None, spoken_text=text)
        self.events += [(self.at_ms, event) for event in happened]
