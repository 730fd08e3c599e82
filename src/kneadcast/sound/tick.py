"""The tick of a live session, which says at once that a command was heard."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from pydantic import JsonValue

from kneadcast.script.model import TICK, Cue
from kneadcast.sound.layers import PlacedSound, PlacedSounds
from kneadcast.sound.pcm import FRAME_RATE, Mono, Samples
from kneadcast.units import frames_at

TICK_LENGTH_MS = 90
_KNOCKS_HZ = (1100.0, 1650.0)
"""Two knocks, the second a fifth higher: above all chimes and strokes, so that it is taken for neither."""
_SPACING_MS = 40
_ATTACK_MS = 3
"""A faster attack clicks."""
_DECAY_MS = 12
_RELEASE_MS = 15


@lru_cache(maxsize=4)
def heard_tick(target_lufs: float) -> Mono:
    """Returns the tick.

    It is too short to be levelled by its own loudness: its peaks are those of a steady tone of a loudness, so that it
    sounds softer than a chime of this loudness.

    Args:
        target_lufs: The loudness of the chimes, as a meter shows it on the stereo file.
    """
    tick: Samples = np.zeros(frames_at(TICK_LENGTH_MS, FRAME_RATE))
    for number, hertz in enumerate(_KNOCKS_HZ):
        first = frames_at(number * _SPACING_MS, FRAME_RATE)
        tick[first:] += _knock(hertz, len(tick) - first)
    release = frames_at(_RELEASE_MS, FRAME_RATE)
    tick[-release:] *= np.linspace(1, 0, release)
    tick *= 10 ** (target_lufs / 20) / np.max(np.abs(tick))
    sound: Mono = tick.astype(np.float32)
    sound.flags.writeable = False  # it is shared
    return sound


def tick_layer(cues: Iterable[Cue], target_lufs: float) -> PlacedSounds[float]:
    """Returns the ticks of a session as a layer of the mix, in the middle, whichever side is worked.

    Args:
        cues: The cues of the session.
        target_lufs: The loudness of the chimes.
    """
    most_frames = frames_at(TICK_LENGTH_MS, FRAME_RATE)
    moments = sorted({cue.at_ms for cue in cues if cue.sound == TICK})
    placed = [PlacedSound(target_lufs, frames_at(at_ms, FRAME_RATE), most_frames) for at_ms in moments]
    return PlacedSounds(placed, 0.0, heard_tick, _facts_of)


def _facts_of(target_lufs: float) -> JsonValue:
    return {"sound": TICK, "lufs": target_lufs}


def _knock(hertz: float, frames: int) -> Samples:
    ms = np.arange(frames) * 1000 / FRAME_RATE
    envelope = np.minimum(ms / _ATTACK_MS, 1) * np.exp(-ms / _DECAY_MS)
    knock: Samples = envelope * np.sin(2 * np.pi * hertz * ms / 1000)
    return knock
