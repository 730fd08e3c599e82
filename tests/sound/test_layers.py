"""The sounds of cues and strokes: each at its frame, in any part of a session."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.sound.layers import PlacedSound, PlacedSounds
from kneadcast.sound.pcm import Mono, Stereo

FRAMES = 10_000

SOUNDS = st.lists(st.tuples(st.integers(0, FRAMES - 1), st.integers(1, 9000)), max_size=6)
"""The first frame and the length of each sound; sounds may overlap, and may last beyond the end."""
BLOCKS = st.lists(st.integers(1, FRAMES - 1), max_size=8, unique=True).map(sorted)
"""The frames at which a new block begins."""


def ramp(frames: int) -> Mono:
    return np.linspace(1, 2, frames, dtype=np.float32)


def layer_of(sounds: list[tuple[int, int]], *, spare: int = 0) -> PlacedSounds[int]:
    """Returns a layer of ramps, which may state that they are longer than they are."""
    placed = [PlacedSound(frames, at, frames + spare) for at, frames in sounds]
    return PlacedSounds(placed, 0.0, ramp, lambda frames: frames)


def heard(layer: PlacedSounds[int], starts: list[int]) -> Stereo:
    total = np.zeros((FRAMES, 2), dtype=np.float32)
    for start, end in zip([0, *starts], [*starts, FRAMES], strict=True):
        layer.add(total[start:end], start)
    return total


@given(SOUNDS, BLOCKS, st.integers(0, 3000))
def test_every_frame_of_a_sound_is_at_its_place_whatever_the_blocks_are(
    sounds: list[tuple[int, int]], starts: list[int], spare: int
) -> None:
    expected = np.zeros(FRAMES)
    for at, frames in sounds:
        expected[at : at + frames] += ramp(frames)[: FRAMES - at]
    assert np.allclose(heard(layer_of(sounds, spare=spare), starts), expected[:, np.newaxis])


@given(SOUNDS, st.integers(0, FRAMES), st.integers(1, 3000))
def test_only_the_sounds_of_a_part_are_rendered(sounds: list[tuple[int, int]], start: int, frames: int) -> None:
    rendered: list[int] = []

    def render(length: int) -> Mono:
        rendered.append(length)
        return ramp(length)

    layer = PlacedSounds([PlacedSound(length, at, length) for at, length in sounds], 0.0, render, lambda one: one)
    layer.add(np.zeros((frames, 2), dtype=np.float32), start)
    expected = [length for at, length in sounds if at < start + frames and at + length > start]
    assert sorted(rendered) == sorted(expected)


@given(SOUNDS, st.integers(0, 2000))
def test_facts_are_relative_to_the_part(sounds: list[tuple[int, int]], later: int) -> None:
    moved = [(at + later, frames) for at, frames in sounds]
    assert layer_of(sounds).facts(0, FRAMES) == layer_of(moved).facts(later, FRAMES + later)


def test_a_sound_is_panned_at_constant_power_and_has_its_gain() -> None:
    sound = PlacedSound(4, 0, 4, "left", 0.5)
    mixed = np.zeros((4, 2), dtype=np.float32)
    PlacedSounds([sound], 1.0, ramp, lambda frames: frames).add(mixed, 0)
    assert (mixed[:, 0] > 1.5 * mixed[:, 1]).all()
    assert (mixed**2).sum(axis=1) == pytest.approx(2 * (0.5 * ramp(4)) ** 2, rel=1e-5)
