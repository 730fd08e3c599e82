"""Voice colour: an equaliser, a gentle compressor and the reverb of a small room, applied before a clip is levelled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import signal

from kneadcast.sound.loudness import db_to_amplitude
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.sound.template_parts import PRE_DELAY_MS, Band, VoiceColour
from kneadcast.units import frames_at

_STEP_FRAMES = FRAME_RATE // 200
"""The compressor sets its gain every 5 ms, so that it follows syllables, and not the waveform of a deep voice."""
_ATTACK_MS = 10
_RELEASE_MS = 160
_DECAY_DB = 60
_ROOM_BAND_HZ = (250, 5000)


def apply_voice_colour(samples: Samples, colour: VoiceColour) -> Samples:
    """Returns a clip with a voice colour. The beginning stays in place; the reverb makes the clip longer."""
    warmer: Samples = signal.sosfilt(_equaliser(colour.low_cut_hz, colour.equaliser), samples)
    if colour.ratio > 1:
        warmer = warmer * _compressor_gain(warmer, colour.ratio)
    return warmer if colour.room_db is None else _with_reverb(warmer, colour.room_db, colour.room_ms)


@lru_cache(maxsize=8)
def _equaliser(low_cut_hz: float, bands: tuple[Band, ...]) -> Samples:
    low_cut = signal.butter(2, low_cut_hz, "highpass", fs=FRAME_RATE, output="sos")
    sections: Samples = np.concatenate([low_cut, *(_peaking_filter(band)[np.newaxis] for band in bands)])
    return sections


def _peaking_filter(band: Band) -> Samples:
    """Returns a peaking filter (Bristow-Johnson, Audio EQ Cookbook: peakingEQ)."""
    radians = 2 * np.pi * band.hz / FRAME_RATE
    amplitude = 10 ** (band.gain_db / 40)
    alpha = np.sin(radians) / (2 * band.q)
    numerator = np.array([1 + alpha * amplitude, -2 * np.cos(radians), 1 - alpha * amplitude])
    denominator = np.array([1 + alpha / amplitude, -2 * np.cos(radians), 1 - alpha / amplitude])
    peaking: Samples = np.concatenate([numerator, denominator]) / denominator[0]
    return peaking


def _compressor_gain(samples: Samples, ratio: float) -> Samples:
    """Returns the gain of a compressor whose threshold is the mean level of the clip, so that it suits any voice."""
    padded = np.pad(samples, (0, -len(samples) % _STEP_FRAMES)).reshape(-1, _STEP_FRAMES)
    levels_db = 10 * np.log10(np.mean(padded**2, axis=1) + 1e-12)
    mean_db = 10 * np.log10(np.mean(samples**2) + 1e-12)
    envelope_db = np.array(_envelope(np.maximum(levels_db - mean_db, 0.0).tolist()))
    gains = 10 ** (-envelope_db * (1 - 1 / ratio) / 20)
    middles = (np.arange(len(gains)) + 0.5) * _STEP_FRAMES
    gain: Samples = np.interp(np.arange(len(samples)), middles, gains)
    return gain


def _envelope(levels_db: list[float]) -> list[float]:
    """Returns the envelope of levels, which rises fast and falls slowly."""
    step_ms = _STEP_FRAMES * 1000 / FRAME_RATE
    attack, release = np.exp(-step_ms / _ATTACK_MS), np.exp(-step_ms / _RELEASE_MS)
    held_db, envelope = 0.0, []
    for level_db in levels_db:
        keep = float(attack if level_db > held_db else release)
        held_db = keep * held_db + (1 - keep) * level_db
        envelope.append(held_db)
    return envelope


def _with_reverb(samples: Samples, room_db: float, room_ms: int) -> Samples:
    reverb: Samples = signal.oaconvolve(samples, _room_response(room_ms))
    rms = max(float(np.sqrt(np.mean(reverb**2))), 1e-9)
    reverb *= db_to_amplitude(room_db) * float(np.sqrt(np.mean(samples**2))) / rms
    reverb[: len(samples)] += samples
    return reverb


@lru_cache(maxsize=4)
def _room_response(room_ms: int) -> Samples:
    """Returns the impulse response of a small furnished room: decaying noise without highs or rumble (Moorer 1979)."""
    frames = frames_at(room_ms, FRAME_RATE)
    band = signal.butter(1, _ROOM_BAND_HZ, "bandpass", fs=FRAME_RATE, output="sos")
    noise = signal.sosfilt(band, np.random.default_rng(7).normal(size=frames))
    decaying = noise * 10 ** (-_DECAY_DB * np.arange(frames) / frames / 20)
    response: Samples = np.concatenate([np.zeros(frames_at(PRE_DELAY_MS, FRAME_RATE)), decaying])
    return response
