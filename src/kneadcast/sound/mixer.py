"""The mixer: renders a script and its narration in consecutive blocks, so that memory does not grow with length.

Each block is the sum of layers: spoken clips, chimes, strokes, ambience. A layer returns its sound between two frames.
It keeps no sound from before them, and renders no sound after them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from kneadcast.errors import Problem, SoundError
from kneadcast.script.model import CHIME_NAMES, Cue, Script, Side
from kneadcast.script.strokes import strokes
from kneadcast.sound.ambience import AmbienceLayer
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.clips import clip_length_ms, load_clip
from kneadcast.sound.layers import CueLayer, MixLayer, Region
from kneadcast.sound.loudness import CEILING_DBTP, level
from kneadcast.sound.metering import SpeechLoudness
from kneadcast.sound.pacer import PacerLayer
from kneadcast.sound.panning import louder_channel_db, panned
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
from kneadcast.sound.voice_colour import apply_voice_colour
from kneadcast.speech.model import Narration
from kneadcast.units import MS_PER_SECOND, frames_at

BLOCK_MS = 10_000
GRID_MS = MS_PER_SECOND // math.gcd(MS_PER_SECOND, FRAME_RATE)
"""The shortest time that is a whole number of both milliseconds and frames; pydub is exact only on this grid."""
AMBIENCE_HEADROOM_DB = 0.5
"""How much lower the peaks of the voice are limited if ambience is added to them."""

MixProgress = Callable[[int, int], None]
"""Called with the milliseconds that are mixed, and the length of the session in milliseconds."""

_GRID_FRAMES = frames_at(GRID_MS, FRAME_RATE)
_CLIP_TOLERANCE_MS = 1
"""Clip lengths in a script are rounded to milliseconds."""


class MixedBlock(NamedTuple):
    """One block of a session."""

    sound: AudioSegment
    """16-bit stereo at `FRAME_RATE`."""
    ambience: tuple[Region, ...]
    """The ambience in the block, before the fades of the session."""
    end_ms: int


@dataclass(frozen=True)
class MixReport:
    """Measurements that were taken during a mix."""

    ambience_lufs: float | None
    """Loudness of the ambience alone while the voice speaks; `None` if there is no ambience."""


def mix(
    script: Script,
    narration: Narration,
    template: AudioTemplate,
    write: Callable[[AudioSegment], None],
    *,
    progress: MixProgress | None = None,
) -> MixReport:
    """Mixes a session and writes it block by block.

    Args:
        script: The script, whose cues state what sounds, and when.
        narration: The clip of every line of the script.
        template: The audio template with the settings of the script; see `AudioTemplate.with_settings`.
        write: Called with consecutive 16-bit stereo segments at `FRAME_RATE`, together exactly
            `frames_at(script.length_ms, FRAME_RATE)` frames.
        progress: Called after each block.

    Returns:
        The measurements that were taken during the mix.

    Raises:
        SoundError: Before the first block, if a line has no clip, or a clip is longer than its cue or cannot be read.
    """
    ambience = SpeechLoudness(script)
    for block in mix_blocks(script, narration, template):
        write(block.sound)
        for region in block.ambience:
            ambience.add(region)
        if progress:
            progress(block.end_ms, script.length_ms)
    return MixReport(ambience.integrated_lufs())


def mix_blocks(
    script: Script, narration: Narration, template: AudioTemplate, *, block_ms: int = BLOCK_MS
) -> Iterator[MixedBlock]:
    """Returns the blocks of a session, each mixed when it is requested; see `mix`.

    Args:
        script: The script, whose cues state what sounds, and when.
        narration: The clip of every line of the script.
        template: The audio template with the settings of the script.
        block_ms: Length of a block, a multiple of `GRID_MS`; the sound does not depend on it.

    Raises:
        SoundError: At once, if a line has no clip, or a clip is longer than its cue or cannot be read.
    """
    if block_ms <= 0 or block_ms % GRID_MS:
        raise SoundError(f"expected blocks of a multiple of {GRID_MS} ms, got {block_ms} ms")
    _check_clips(script, narration)
    layers = tuple(_cue_layers(script, narration, template))
    ambience = AmbienceLayer(script, template.ambience, template.levels.speech_lufs) if template.ambience else None
    return _blocks(script, layers, ambience, template.fades, block_ms)


def _cue_layers(script: Script, narration: Narration, template: AudioTemplate) -> Iterator[MixLayer]:
    """Yields the layers other than the ambience, in the order in which they are mixed."""
    sides = {step.id: step.side for step in script.steps}
    speech_lufs = template.levels.speech_lufs
    spoken = [cue for cue in script.cues if cue.kind == "speech"]
    yield CueLayer(spoken, _VoiceRenderer(narration, template, sides))
    if template.chimes:
        chimed = [cue for cue in script.cues if cue.kind == "chime"]
        yield CueLayer(chimed, _ChimeRenderer(template.chimes, template, sides))
    if template.pacer.mode != "off":
        yield PacerLayer(strokes(script, template.pacer.mode), template.pacer, speech_lufs, template.pan)


class _VoiceRenderer:
    """Renders spoken clips with the voice colour, at the target loudness and panned to their side."""

    def __init__(self, narration: Narration, template: AudioTemplate, sides: Mapping[str, Side | None]) -> None:
        self._narration = narration
        self._colour = template.voice
        self._target_lufs = template.levels.speech_lufs
        self._sides = sides
        self._pan = template.pan
        self._headroom_db = AMBIENCE_HEADROOM_DB if template.ambience else 0.0

    def __call__(self, cue: Cue) -> Samples | Stereo:
        if cue.line is None:
            raise ValueError(f"the cue '{cue.id}' has no line")
        side = self._sides.get(cue.step)
        samples = load_clip(self._narration.clip(cue.line))
        if self._colour:
            samples = apply_voice_colour(samples, self._colour)
        ceiling_dbtp = CEILING_DBTP - louder_channel_db(side, self._pan) - self._headroom_db
        return panned(level(samples, self._target_lufs, ceiling_dbtp=ceiling_dbtp), side, self._pan)


class _ChimeRenderer:
    """Renders chimes panned to their side; each is synthesised or read once."""

    def __init__(self, chimes: Chimes, template: AudioTemplate, sides: Mapping[str, Side | None]) -> None:
        self._sides = sides
        self._pan = template.pan
        target_lufs = template.levels.chime_lufs
        self._chime = lru_cache(maxsize=len(CHIME_NAMES))(lambda name: sound_of(chimes[name], target_lufs))

    def __call__(self, cue: Cue) -> Samples | Stereo:
        return panned(self._chime(cue.sound), self._sides.get(cue.step), self._pan)


def _blocks(
    script: Script, layers: tuple[MixLayer, ...], ambience: AmbienceLayer | None, fades: Fades, block_ms: int
) -> Iterator[MixedBlock]:
    length_ms, total = script.length_ms, frames_at(script.length_ms, FRAME_RATE)
    silent = silence(frames_at(block_ms, FRAME_RATE))
    for start_ms in range(0, length_ms, block_ms):
        end_ms = min(start_ms + block_ms, length_ms)
        start, end = frames_at(start_ms, FRAME_RATE), frames_at(end_ms, FRAME_RATE)
        ambience_regions = tuple(ambience.regions(start, end)) if ambience else ()
        block = silent
        for layer in layers:
            for region in layer.regions(start, end):
                block = _overlay(block, region, start)
        for region in ambience_regions:
            block = _overlay(block, region, start)
        if end_ms - start_ms < block_ms:
            block = block.get_sample_slice(0, end - start)
        yield MixedBlock(block if block is silent else _fade(block, start, total, fades), ambience_regions, end_ms)


def _overlay(block: AudioSegment, region: Region, start: int) -> AudioSegment:
    """Overlays a region on the block that begins at a frame.

    pydub places a segment on the grid of `GRID_MS`; silence before the samples makes the position exact.
    """
    steps, lead = divmod(region.at_frame - start, _GRID_FRAMES)
    return block.overlay(to_segment(region.samples, lead_frames=lead), position=steps * GRID_MS)


def _fade(block: AudioSegment, start: int, total: int, fades: Fades) -> AudioSegment:
    """Fades a block that is in the fade-in or fade-out of the session; returns any other block unchanged."""
    frames = int(block.frame_count())
    fade_in, fade_out = frames_at(fades.in_ms, FRAME_RATE), frames_at(fades.out_ms, FRAME_RATE)
    if start >= fade_in and start + frames <= total - fade_out:
        return block
    at = np.arange(start, start + frames)
    gain = np.minimum((at + 1) / (fade_in + 1), (total - at) / (fade_out + 1)).clip(max=1)
    faded = np.frombuffer(block.raw_data, dtype="<i2").reshape(-1, CHANNELS) * gain[:, np.newaxis]
    return segment_of(np.rint(faded).astype("<i2").tobytes())


def _check_clips(script: Script, narration: Narration) -> None:
    """Checks that every clip can be mixed.

    Raises:
        SoundError: With a problem for each clip that cannot be mixed.
    """
    problems = [problem for cue in script.cues if (problem := _clip_problem(cue, narration))]
    if problems:
        raise SoundError(*problems)


def _clip_problem(cue: Cue, narration: Narration) -> Problem | None:
    if cue.line is None:
        return None
    clip = narration.find(cue.line)
    if clip is None:
        return Problem(f"there is no clip of the sentence '{cue.text}'; speak it first", place=cue.id)
    length_ms = clip_length_ms(clip)
    if length_ms > cue.length_ms + _CLIP_TOLERANCE_MS:
        message = f"the clip of '{cue.text}' lasts {length_ms} ms, longer than its cue of {cue.length_ms} ms"
        return Problem(f"{message}; compile the script again", place=cue.id)
    return None
