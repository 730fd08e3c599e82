"""The mixer: a script and its clips become consecutive blocks of sound, so that memory does not grow with length.

A block is laid over by layers, one after the other: spoken clips, chimes, strokes, ambience. A layer is asked for what
it sounds within a stretch of frames; it keeps nothing of what lies behind, and makes nothing of what lies ahead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from kneadcast.errors import Problem, SoundError
from kneadcast.script.model import Cue, Script
from kneadcast.script.strokes import strokes
from kneadcast.sound.ambience import AmbienceLayer, ambience_of
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.clips import clip_length_ms, load_clip
from kneadcast.sound.layers import CueLayer, Layer, Region
from kneadcast.sound.loudness import CEILING_DBTP, level
from kneadcast.sound.pacer import PacerLayer
from kneadcast.sound.panning import louder_ear_db, placed
from kneadcast.sound.pcm import (
    CHANNELS,
    FRAME_RATE,
    AudioSegment,
    Samples,
    Stereo,
    segment_of,
    silence,
    to_segment,
)
from kneadcast.sound.template import AudioTemplate, Chimes, Fades
from kneadcast.sound.voice_colour import coloured
from kneadcast.units import MS_PER_SECOND, frames_at

BLOCK_MS = 10_000
GRID_MS = MS_PER_SECOND // math.gcd(MS_PER_SECOND, FRAME_RATE)
"""The shortest time that is a whole number of both milliseconds and frames: pydub is exact on this grid only."""

Progress = Callable[[int, int], None]
"""Called with (milliseconds mixed, milliseconds in all)."""

_GRID_FRAMES = frames_at(GRID_MS, FRAME_RATE)
_OVER_MS = 1
"""Clip lengths in a script are rounded to milliseconds."""
AMBIENCE_HEADROOM_DB = 0.5
"""How much lower the voice's peaks are kept where ambience is added to them."""


def mix(
    script: Script,
    clips: Mapping[str, Path],
    template: AudioTemplate,
    *,
    block_ms: int = BLOCK_MS,
    progress: Progress | None = None,
    listen: Callable[[Region], None] | None = None,
) -> Iterator[AudioSegment]:
    """Mixes a session block by block.

    Args:
        script: What sounds, and when; its volume is applied to everything.
        clips: The WAV file of every sentence of the script.
        template: The sound world.
        block_ms: Length of a block, a multiple of `GRID_MS`; the sound is the same whatever it is.
        progress: Told after each block how far the mix has come.
        listen: Told every piece of ambience that goes into the mix, before the session's own fades.

    Returns:
        Consecutive 16-bit stereo segments at `FRAME_RATE`, together exactly `frames_at(script.length_ms, FRAME_RATE)`
        frames. Every cue begins exactly at its own frame.

    Raises:
        SoundError: At once, if a sentence has no clip, or a clip that is longer than its cue or cannot be read.
    """
    if block_ms <= 0 or block_ms % GRID_MS:
        raise SoundError(f"expected blocks of a multiple of {GRID_MS} ms, got {block_ms} ms")
    _check_clips(script, clips)
    return _blocks(script, tuple(_layers(script, clips, template, listen)), template.fades, block_ms, progress)


def _layers(
    script: Script, clips: Mapping[str, Path], template: AudioTemplate, listen: Callable[[Region], None] | None
) -> Iterator[Layer]:
    """Yields what a session is made of, in the order in which it is laid over silence."""
    speech_lufs = speech_target_lufs(script, template)
    spoken = [cue for cue in script.cues if cue.kind == "speech"]
    yield CueLayer(spoken, _Voice(script, clips, template))
    if template.chimes:
        chimed = [cue for cue in script.cues if cue.kind == "chime"]
        yield CueLayer(
            chimed, _Bell(script, template.chimes, speech_lufs - template.levels.chime_lu_below_speech, template)
        )
    mode = script.pacer or template.pacer.mode
    if mode != "off":
        yield PacerLayer(strokes(script, mode), template.pacer, speech_lufs, _pan(script, template))
    if ambience := ambience_of(script, template):
        yield AmbienceLayer(script, ambience, speech_lufs, listen)


def speech_target_lufs(script: Script, template: AudioTemplate) -> float:
    """Returns the loudness that every spoken clip of a session is brought to."""
    chosen = template.levels.speech_lufs if script.loudness_lufs is None else script.loudness_lufs
    return chosen + 20 * math.log10(script.volume)


def _pan(script: Script, template: AudioTemplate) -> float:
    return template.pan if script.pan is None else script.pan


