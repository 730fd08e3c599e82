"""The mixer: any part of a session is the sum of its layers, mixed in blocks, so that memory does not grow with length.

The layers are spoken clips, chimes, strokes and ambience. None keeps sound from before a part, so several threads can
mix different parts of a session at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import lru_cache

import numpy as np
from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.errors import Problem, SoundError
from kneadcast.script.model import TICK, ChimeName, Cue, Script, Side
from kneadcast.script.strokes import strokes
from kneadcast.sound.ambience import AmbienceLayer
from kneadcast.sound.chimes import ChimeSounds
from kneadcast.sound.clips import clip_length_ms
from kneadcast.sound.layers import MixLayer, PlacedSound, PlacedSounds
from kneadcast.sound.loudness import CEILING_DBTP, BlockLoudness
from kneadcast.sound.metering import speech_spans
from kneadcast.sound.pacer import PacerSounds, pacer_layer
from kneadcast.sound.panning import louder_channel_db
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment, Stereo, to_segment
from kneadcast.sound.revision import sound_revision
from kneadcast.sound.template import AudioTemplate, Fades
from kneadcast.sound.tick import tick_layer
from kneadcast.sound.voices import LevelledVoice, SpokenClip
from kneadcast.speech.model import Clip, Narration
from kneadcast.units import frames_at

BLOCK_FRAMES = 2 * FRAME_RATE
AMBIENCE_HEADROOM_DB = 0.5
"""How much lower the peaks of the voice are limited if ambience is added to them."""

_CLIP_TOLERANCE_MS = 1
"""Clip lengths in a script are rounded to milliseconds."""


class Mix:
    """The sound of a session. Several threads can mix different parts of it at once."""

    def __init__(self, script: Script, narration: Narration, template: AudioTemplate, kept: KeptSound) -> None:
        """Prepares the mix; nothing is rendered until a part is mixed.

        Args:
            script: The script, whose cues state what sounds, and when.
            narration: The clip of every line of the script.
            template: The audio template with the settings of the script; see `AudioTemplate.with_settings`.
            kept: Where sound that takes long to make is kept.

        Raises:
            SoundError: If a line has no clip, or a clip is longer than its cue or cannot be read.
        """
        self._narration, self._template = narration, template
        self._sources = _Sources(script, template, kept)
        self._prepare(script)

    def with_script(self, script: Script) -> Mix:
        """Returns the mix of another script of the same lines and settings, which shares the sounds that are rendered.

        Raises:
            SoundError: If a line has no clip, or a clip is longer than its cue or cannot be read.
        """
        other = copy(self)
        other._prepare(script)
        return other

    def _prepare(self, script: Script) -> None:
        sources = self._sources
        _check_clips(script, self._narration, sources.clip_length_ms)
        self.frames = frames_at(script.length_ms, FRAME_RATE)
        """The length of the session."""
        self.spoken = speech_spans(script)
        """The frames between which the voice speaks, in order of time."""
        self._ambience = sources.ambience.with_script(script) if sources.ambience else None
        self._layers = (
            *_cue_layers(script, self._narration, self._template, sources),
            *((self._ambience,) if self._ambience else ()),
        )

    def blocks(
        self, start: int = 0, end: int | None = None, *, most_frames: int = BLOCK_FRAMES
    ) -> Iterator[AudioSegment]:
        """Yields a part of the session in blocks, each mixed when it is requested.

        The sound of a frame does not depend on the part or the block that contains it.

        Args:
            start: The first frame of the part.
            end: The frame after the part; by default the end of the session.
            most_frames: The length of each block but the last.
        """
        end = self.frames if end is None else end
        for first in range(start, end, most_frames):
            mixed: Stereo = np.zeros((min(most_frames, end - first), CHANNELS), dtype=np.float32)
            for layer in self._layers:
                layer.add(mixed, first)
            self._fade(mixed, first)
            yield to_segment(mixed)

    def facts(self, start: int, end: int) -> JsonValue:
        """Returns everything that the sound between two frames is made from; parts with equal facts sound the same."""
        return {
            "revision": sound_revision(),
            "layers": [layer.facts(start, end) for layer in self._layers],
            "fades": self._fade_facts(start, end),
        }

    def ambience_lufs(self, start: int, end: int) -> tuple[float, ...]:
        """Returns the loudness of each gating block of the ambience alone between two frames."""
        if self._ambience is None:
            return ()
        loudness = BlockLoudness()
        for first in range(start, end, BLOCK_FRAMES):
            loudness.add(self._ambience.between(first, min(first + BLOCK_FRAMES, end)))
        return tuple(loudness.finish().tolist())

    def _fade_facts(self, start: int, end: int) -> JsonValue:
        fade_in, fade_out = _fade_frames(self._template.fades)
        return [
            [start, fade_in] if start < fade_in else None,
            [self.frames - start, fade_out] if end > self.frames - fade_out else None,
        ]

    def _fade(self, mixed: Stereo, start: int) -> None:
        """Fades a block that is in the fade-in or fade-out of the session."""
        fade_in, fade_out = _fade_frames(self._template.fades)
        if start >= fade_in and start + len(mixed) <= self.frames - fade_out:
            return
        at = np.arange(start, start + len(mixed))
        gains = np.minimum((at + 1) / (fade_in + 1), (self.frames - at) / (fade_out + 1)).clip(max=1)
        mixed *= gains.astype(np.float32)[:, np.newaxis]


def _fade_frames(fades: Fades) -> tuple[int, int]:
    return frames_at(fades.in_ms, FRAME_RATE), frames_at(fades.out_ms, FRAME_RATE)


class _Sources:
    """The sounds of a template, which are the same in every script with its settings."""

    def __init__(self, script: Script, template: AudioTemplate, kept: KeptSound) -> None:
        levels = template.levels
        self.voice = LevelledVoice(template.voice, levels.speech_lufs, kept)
        self.chimes = ChimeSounds(template.chimes, levels.chime_lufs) if template.chimes else None
        self.pacer = PacerSounds(template.pacer, levels.speech_lufs)
        self.ambience = template.ambience and AmbienceLayer(script, template.ambience, levels.speech_lufs, kept)
        self.clip_length_ms = lru_cache(maxsize=None)(clip_length_ms)


def _cue_layers(script: Script, narration: Narration, template: AudioTemplate, sources: _Sources) -> Iterator[MixLayer]:
    """Yields the layers other than the ambience, in the order in which they are mixed."""
    sides = {step.id: step.side for step in script.steps}
    yield _voice_layer(script, narration, template, sources.voice)
    if sources.chimes:
        yield _chime_layer(script.cues, sources.chimes, template.pan, sides)
    if any(cue.sound == TICK for cue in script.cues):
        yield tick_layer(script.cues, template.levels.chime_lufs)
    if template.pacer.mode != "off":
        yield pacer_layer(strokes(script, template.pacer.mode), sources.pacer, template.pan)


def _voice_layer(
    script: Script, narration: Narration, template: AudioTemplate, voice: LevelledVoice
) -> PlacedSounds[SpokenClip]:
    headroom_db = AMBIENCE_HEADROOM_DB if template.ambience else 0.0
    sides = {step.id: step.side for step in script.steps}

    def placed(cue: Cue) -> PlacedSound[SpokenClip]:
        if cue.line is None:
            raise ValueError(f"the cue '{cue.id}' has no line")
        side = sides.get(cue.step)
        ceiling_dbtp = CEILING_DBTP - louder_channel_db(side, template.pan) - headroom_db
        longest = voice.most_frames(cue.length_ms + _CLIP_TOLERANCE_MS)
        return PlacedSound(
            SpokenClip(narration.clip(cue.line), ceiling_dbtp), frames_at(cue.at_ms, FRAME_RATE), longest, side
        )

    spoken = [placed(cue) for cue in script.cues if cue.kind == "speech"]
    return PlacedSounds(spoken, template.pan, voice.render, voice.facts_of)


def _chime_layer(
    cues: Iterable[Cue], sounds: ChimeSounds, pan: float, sides: Mapping[str, Side | None]
) -> PlacedSounds[ChimeName]:
    placed = (
        PlacedSound(
            cue.sound,
            frames_at(cue.at_ms, FRAME_RATE),
            sounds.most_frames(cue.sound),
            sides.get(cue.step),
            10 ** (-(cue.softer_lu or 0) / 20),
        )
        for cue in cues
        if cue.sound and cue.sound != TICK
    )
    return PlacedSounds(placed, pan, sounds.render, sounds.facts_of)


def _check_clips(script: Script, narration: Narration, length_of: Callable[[Clip], int]) -> None:
    """Checks that every clip can be mixed.

    Raises:
        SoundError: With a problem for each clip that cannot be mixed.
    """
    problems = [problem for cue in script.cues if (problem := _clip_problem(cue, narration, length_of))]
    if problems:
        raise SoundError(*problems)


def _clip_problem(cue: Cue, narration: Narration, length_of: Callable[[Clip], int]) -> Problem | None:
    if cue.line is None:
        return None
    clip = narration.find(cue.line)
    if clip is None:
        return Problem(f"there is no clip of the sentence '{cue.text}'; speak it first", place=cue.id)
    length_ms = length_of(clip)
    if length_ms > cue.length_ms + _CLIP_TOLERANCE_MS:
        message = f"the clip of '{cue.text}' lasts {length_ms} ms, longer than its cue of {cue.length_ms} ms"
        return Problem(f"{message}; compile the script again", place=cue.id)
    return None
