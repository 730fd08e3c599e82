"""Metering of the finished sound: measuring its levels, and checking that they are within their tolerances."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from kneadcast.errors import SoundError
from kneadcast.script.model import Script
from kneadcast.sound.loudness import BlockLoudness, gated_lufs, true_peak
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo
from kneadcast.sound.session_sound import SessionSound, Span
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
_MOST_WINDOWS = 200
"""How many windows are held, each of which takes 8 kB; a sound of constant level has more of them."""
CONTEXT_FRAMES = 256
"""Frames on both sides of a window that oversampling needs as context."""


@dataclass(frozen=True)
class MeasuredLevels:
    """The measured levels of a finished session."""

    speech_lufs: float | None
    """Integrated loudness of all sound while the voice speaks, gated as in BS.1770; `None` if it is silent."""
    speech_target_lufs: float
    true_peak_dbtp: float
    """True peak of the decoded file."""
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


@dataclass(frozen=True)
class PartLevels:
    """The levels of a part of a session, from which those of the whole are calculated without its sound.

    BS.1770 gates blocks of 400 ms, and needs no more than the loudness of each.
    """

    speech_lufs: tuple[float, ...]
    """Loudness of each gating block of all sound while the voice speaks."""
    ambience_lufs: tuple[float, ...]
    """Loudness of each gating block of the ambience alone while the voice speaks."""
    true_peak: float
    """The highest value, also between samples, full scale being 1."""


def speech_spans(script: Script) -> tuple[Span, ...]:
    """Returns the frames between which the voice speaks, in order of time."""
    spoken = sorted((cue.at_ms, cue.end_ms) for cue in script.cues if cue.kind == "speech")
    return tuple(Span(frames_at(start, FRAME_RATE), frames_at(end, FRAME_RATE)) for start, end in spoken)


class SpeechLoudness:
    """Measures the loudness of a sound while the voice speaks; its blocks are added in order and are not kept."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = deque(spans)
        self._current = BlockLoudness()
        self._blocks_lufs: list[float] = []

    def add(self, at_frame: int, block: Stereo) -> None:
        """Adds the next block, which begins at a frame of the session."""
        end_frame = at_frame + len(block)
        while self._spans:
            span = self._spans[0]
            first, last = max(span.start, at_frame), min(span.end, end_frame)
            if first < last:
                self._current.add(np.asarray(block[first - at_frame : last - at_frame], dtype=np.float32))
            if span.end > end_frame:
                return
            self._blocks_lufs += self._current.finish().tolist()
            self._current = BlockLoudness()
            self._spans.popleft()

    def blocks_lufs(self) -> tuple[float, ...]:
        """Returns the loudness of each gating block of everything spoken so far."""
        return tuple(self._blocks_lufs)


class TruePeak:
    """Measures the true peak of a sound, which is added in consecutive blocks.

    Oversampling the whole sound would take longer than encoding it. Only windows whose samples come close to the
    highest sample can contain the true peak, so only these are oversampled, once the highest sample is known.
    """

    def __init__(self, before: Stereo | None = None) -> None:
        """Prepares the measurement.

        Args:
            before: The sound before the first block, which is not measured; by default silence.
        """
        self._highest_sample = 0.0
        self._peak = 0.0
        self._near_peak: list[tuple[float, Stereo]] = []
        """The highest sample of each window that may contain the true peak, and the window with its context."""
        silence: Stereo = np.zeros((CONTEXT_FRAMES, CHANNELS), dtype=np.float32)
        context = silence if before is None else np.concatenate([silence, before])
        self._before: Stereo = context[-CONTEXT_FRAMES:]
        """The context of the first frame that is not measured yet, and the frames that have no context after them."""

    def add(self, block: Stereo) -> None:
        """Adds the next block."""
        frames = np.concatenate([self._before, block])
        # Only frames with context on both sides: oversampling a cut edge adds ringing that is not in the sound.
        measured = frames[CONTEXT_FRAMES : len(frames) - CONTEXT_FRAMES]
        self._before = frames[len(frames) - min(len(frames), 2 * CONTEXT_FRAMES) :]
        peaks = _window_peaks(measured)
        self._highest_sample = max(self._highest_sample, float(peaks.max(initial=0.0)))
        for number in np.flatnonzero(peaks >= max(_NEAR_PEAK * self._highest_sample, 1e-6)):
            start = int(number) * _WINDOW_FRAMES
            window = frames[start : min(start + _WINDOW_FRAMES, len(measured)) + 2 * CONTEXT_FRAMES]
            self._near_peak.append((float(peaks[number]), window.copy()))
        if len(self._near_peak) > _MOST_WINDOWS:
            self._oversample()

    def finish(self, after: Stereo | None = None) -> float:
        """Returns the true peak, full scale being 1; no more blocks may be added.

        Args:
            after: The sound after the last block, which is not measured; by default silence.
        """
        silence: Stereo = np.zeros((CONTEXT_FRAMES, CHANNELS), dtype=np.float32)
        self.add(silence if after is None else np.concatenate([after, silence])[:CONTEXT_FRAMES])
        self._oversample()
        return max(self._peak, self._highest_sample)

    def _oversample(self) -> None:
        for highest_sample, window in self._near_peak:
            if highest_sample >= _NEAR_PEAK * self._highest_sample:
                for channel in range(CHANNELS):
                    peak = true_peak(window[:, channel], context_frames=CONTEXT_FRAMES)
                    self._peak = max(self._peak, peak)
        self._near_peak.clear()