class _Voice:
    """Spoken clips, coloured, at their loudness and on their side."""

    def __init__(self, script: Script, clips: Mapping[str, Path], template: AudioTemplate) -> None:
        self._clips = clips
        self._colour = template.voice
        self._target_lufs = speech_target_lufs(script, template)
        self._sides = {step.id: step.side for step in script.steps}
        self._pan = _pan(script, template)
        self._headroom_db = AMBIENCE_HEADROOM_DB if ambience_of(script, template) else 0.0

    def __call__(self, cue: Cue) -> Samples | Stereo:
        side = self._sides.get(cue.step)
        samples = load_clip(self._clips[cue.text or ""])
        if self._colour:
            samples = coloured(samples, self._colour)
        ceiling_dbtp = CEILING_DBTP - louder_ear_db(side, self._pan) - self._headroom_db
        return placed(level(samples, self._target_lufs, ceiling_dbtp=ceiling_dbtp), side, self._pan)


class _Bell:
    """Chimes, each struck once and then remembered, on their side."""

    def __init__(self, script: Script, chimes: Chimes, target_lufs: float, template: AudioTemplate) -> None:
        self._sides = {step.id: step.side for step in script.steps}
        self._pan = _pan(script, template)
        self._struck = lru_cache(maxsize=None)(lambda name: sound_of(chimes[name], target_lufs))

    def __call__(self, cue: Cue) -> Samples | Stereo:
        return placed(self._struck(cue.sound), self._sides.get(cue.step), self._pan)


def _blocks(
    script: Script, layers: Iterable[Layer], fades: Fades, block_ms: int, progress: Progress | None
) -> Iterator[AudioSegment]:
    length_ms, total = script.length_ms, frames_at(script.length_ms, FRAME_RATE)
    silent = silence(frames_at(block_ms, FRAME_RATE))
    for start_ms in range(0, length_ms, block_ms):
        end_ms = min(start_ms + block_ms, length_ms)
        start, end = frames_at(start_ms, FRAME_RATE), frames_at(end_ms, FRAME_RATE)
        block = silent
        for layer in layers:
            for at_frame, samples in layer.regions(start, end):
                block = _lay(block, at_frame - start, samples)
        if end_ms - start_ms < block_ms:
            block = block.get_sample_slice(0, end - start)
        yield block if block is silent else _fade(block, start, total, fades)
        if progress:
            progress(end_ms, length_ms)


def _lay(block: AudioSegment, at_frame: int, samples: Samples | Stereo) -> AudioSegment:
    """Lays samples over a block, to the frame: pydub places them on the grid, silence before them does the rest."""
    steps, lead = divmod(at_frame, _GRID_FRAMES)
    return block.overlay(to_segment(samples, lead_frames=lead), position=steps * GRID_MS)


def _fade(block: AudioSegment, start: int, total: int, fades: Fades) -> AudioSegment:
    """Fades a block that lies in the fade-in or fade-out of the session; leaves any other as it is."""
    frames = int(block.frame_count())
    fade_in, fade_out = frames_at(fades.in_ms, FRAME_RATE), frames_at(fades.out_ms, FRAME_RATE)
    if start >= fade_in and start + frames <= total - fade_out:
        return block
    at = np.arange(start, start + frames)
    gain = np.minimum((at + 1) / (fade_in + 1), (total - at) / (fade_out + 1)).clip(max=1)
    faded = np.frombuffer(block.raw_data, dtype="<i2").reshape(-1, CHANNELS) * gain[:, np.newaxis]
    return segment_of(np.rint(faded).astype("<i2").tobytes())


def _check_clips(script: Script, clips: Mapping[str, Path]) -> None:
    """Finds every clip that could not be mixed before the first block is made."""
    problems = [problem for cue in script.cues if (problem := _clip_problem(cue, clips))]
    if problems:
        raise SoundError(*problems)


def _clip_problem(cue: Cue, clips: Mapping[str, Path]) -> Problem | None:
    if cue.text is None:
        return None
    path = clips.get(cue.text)
    if path is None:
        return Problem(f"there is no clip of the sentence '{cue.text}'; speak it first", place=cue.id)
    length_ms = clip_length_ms(path)
    if length_ms > cue.length_ms + _OVER_MS:
        message = f"the clip of '{cue.text}' lasts {length_ms} ms, longer than its cue of {cue.length_ms} ms"
        return Problem(f"{message}; compile the script again", place=cue.id)
    return None
