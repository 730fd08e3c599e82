"""Levels measured on the finished sound: what a listener's meter would show, and whether it is what was promised."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kneadcast.errors import SoundError
from kneadcast.script.model import Script
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs, true_peak
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Stereo
from kneadcast.units import frames_at

SPEECH_TOLERANCE_LU = 1.0
"""EBU R 128 (2023), 'where exact normalisation is not achievable practically'; a bell that rings on under a first
word, and a low bit rate, are the two things that move speech off its target."""
HIGHEST_PEAK_DBTP = -1.5
"""AES TD1008, of the decoded file."""
LEAST_DISTANCE_LU = 20.0
"""WCAG 2 technique G56: background at least 20 dB below speech."""

_PATCH_FRAMES = FRAME_RATE // 100
_NEAR_PEAK = 0.8
"""Between samples sound reaches at most about 2 dB above its samples, so lower patches cannot hold the true peak."""
_SURROUNDINGS = 256
"""Frames on both sides of a patch that oversampling has to see."""


@dataclass(frozen=True)
class MeasuredLevels:
    """The levels of a finished session."""

    speech_lufs: float | None
    """Integrated loudness of all that is heard while the voice speaks, as BS.1770 gates it; none where nothing is."""
    speech_target_lufs: float
    true_peak_dbtp: float
    """Of the decoded MP3."""
    speech_share: float
    """Part of the session's time in which the voice speaks, 0 to 1."""
    ambience_distance_lu: float | None
    """How far the ambience lies under the voice while it speaks; none where there is no ambience."""

    def misses(self) -> tuple[str, ...]:
        """Returns what is not as it was promised."""
        found = []
        if self.speech_lufs is not None and abs(self.speech_lufs - self.speech_target_lufs) > SPEECH_TOLERANCE_LU:
            found.append(f"speech is at {self.speech_lufs:.1f} LUFS, not at {self.speech_target_lufs:.1f}")
        if self.true_peak_dbtp > HIGHEST_PEAK_DBTP:
            found.append(f"peaks reach {self.true_peak_dbtp:.1f} dBTP, above {HIGHEST_PEAK_DBTP}")
        if self.ambience_distance_lu is not None and self.ambience_distance_lu < LEAST_DISTANCE_LU:
            found.append(f"ambience is {self.ambience_distance_lu:.1f} LU under the voice, not {LEAST_DISTANCE_LU:g}")
        return tuple(found)

    def check(self) -> None:
        """Makes sure that a session sounds as it was promised.

        Raises:
            SoundError: With every level that it misses.
        """
        if problems := self.misses():
            advice = "give the template a lower speech_lufs, fewer sounds at once, or the MP3 a higher bit rate"
            raise SoundError(*(f"the session would not sound right: {problem}; {advice}" for problem in problems))


class SpeechLoudness:
    """Durations a sound where the voice speaks; it is given in consecutive blocks, and nothing of it is kept."""

    def __init__(self, script: Script) -> None:
        spoken = sorted((cue.at_ms, cue.end_ms) for cue in script.cues if cue.kind == "speech")
        self._spans = [(frames_at(start, FRAME_RATE), frames_at(end, FRAME_RATE)) for start, end in spoken]
        self._next = 0
        self._held: list[Stereo] = []
        self._blocks: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []

    def add(self, region: Region) -> None:
        """Takes the next block."""
        while self._next < len(self._spans):
            start, end = self._spans[self._next]
            first, last = max(start, region.at_frame), min(end, region.end_frame)
            if first < last:
                part = region.samples[first - region.at_frame : last - region.at_frame]
                self._held.append(np.array(part, dtype=np.float32))
            if end > region.end_frame:
                return
            self._measure()
            self._next += 1

    def _measure(self) -> None:
        if self._held:
            self._blocks.append(block_loudness_lufs(np.concatenate(self._held)))
        self._held = []

    def integrated_lufs(self) -> float | None:
        """Returns the loudness of all spoken moments together; none where nothing was heard in them."""
        lufs = gated_lufs(np.concatenate([np.zeros(0), *self._blocks]))
        return lufs if math.isfinite(lufs) else None


class TruePeak:
    """Finds the true peak of a sound that is given in consecutive blocks.

    Oversampling all of it would take longer than encoding it; only patches that come near the highest sample can hold
    the true peak.
    """

    def __init__(self) -> None:
        self._highest_sample = 0.0
        self._peak = 0.0
        self._before: Stereo = np.zeros((2 * _SURROUNDINGS, CHANNELS), dtype=np.float32)

    def add(self, block: Stereo) -> None:
        """Takes the next block."""
        seen = np.concatenate([self._before, block])
        self._before = seen[-2 * _SURROUNDINGS :]
        # Only what has its surroundings on both sides: at a cut, oversampling rings as no loudspeaker would.
        within = np.abs(seen[_SURROUNDINGS : len(seen) - _SURROUNDINGS])
        rows = np.pad(within, ((0, -len(within) % _PATCH_FRAMES), (0, 0))).reshape(-1, _PATCH_FRAMES * CHANNELS)
        patches = rows.max(axis=1)
        self._highest_sample = max(self._highest_sample, float(patches.max(initial=0.0)))
        for number in np.flatnonzero(patches >= max(_NEAR_PEAK * self._highest_sample, 1e-6)):
            start = int(number) * _PATCH_FRAMES
            around = seen[start : min(start + _PATCH_FRAMES, len(within)) + 2 * _SURROUNDINGS]
            heard = (true_peak(around[:, channel], unsure=_SURROUNDINGS) for channel in range(CHANNELS))
            self._peak = max(self._peak, *heard)

    def dbtp(self) -> float:
        """Returns the highest peak so far, in dB below full scale; the sound ends there."""
        self.add(np.zeros((2 * _SURROUNDINGS, CHANNELS), dtype=np.float32))
        return 20 * math.log10(max(self._peak, self._highest_sample, 1e-5))


def measure(
    blocks: Iterable[Stereo], script: Script, speech_target_lufs: float, ambience_lufs: float | None
) -> MeasuredLevels:
    """Durations a finished session.

    Args:
        blocks: Its decoded sound.
        script: Where the voice speaks.
        speech_target_lufs: Where speech was meant to be.
        ambience_lufs: Loudness of the ambience alone while the voice speaks; none where there is none.
    """
    spoken, peak, at_frame = SpeechLoudness(script), TruePeak(), 0
    for block in blocks:
        spoken.add(Region(at_frame, block))
        peak.add(block)
        at_frame += len(block)
    speech_lufs = spoken.integrated_lufs()
    distance = None if speech_lufs is None or ambience_lufs is None else speech_lufs - ambience_lufs
    spoken_ms = sum(cue.length_ms for cue in script.cues if cue.kind == "speech")
    return MeasuredLevels(speech_lufs, speech_target_lufs, peak.dbtp(), spoken_ms / max(script.length_ms, 1), distance)
