"""Whether a finished file sounds as its script says: each chime and sentence is found and compared with its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np

from kneadcast.output.decoding import DecodedAudio, decode
from kneadcast.output.verify.onsets import Chime, Room, find_chime, find_speech, without
from kneadcast.script.model import ChimeName, Cue, Script
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.mixer import speech_target_lufs
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.template import AudioTemplate, Chimes
from kneadcast.units import MS_PER_SECOND, format_clock, frames_at

CHIME_TOLERANCE_MS = 5
EARLY_SPEECH_MS, LATE_SPEECH_MS = 150, 300
"""Words begin as soft as breath: over all templates and two voices they were heard from 90 ms early, where a chime
rings on, to 200 ms late, under rain; 270 ms where an s was lost at 32 kbit/s."""
_LOOSE_FRAMES = 1
"""A track of an album is cut between whole milliseconds."""
_EDGE_MS = 30
"""Clip lengths are rounded up, and voices fade out."""
_RING_MS = 500
"""The end of the time that a chime claims, in which it only rings on."""


@dataclass(frozen=True)
class Onset:
    """A cue, and when it was heard."""

    cue: Cue
    heard_ms: float | None
    """None where it was not heard."""

    @property
    def off_ms(self) -> float | None:
        """How late it is; negative where it is early."""
        return None if self.heard_ms is None else self.heard_ms - self.cue.at_ms

    @property
    def fault(self) -> str:
        """What is wrong with it; empty where nothing is."""
        name = f"the chime '{self.cue.sound}'" if self.cue.sound else f"'{self.cue.text}'"
        at = format_clock(self.cue.at_ms)
        if self.off_ms is None:
            return f"{name} at {at} was not heard"
        early_ms, late_ms = (CHIME_TOLERANCE_MS,) * 2 if self.cue.sound else (EARLY_SPEECH_MS, LATE_SPEECH_MS)
        if not -early_ms <= self.off_ms <= late_ms:
            way = "late" if self.off_ms > 0 else "early"
            return f"{name} at {at} comes {abs(self.off_ms):.0f} ms {way}"
        return ""


@dataclass(frozen=True)
class Verification:
    """What was found in a file."""

    script: Script
    frames: int
    """Frames at 44.1 kHz that a player plays."""
    onsets: tuple[Onset, ...]
    exact: bool = True
    """Whether the file's format keeps the number of frames."""

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is not as planned, as sentences."""
        return (*self._length_fault(), *(onset.fault for onset in self.onsets if onset.fault))

    def _length_fault(self) -> Iterator[str]:
        off = self.frames - frames_at(self.script.length_ms, FRAME_RATE)
        if abs(off) > (_LOOSE_FRAMES if self.exact else FRAME_RATE // 10):
            more = "longer" if off > 0 else "shorter"
            yield f"the sound is {abs(off) * MS_PER_SECOND / FRAME_RATE:.0f} ms ({abs(off)} frames) {more} than planned"


def verify(script: Script, template: AudioTemplate, path: Path, *, exact: bool = True) -> Verification:
    """Decodes a file and looks for everything that its script says.

    Args:
        script: What should be heard.
        template: The chimes that it names.
        path: The file.
        exact: Whether its format keeps the number of frames.

    Raises:
        OutputError: If it cannot be decoded.
    """
    heard = decode(path)
    cues = tuple(cue for cue in script.cues if cue.text or template.chimes)
    sounded = script.model_copy(update={"cues": cues})
    return Verification(sounded, heard.frames, tuple(_onsets(sounded, template, heard)), exact)


def _onsets(script: Script, template: AudioTemplate, heard: DecodedAudio) -> Iterator[Onset]:
    forms = _forms(template)
    sound, found = heard.samples, {}
    for cue in script.cues:
        if cue.sound:
            places = [(place, form) for form in forms(cue) if (place := find_chime(sound, form, cue.at_ms))]
            if places:
                place, form = max(places, key=lambda pair: pair[0].likeness)
                found[cue.id] = place.at_ms
                without(sound, form, place)
    rooms, voice_lufs = _rooms(script), speech_target_lufs(script, template)
    for cue in script.cues:
        if cue.text:
            yield Onset(cue, find_speech(heard, rooms[cue.id], voice_lufs))
        else:
            yield Onset(cue, found.get(cue.id))


def _forms(template: AudioTemplate) -> Callable[[Cue], tuple[Chime, ...]]:
    """Returns what gives the forms in which a chime may sound: the first of a session fades in, that of a track not."""
    fade = frames_at(template.fades.in_ms, FRAME_RATE)

    @cache
    def made(name: ChimeName, at_frame: int) -> tuple[Chime, ...]:
        struck = sound_of(cast("Chimes", template.chimes)[name], template.levels.chime_lufs)
        if at_frame >= fade:
            return (Chime.of(struck),)
        return Chime.of(struck), Chime.of(struck * np.minimum(1, (at_frame + np.arange(len(struck))) / fade))

    return lambda cue: made(cast("ChimeName", cue.sound), min(fade, frames_at(cue.at_ms, FRAME_RATE)))


def _rooms(script: Script) -> Mapping[str, Room]:
    """Returns the time that each cue has for itself, by its id."""
    ends = [0, *(cue.end_ms if cue.text else cue.end_ms - _RING_MS for cue in script.cues)]
    starts = [*(cue.at_ms for cue in script.cues[1:]), script.length_ms]
    return {
        cue.id: Room(cue.at_ms, cue.length_ms, _before(cue, end_ms), next_ms - _EDGE_MS)
        for cue, end_ms, next_ms in zip(script.cues, ends, starts, strict=False)
    }


def _before(cue: Cue, end_ms: int) -> int:
    """Returns from when on nothing sounds but a cue, given when the one before it ends; a hop before it at least."""
    return max(0, min(end_ms + _EDGE_MS, cue.at_ms - _EDGE_MS))
