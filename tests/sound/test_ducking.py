"""How far the ambience is ducked."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.script.model import Cue
from kneadcast.sound.ducking import ATTACK_MS, HOLD_MS, RELEASE_MS, Ducking
from tests.sound.sounds import chime, speech

LENGTH_MS = 60_000


@st.composite
def drawn_sentences(draw: st.DrawFn) -> list[Cue]:
    """Draws sentences that do not overlap, in any order."""
    cues, at_ms = [], 0
    for _ in range(draw(st.integers(0, 6))):
        at_ms += draw(st.integers(0, 9000))
        cues.append(speech(at_ms, draw(st.integers(1, 3000)), "One."))
        at_ms = cues[-1].end_ms
    return draw(st.permutations(cues))


MOMENTS = np.arange(0.0, LENGTH_MS, 50)


@given(drawn_sentences())
def test_the_ambience_is_fully_ducked_whenever_the_voice_speaks(cues: list[Cue]) -> None:
    depth = Ducking(cues)
    for cue in cues:
        assert np.all(depth.depth(np.linspace(cue.at_ms, cue.end_ms + HOLD_MS, 20)) == 1)


@given(drawn_sentences())
def test_far_from_every_sentence_the_ambience_has_its_own_level(cues: list[Cue]) -> None:
    depth = Ducking(cues).depth(MOMENTS)
    assert np.all((depth >= 0) & (depth <= 1))
    for at_ms, value in zip(MOMENTS, depth, strict=True):
        near = [cue.at_ms - ATTACK_MS < at_ms < cue.end_ms + HOLD_MS + RELEASE_MS for cue in cues]
        assert (value > 0) == any(near)


@given(drawn_sentences())
def test_the_ambience_never_jumps(cues: list[Cue]) -> None:
    """It goes down no faster than in the attack and comes up no faster than in the release."""
    steps = np.diff(Ducking(cues).depth(MOMENTS))
    assert np.all(steps <= 50 / ATTACK_MS + 1e-9)
    assert np.all(steps >= -50 / RELEASE_MS - 1e-9)


@given(drawn_sentences(), st.lists(st.integers(0, LENGTH_MS), max_size=4))
def test_a_chime_does_not_duck_the_ambience(cues: list[Cue], chimes: list[int]) -> None:
    with_chimes = Ducking([*cues, *(chime(at_ms, "step") for at_ms in chimes)])
    assert np.array_equal(with_chimes.depth(MOMENTS), Ducking(cues).depth(MOMENTS))


def test_a_short_sentence_within_a_long_one_does_not_end_the_ducking() -> None:
    """Sentences overlap only in scripts that were edited by hand."""
    depth = Ducking([speech(1000, 20_000, "One."), speech(2000, 1000, "Two.")])
    assert np.all(depth.depth(np.linspace(1000, 21_000, 50)) == 1)


@given(drawn_sentences(), st.integers(0, LENGTH_MS // 10), st.integers(0, 1000))
def test_the_sentences_near_a_part_determine_its_ducking(cues: list[Cue], start: int, length: int) -> None:
    at_ms = np.arange(10.0 * start, 10.0 * (start + length) + 1, 10)
    near = Ducking(cues).spoken_near(int(at_ms[0]), int(at_ms[-1]))
    alone = Ducking([speech(begin, end - begin, "One.") for begin, end in near])
    assert np.array_equal(Ducking(cues).depth(at_ms), alone.depth(at_ms))


def test_a_sentence_that_cannot_duck_a_part_is_not_near_it() -> None:
    ducking = Ducking([speech(10_000, 3000, "One.")])
    assert ducking.spoken_near(0, 10_000 - ATTACK_MS) == ()
    assert ducking.spoken_near(0, 10_001 - ATTACK_MS) == ((10_000, 13_000),)
    assert ducking.spoken_near(12_999 + HOLD_MS + RELEASE_MS, 60_000) == ((10_000, 13_000),)
    assert ducking.spoken_near(13_000 + HOLD_MS + RELEASE_MS, 60_000) == ()
