"""Verification of a finished file: each chime and sentence is searched for and compared with the script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from kneadcast.output.verify.analysis import DecodedAudio, decode
from kneadcast.output.verify.onsets import (
    CHIME_SEARCH_MS,
    ChimePattern,
    SpeechWindow,
    find_chime,
    find_speech,
    subtract_chime,
)
from kneadcast.script.model import TICK, Cue, CueSound, Script
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.sound.template import AudioTemplate, Chimes
from kneadcast.sound.tick import TICK_LENGTH_MS, heard_tick
from kneadcast.units import MS_PER_SECOND, format_clock, frames_at

CHIME_TOLERANCE_MS = 5
EARLY_SPEECH_MS, LATE_SPEECH_MS = 150, 300
"""Words begin softly. Over all templates and two voices, they were found from 90 ms early, where a chime still rang, to
200 ms late, under rain, and 270 ms late where an s was lost at 32 kbit/s."""
_EXACT_TOLERANCE_FRAMES = 1
"""A track of an album is cut between whole milliseconds."""
_INEXACT_TOLERANCE_FRAMES = FRAME_RATE // 10
_EDGE_MS = 30
"""Clip lengths are rounded up, and voices fade out."""
_TICK_SEARCH_MS = 50
"""Ticks follow each other faster than chimes do, and a search for one must not find the next."""
_RING_MS = 500
"""The last part of the time that a voice waits after a chime, in which the chime only decays."""


@dataclass(frozen=True)
class Onset:
    """A cue, and when it was found in the sound."""

    cue: Cue
    found_ms: float | None
    """`None` if it was not found."""

    @property
    def off_ms(self) -> float | None:
        """How late the cue is; negative if it is early."""
        return None if self.found_ms is None else self.found_ms - self.cue.at_ms

    @property
    def fault(self) -> str:
        """What is wrong with the cue, or an empty string."""
        name = (
            f"the {'tick' if self.cue.sound == TICK else 'chime'} '{self.cue.sound}'"
            if self.cue.sound
            else f"'{self.cue.text}'"
        )
        at = format_clock(self.cue.at_ms)
        if self.off_ms is None:
            return f"{name} at {at} was not heard"
        early_ms, late_ms = (CHIME_TOLERANCE_MS,) * 2 if self.cue.sound else (EARLY_SPEECH_MS, LATE_SPEECH_MS)
        if not -early_ms <= self.off_ms <= late_ms:
            direction = "late" if self.off_ms > 0 else "early"
            return f"{name} at {at} comes {abs(self.off_ms):.0f} ms {direction}"
        return ""


@dataclass(frozen=True)
class Verification:
    """The result of verifying a file."""

    script: Script
    frames: int
    """Frames at 44.1 kHz that a player plays."""
    onsets: tuple[Onset, ...]
    exact: bool = True
    """Whether the file's format keeps the number of frames."""

    @property
    def faults(self) -> tuple[str, ...]:
        """A message for each fault of the file."""
        return (*self._length_fault(), *(onset.fault for onset in self.onsets if onset.fault))

    def _length_fault(self) -> Iterator[str]:
        off = self.frames - frames_at(self.script.length_ms, FRAME_RATE)
        if abs(off) > (_EXACT_TOLERANCE_FRAMES if self.exact else _INEXACT_TOLERANCE_FRAMES):
            change = "longer" if off > 0 else "shorter"
            off_ms = abs(off) * MS_PER_SECOND / FRAME_RATE
            yield f"the sound is {off_ms:.0f} ms ({abs(off)} frames) {change} than planned"


def verify_sound(script: Script, template: AudioTemplate, path: Path, *, exact: bool = True) -> Verification:
    """Decodes a file and searches it for every cue of its script.

    Args:
        script: The session that the file should contain.
        template: The script's audio template.
        path: The file.
        exact: Whether the file's format keeps the number of frames.

    Raises:
        OutputError: If the file cannot be decoded.
    """
    decoded = decode(path)
    cues = tuple(cue for cue in script.cues if cue.text or cue.sound == TICK or template.chimes)
    sounded = script.model_copy(update={"cues": cues})
    return Verification(sounded, decoded.frames, tuple(_onsets(sounded, template, decoded)), exact)


