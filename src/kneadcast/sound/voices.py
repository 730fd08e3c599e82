"""Spoken clips as they are mixed: coloured, at the loudness of the voice, with their peaks limited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.keys import key_of
from kneadcast.document.files import sha256_of_file
from kneadcast.errors import SoundError
from kneadcast.sound.pcm import FRAME_RATE, FULL_SCALE, Mono, Samples
from kneadcast.sound.revision import sound_revision
from kneadcast.sound.template_parts import VoiceColour
from kneadcast.speech.model import Clip
from kneadcast.speech.recordings import LARGEST_RECORDING_BYTES
from kneadcast.units import frames_at

_HELD_CLIPS = 6
"""More than sound within a part of a session that is mixed at once; a clip takes half a megabyte."""
_MAX_SAMPLE = FULL_SCALE - 1
_RESAMPLING_FRAMES = 2
"""By how much rounding can make a resampled clip longer."""


@dataclass(frozen=True)
class SpokenClip:
    """A clip, and the ceiling of its peaks."""

    clip: Clip
    ceiling_dbtp: float


class LevelledVoice:
    """Renders spoken clips. Each is levelled once and kept, so that later sessions need not measure it again."""

    def __init__(self, colour: VoiceColour | None, target_lufs: float, kept: KeptSound) -> None:
        """Prepares the voice.

        Args:
            colour: The colour of the voice; `None` leaves it as it is.
            target_lufs: Integrated loudness of each clip, as a meter shows it on the finished file.
            kept: Where levelled clips are kept.
        """
        self._colour = colour
        self._target_lufs = target_lufs
        self._kept = kept
        self.render = lru_cache(maxsize=_HELD_CLIPS)(self._render)
        """Returns a clip as it is mixed; in 16 bits, so that it is the same whether it was kept or not."""
        self._content_sha256 = lru_cache(maxsize=None)(_content_sha256)

    def most_frames(self, length_ms: int) -> int:
        """Returns the greatest length that a clip can have once it is coloured."""
        tail_ms = self._colour.tail_ms if self._colour else 0
        return frames_at(length_ms + tail_ms, FRAME_RATE) + _RESAMPLING_FRAMES

    def facts_of(self, spoken: SpokenClip) -> JsonValue:
        """Returns everything that the sound of a clip is made from."""
        return {
            "clip": self._content_sha256(spoken.clip),
            "colour": self._colour.model_dump(mode="json") if self._colour else None,
            "lufs": self._target_lufs,
            "dbtp": spoken.ceiling_dbtp,
        }

    def _render(self, spoken: SpokenClip) -> Mono:
        key = key_of({"voice": self.facts_of(spoken), "revision": sound_revision()})
        content = self._kept.find("levelled", key)
        if content is None:
            content = self._level(spoken)
            self._kept.keep("levelled", key, content)
        samples: Mono = np.frombuffer(content, dtype="<i2").astype(np.float32) / np.float32(FULL_SCALE)
        return samples

    def _level(self, spoken: SpokenClip) -> bytes:
        from kneadcast.sound.clips import load_clip  # takes time to import, which kept clips do not need

        levelled = _levelled(load_clip(spoken.clip), self._colour, self._target_lufs, spoken.ceiling_dbtp)
        return np.rint(levelled * FULL_SCALE).clip(-FULL_SCALE, _MAX_SAMPLE).astype("<i2").tobytes()


def prepare_levelling(colour: VoiceColour | None) -> None:
    """Imports and calculates what levelling the first clip takes seconds for.

    A live session does so before it begins: an answer that was never said before is levelled while it plays.
    """
    _levelled(np.sin(np.arange(FRAME_RATE)), colour, target_lufs=0.0, ceiling_dbtp=0.0)


def _levelled(samples: Samples, colour: VoiceColour | None, target_lufs: float, ceiling_dbtp: float) -> Samples:
    from kneadcast.sound.loudness import level  # these take time to import as well

    if colour:
        from kneadcast.sound.voice_colour import apply_voice_colour

        samples = apply_voice_colour(samples, colour)
    return level(samples, target_lufs, ceiling_dbtp=ceiling_dbtp)


def _content_sha256(clip: Clip) -> str:
    if clip.content is None:
        return sha256_of_file(clip.path, LARGEST_RECORDING_BYTES, SoundError)
    return clip.content.sha256
