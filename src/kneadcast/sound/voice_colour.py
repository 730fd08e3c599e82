"""Voice colour: an equaliser, a gentle compressor and a small room, applied to a clip before it is levelled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import signal

from kneadcast.sound.loudness import decibels
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.sound.template_parts import Band, VoiceColour
from kneadcast.units import frames_at

_STEP_FRAMES = FRAME_RATE // 200
"""The compressor sets its gain every 5 ms: it follows syllables, and never the wave of a deep voice itself."""
_ATTACK_MS = 10
_RELEASE_MS = 160
_DECAY_DB = 60
_PRE_DELAY_MS = 12
"""The room answers after the consonant, not into it."""
_ROOM_BAND_HZ = (250, 5000)


def coloured(samples: Samples, colour: VoiceColour) -> Samples:
    """Returns a clip with a colour; it begins where it began, and rings on by the room's length."""
    warmer: Samples = signal.sosfilt(_equaliser(colour.low_cut_hz, colour.equaliser), samples)
    if colour.ratio > 1:
        warmer = warmer * _easing(warmer, colour.ratio)
    return warmer if colour.room_db is None else _in_room(warmer, colour.room_db, colour.room_ms)


@lru_cache(maxsize=8)
def _equaliser(low_cut_hz: float, bands: tuple[Band, ...]) -> Samples:
    low_cut = signal.butter(2, low_cut_hz, "highpass", fs=FRAME_RATE, output="sos")
    sections: Samples = np.concatenate([low_cut, *(_bell(band)[np.newaxis] for band in bands)])
    return sections


def _bell(band: Band) -> Samples:
    """Returns a peaking filter (Bristow-Johnson, Audio EQ Cookbook: peakingEQ)."""
    turn = 2 * np.pi * band.hz / FRAME_RATE
    amplitude = 10 ** (band.gain_db / 40)
    alpha = np.sin(turn) / (2 * band.q)
    over = np.array([1 + alpha * amplitude, -2 * np.cos(turn), 1 - alpha * amplitude])
    under = np.array([1 + alpha / amplitude, -2 * np.cos(turn), 1 - alpha / amplitude])
    bell: Samples = np.concatenate([over, under]) / under[0]
    return bell


def _easing(samples: Samples, ratio: float) -> Samples:
    """Returns the gain of a compressor whose threshold is the clip's own mean level, so it fits any voice."""
    padded = np.pad(samples, (0, -len(samples) % _STEP_FRAMES)).reshape(-1, _STEP_FRAMES)
    levels_db = 10 * np.log10(np.mean(padded**2, axis=1) + 1e-12)
    mean_db = 10 * np.log10(np.mean(samples**2) + 1e-12)
    followed = np.array(_followed(np.maximum(levels_db - mean_db, 0.0).tolist()))
    gains = 10 ** (-followed * (1 - 1 / ratio) / 20)
    middles = (np.arange(len(gains)) + 0.5) * _STEP_FRAMES
    easing: Samples = np.interp(np.arange(len(samples)), middles, gains)
    return easing


def _followed(over_db: list[float]) -> list[float]:
    """Follows a level quickly up and slowly down."""
    step_ms = _STEP_FRAMES * 1000 / FRAME_RATE
    up, down = np.exp(-step_ms / _ATTACK_MS), np.exp(-step_ms / _RELEASE_MS)
    held, followed = 0.0, []
    for level_db in over_db:
        keep = float(up if level_db > held else down)
        held = keep * held + (1 - keep) * level_db
        followed.append(held)
    return followed


def _in_room(samples: Samples, room_db: float, room_ms: int) -> Samples:
    answer: Samples = signal.oaconvolve(samples, _room(room_ms))
    loudest = max(float(np.sqrt(np.mean(answer**2))), 1e-9)
    answer *= decibels(room_db) * float(np.sqrt(np.mean(samples**2))) / loudest
    answer[: len(samples)] += samples
    return answer


@lru_cache(maxsize=4)
def _room(room_ms: int) -> Samples:
    """Returns the answer of a small furnished room: dense, dying noise without highs or rumble (Moorer 1979)."""
    frames = frames_at(room_ms, FRAME_RATE)
    band = signal.butter(1, _ROOM_BAND_HZ, "bandpass", fs=FRAME_RATE, output="sos")
    noise = signal.sosfilt(band, np.random.default_rng(7).normal(size=frames))
    dying = noise * 10 ** (-_DECAY_DB * np.arange(frames) / frames / 20)
    room: Samples = np.concatenate([np.zeros(frames_at(_PRE_DELAY_MS, FRAME_RATE)), dying])
    return room