def _onsets(script: Script, template: AudioTemplate, decoded: DecodedAudio) -> Iterator[Onset]:
    chimes_ms = _subtract_chimes(script, template, decoded)
    windows, voice_lufs = _speech_windows(script), template.levels.speech_lufs
    for cue in _searched(script.cues):
        if cue.text:
            yield Onset(cue, find_speech(decoded, windows[cue.id], voice_lufs))
        else:
            yield Onset(cue, chimes_ms.get(cue.id))


def _subtract_chimes(script: Script, template: AudioTemplate, decoded: DecodedAudio) -> Mapping[str, float]:
    """Finds the chimes of a script and subtracts them from the sound, in place.

    Returns:
        When each chime that was found begins, by the id of its cue.
    """
    patterns, found = _ChimePatterns(template), {}
    for cue in script.cues:
        if not cue.sound:
            continue
        search_ms = _TICK_SEARCH_MS if cue.sound == TICK else CHIME_SEARCH_MS
        matches = [
            (match, pattern)
            for pattern in patterns.for_cue(cue.sound, cue.at_ms)
            if (match := find_chime(decoded.samples, pattern, cue.at_ms, search_ms))
        ]
        if matches:
            match, pattern = max(matches, key=lambda pair: pair[0].correlation)
            found[cue.id] = match.at_ms
            subtract_chime(decoded.samples, pattern, match)
    return found


def _searched(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Yields the cues that can be found: all but the ticks under a voice, and those at the moment of another one."""
    cues, ticks_ms = tuple(cues), set[int]()
    spoken = [(cue.at_ms, cue.end_ms) for cue in cues if cue.text]
    for cue in cues:
        if cue.sound == TICK:
            covered = any(start - TICK_LENGTH_MS < cue.at_ms < end for start, end in spoken)
            if covered or cue.at_ms in ticks_ms:
                continue
            ticks_ms.add(cue.at_ms)
        yield cue


class _ChimePatterns:
    """The chimes of a template, and the tick, as patterns, each computed once."""

    def __init__(self, template: AudioTemplate) -> None:
        self._template = template
        self._fade_frames = frames_at(template.fades.in_ms, FRAME_RATE)
        self._cache: dict[tuple[CueSound, int], tuple[ChimePattern, ...]] = {}

    def for_cue(self, name: CueSound, at_ms: int) -> tuple[ChimePattern, ...]:
        """Returns the patterns that a chime may match: a session fades in, but a track of an album does not."""
        key = (name, min(self._fade_frames, frames_at(at_ms, FRAME_RATE)))
        if key not in self._cache:
            self._cache[key] = tuple(self._patterns(*key))
        return self._cache[key]

    def _patterns(self, name: CueSound, at_frame: int) -> Iterator[ChimePattern]:
        chime = self._sound(name)
        yield ChimePattern.of(chime)
        if at_frame < self._fade_frames:
            yield ChimePattern.of(chime * np.minimum(1, (at_frame + np.arange(len(chime))) / self._fade_frames))

    def _sound(self, name: CueSound) -> Samples:
        chime_lufs = self._template.levels.chime_lufs
        if name == TICK:
            return heard_tick(chime_lufs).astype(np.float64)
        return sound_of(cast("Chimes", self._template.chimes)[name], chime_lufs)


def _speech_windows(script: Script) -> Mapping[str, SpeechWindow]:
    """Returns the time around each cue in which no other cue but a tick sounds, by the id of the cue."""
    cues = [cue for cue in script.cues if cue.sound != TICK]
    ends = [0, *(cue.end_ms if cue.text else cue.end_ms - _RING_MS for cue in cues)]
    starts = [*(cue.at_ms for cue in cues[1:]), script.length_ms]
    return {
        cue.id: SpeechWindow(cue.at_ms, cue.length_ms, _window_start(cue, end_ms), next_ms - _EDGE_MS)
        for cue, end_ms, next_ms in zip(cues, ends, starts, strict=False)
    }


def _window_start(cue: Cue, previous_end_ms: int) -> int:
    """Returns the time from which no other cue sounds, at least `_EDGE_MS` before the cue itself."""
    return max(0, min(previous_end_ms + _EDGE_MS, cue.at_ms - _EDGE_MS))
