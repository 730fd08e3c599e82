"""Metering of the finished sound: measuring its levels, and checking that they are within their tolerances."""

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
"""EBU R 128 (2023), 'where exact normalisation is not achievable practically'. Two things move speech off its target: a
chime that decays under a first word, and a low bit rate."""
MAX_TRUE_PEAK_DBTP = -1.5
"""AES TD1008, for the decoded file."""
MIN_AMBIENCE_DISTANCE_LU = 20.0
"""WCAG 2 technique G56: background at least 20 dB below speech."""

_WINDOW_FRAMES = FRAME_RATE // 100
_NEAR_PEAK = 0.8
"""Between samples, sound is at most about 2 dB above its samples, so lower windows cannot contain the true peak."""
_CONTEXT_FRAMES = 256
"""Frames on both sides of a window that oversampling needs as context."""


@dataclass(frozen=True)
class MeasuredLevels:
    """The measured levels of a finished session."""

    speech_lufs: float | None
    """Integrated loudness of all sound while the voice speaks, gated as in BS.1770; `None` if it is silent."""
    speech_target_lufs: float
    true_peak_dbtp: float
    """True peak of the decoded MP3."""
    speech_share: float
    """Share of the session's time in which the voice speaks, 0 to 1."""
    ambience_distance_lu: float | None
    """How far the ambience is below the voice while it speaks; `None` if there is no ambience."""

    def misses(self) -> tuple[str, ...]:
        """Returns a message for each level that is out of tolerance."""
        messages = []
        if self.speech_lufs is not None and abs(self.speech_lufs - self.speech_target_lufs) > SPEECH_TOLERANCE_LU:
            messages.append(f"speech is at {self.speech_lufs:.1f} LUFS, not at {self.speech_target_lufs:.1f}")
        if self.true_peak_dbtp > MAX_TRUE_PEAK_DBTP:
            messages.append(f"peaks reach {self.true_peak_dbtp:.1f} dBTP, above {MAX_TRUE_PEAK_DBTP}")
        if self.ambience_distance_lu is not None and self.ambience_distance_lu < MIN_AMBIENCE_DISTANCE_LU:
            messages.append(
                f"ambience is {self.ambience_distance_lu:.1f} LU under the voice, not {MIN_AMBIENCE_DISTANCE_LU:g}"
            )
        return tuple(messages)

    def check(self) -> None:
        """Checks that every level is within its tolerance.

        Raises:
            SoundError: With a message for each level that is not.
        """
        if problems := self.misses():
            advice = "lower speech_lufs in the template, use fewer sounds at once, or raise the bit rate of the MP3"
            raise SoundError(
                *(f"the levels of the session are out of tolerance: {problem}; {advice}" for problem in problems)
            )


class SpeechLoudness:
    """Measures the loudness of a sound while the voice speaks; its blocks are added in order and are not kept."""

    def __init__(self, script: Script) -> None:
        spoken = sorted((cue.at_ms, cue.end_ms) for cue in script.cues if cue.kind == "speech")
        self._spans = [(frames_at(start, FRAME_RATE), frames_at(end, FRAME_RATE)) for start, end in spoken]
        self._next_span = 0
        self._parts: list[Stereo] = []
        self._blocks: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []

    def add(self, region: Region) -> None:
        """Adds the next block."""
        while self._next_span < len(self._spans):
            start, end = self._spans[self._next_span]
            first, last = max(start, region.at_frame), min(end, region.end_frame)
            if first < last:
                part = region.samples[first - region.at_frame : last - region.at_frame]
                self._parts.append(np.array(part, dtype=np.float32))
            if end > region.end_frame:
                return
            self._measure()
            self._next_span += 1

    def _measure(self) -> None:
        if self._parts:
            self._blocks.append(block_loudness_lufs(np.concatenate(self._parts)))
        self._parts = []

    def integrated_lufs(self) -> float | None:
        """Returns the loudness of everything spoken together; `None` if it is silent."""
        lufs = gated_lufs(np.concatenate([np.zeros(0), *self._blocks]))
        return lufs if math.isfinite(lufs) else None


class TruePeak:
    """Measures the true peak of a sound, which is added in consecutive blocks.

    Oversampling the whole sound would take longer than encoding it. Only windows whose samples come close to the
    highest sample can contain the true peak, so only these are oversampled.
    """

    def __init__(self) -> None:
        self._highest_sample = 0.0
        self._peak = 0.0
        self._before: Stereo = np.zeros((2 * _CONTEXT_FRAMES, CHANNELS), dtype=np.float32)

    def add(self, block: Stereo) -> None:
        """Adds the next block."""
        frames = np.concatenate([self._before, block])
        self._before = frames[-2 * _CONTEXT_FRAMES :]
        # Only frames with context on both sides: oversampling a cut edge adds ringing that is not in the sound.
        levels = np.abs(frames[_CONTEXT_FRAMES : len(frames) - _CONTEXT_FRAMES])
        rows = np.pad(levels, ((0, -len(levels) % _WINDOW_FRAMES), (0, 0))).reshape(-1, _WINDOW_FRAMES * CHANNELS)
        peaks = rows.max(axis=1)
        self._highest_sample = max(self._highest_sample, float(peaks.max(initial=0.0)))
        for number in np.flatnonzero(peaks >= max(_NEAR_PEAK * self._highest_sample, 1e-6)):
            start = int(number) * _WINDOW_FRAMES
            window = frames[start : min(start + _WINDOW_FRAMES, len(levels)) + 2 * _CONTEXT_FRAMES]
            true_peaks = (true_peak(window[:, channel], context_frames=_CONTEXT_FRAMES) for channel in range(CHANNELS))
            self._peak = max(self._peak, *true_peaks)

    def dbtp(self) -> float:
        """Returns the true peak in dB relative to full scale; no more blocks may be added."""
        self.add(np.zeros((2 * _CONTEXT_FRAMES, CHANNELS), dtype=np.float32))
        return 20 * math.log10(max(self._peak, self._highest_sample, 1e-5))


def measure(
    blocks: Iterable[Stereo], script: Script, speech_target_lufs: float, ambience_lufs: float | None
) -> MeasuredLevels:
    """Measures the levels of a finished session.

    Args:
        blocks: The decoded sound.
        script: The script, whose cues state when the voice speaks.
        speech_target_lufs: The target loudness of speech.
        ambience_lufs: Loudness of the ambience alone while the voice speaks; `None` if there is no ambience.
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