def _window_peaks(sound: Stereo) -> Samples:
    """Returns the highest absolute sample of each window; the last one may be shorter."""
    whole = len(sound) - len(sound) % _WINDOW_FRAMES
    rows = sound[:whole].reshape(-1, _WINDOW_FRAMES * CHANNELS)
    peaks = [np.maximum(rows.max(axis=1), -rows.min(axis=1))] if whole else []
    rest = [np.abs(sound[whole:]).max(keepdims=True).reshape(1)] if whole < len(sound) else []
    return np.concatenate([np.zeros(0, dtype=np.float32), *peaks, *rest]).astype(np.float64)


def measure(blocks: Iterable[Stereo], span: Span, session: SessionSound) -> PartLevels:
    """Measures the levels of a part of a session.

    Args:
        blocks: The decoded sound of the part.
        span: The frames of the session that it contains.
        session: The session.
    """
    spoken = tuple(
        Span(max(span.start, one.start), min(span.end, one.end))
        for one in session.spoken
        if one.start < span.end and one.end > span.start
    )
    speech, peak, at_frame = SpeechLoudness(spoken), TruePeak(), span.start
    for block in blocks:
        speech.add(at_frame, block)
        peak.add(block)
        at_frame += len(block)
    ambience_lufs = chain.from_iterable(session.ambience_lufs(*one) for one in spoken)
    return PartLevels(speech.blocks_lufs(), tuple(ambience_lufs), peak.finish())


def merge_levels(parts: Iterable[PartLevels], script: Script, speech_target_lufs: float) -> MeasuredLevels:
    """Returns the levels of a session from those of its parts; they are exactly those of the whole.

    Args:
        parts: The levels of all parts, in order of time.
        script: The script of the session.
        speech_target_lufs: The target loudness of speech.
    """
    parts = tuple(parts)
    speech_lufs = _gated_lufs(part.speech_lufs for part in parts)
    ambience_lufs = _gated_lufs(part.ambience_lufs for part in parts)
    distance = None if speech_lufs is None or ambience_lufs is None else speech_lufs - ambience_lufs
    peak = max((part.true_peak for part in parts), default=0.0)
    spoken_ms = sum(cue.length_ms for cue in script.cues if cue.kind == "speech")
    share = spoken_ms / max(script.length_ms, 1)
    return MeasuredLevels(speech_lufs, speech_target_lufs, 20 * math.log10(max(peak, 1e-5)), share, distance)


def _gated_lufs(blocks_lufs: Iterable[tuple[float, ...]]) -> float | None:
    """Returns the loudness of everything spoken together; `None` if it is silent."""
    lufs = gated_lufs(np.array(list(chain.from_iterable(blocks_lufs)), dtype=np.float64))
    return lufs if math.isfinite(lufs) else None
