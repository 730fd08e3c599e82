"""Removing our own sound from what the microphone hears."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from kneadcast.listening.echo import EchoCanceller
from kneadcast.listening.echo_gate import EchoGate
from kneadcast.listening.samples import BLOCK_SAMPLES, RATE, Samples, silence

SECONDS = 12


def played(seed: int) -> Samples:
    """Returns a sound with the spectrum and the syllables of speech."""
    random = np.random.default_rng(seed)
    white = random.normal(size=SECONDS * RATE)
    syllables = np.repeat(random.uniform(0, 1, SECONDS * 5), RATE // 5)
    return np.asarray(0.05 * lfilter([1], [1, -0.9], white) * syllables, np.float32)


def in_room(sound: Samples, delay_ms: int = 60) -> Samples:
    """Returns a sound after a delay and an exponential decay of 0.2 s."""
    length = RATE // 5
    response = np.random.default_rng(9).normal(size=length) * np.exp(-np.arange(length) / RATE / 0.03)
    response = np.pad(response / np.linalg.norm(response), (delay_ms * RATE // 1000, 0))
    return np.asarray(np.convolve(sound, response)[: len(sound)], np.float32)


def rest_of(microphone: Samples, reference: Samples) -> Samples:
    canceller = EchoCanceller()
    starts = range(0, len(microphone), BLOCK_SAMPLES)
    return np.concatenate(
        [
            canceller.cancel(microphone[start : start + BLOCK_SAMPLES], reference[start : start + BLOCK_SAMPLES])
            for start in starts
            if start + BLOCK_SAMPLES <= len(microphone)
        ]
    )


def decibels(sound: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(sound)) + 1e-12))


def test_an_echo_is_reduced_by_20_db_within_seconds() -> None:
    """The rest of a known sound is small, whatever the room."""
    sound = played(1)
    echo = in_room(sound)
    late = slice(6 * RATE, 11 * RATE)
    assert decibels(rest_of(echo, sound)[late]) < decibels(echo[late]) - 20


def test_a_voice_in_the_room_is_left_as_it_is() -> None:
    """What somebody says over our voice is 15 dB louder than what is wrong with it."""
    sound, voice = played(1), played(2)
    voice[: 8 * RATE] = 0
    rest = rest_of(in_room(sound) + voice, sound)
    late = slice(8 * RATE, 11 * RATE)
    assert decibels(rest[late] - voice[late]) < decibels(voice[late]) - 15


def test_what_was_learnt_is_kept_in_silence() -> None:
    """After two minutes without a word, the next sentence is subtracted like the last one."""
    sound, pause = played(1), np.zeros(120 * RATE, np.float32)
    echo = in_room(sound)
    twice, heard = np.concatenate([sound, pause, sound]), np.concatenate([echo, pause, echo])
    rest = rest_of(heard, twice)
    again = slice(len(sound) + len(pause), len(sound) + len(pause) + 2 * RATE)
    assert decibels(rest[again]) < decibels(heard[again]) - 18


def test_without_a_reference_nothing_changes() -> None:
    """While nothing is played, the microphone is heard as it is."""
    voice = played(2)
    rest = rest_of(voice, np.zeros_like(voice))
    assert np.array_equal(rest, voice[: len(rest)])


def test_an_amplified_microphone_changes_only_the_level() -> None:
    """The canceller works for any gain of the microphone."""
    sound = played(1)
    echo = in_room(sound)
    late = slice(8 * RATE, 11 * RATE)
    for gain in (0.1, 10):
        amplified = np.asarray(echo * gain, np.float32)
        assert decibels(rest_of(amplified, sound)[late]) < decibels(amplified[late]) - 15


def blocks(sound: Samples) -> Samples:
    return sound[: len(sound) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES)


def test_the_gate_is_open_while_nothing_is_played() -> None:
    """In silences, the detector of voices decides alone."""
    gate = EchoGate()
    assert all(gate.is_open(block, silence(), learn=True) for block in blocks(played(1)))


def test_the_gate_is_closed_for_an_echo_and_open_for_a_voice_over_it() -> None:
    """Our own voice never opens it, even if nothing of the echo was cancelled; a voice twice as loud does."""
    sound, voice = played(1), played(2)
    echo = in_room(sound)
    gate = EchoGate()
    opened = [gate.is_open(heard, block, learn=True) for heard, block in zip(blocks(echo), blocks(sound), strict=True)]
    assert np.mean(opened[60:]) < 0.03
    over = [
        gate.is_open(heard, block, learn=True)
        for heard, block in zip(blocks(echo + 4 * voice), blocks(sound), strict=True)
    ]
    assert np.mean(over[:60]) > 0.5


def test_the_gate_is_closed_until_the_echo_is_known() -> None:
    """In the first second of speech nobody is detected, because the echo is not known yet."""
    gate = EchoGate()
    sound = played(1)
    assert not any(gate.is_open(100 * block, block, learn=True) for block in blocks(sound)[:20])
