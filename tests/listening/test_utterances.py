"""Cutting sound into utterances."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.listening.samples import BLOCK_MS, BLOCK_SAMPLES, Samples
from kneadcast.listening.utterances import (
    AFTER_MS,
    BEFORE_MS,
    END_MS,
    LONGEST_MS,
    PROBABLE_END_MS,
    Moment,
    UtteranceCutter,
)


def numbered(place: int) -> Samples:
    return np.full(BLOCK_SAMPLES, place, np.float32)


def moments(cutter: UtteranceCutter, probabilities: Iterable[float]) -> list[Moment]:
    return [cutter.add(numbered(place), probability) for place, probability in enumerate(probabilities)]


def test_an_utterance_ends_after_a_silence() -> None:
    """The end is certain only after `END_MS`, and probable before."""
    happened = moments(UtteranceCutter(), [0.0] * 20 + [0.9] * 10 + [0.0] * 20)
    assert happened.index("begun") == 20
    assert happened.index("probably_ended") == 30 + PROBABLE_END_MS // BLOCK_MS - 1
    assert happened.index("ended") == 30 + END_MS // BLOCK_MS - 1


def test_a_clip_has_sound_before_and_after_the_voice() -> None:
    """Soft consonants at both ends are in the clip, and no more silence than that."""
    cutter = UtteranceCutter()
    moments(cutter, [0.0] * 20 + [0.9] * 10 + [0.0] * (END_MS // BLOCK_MS))
    clip = cutter.utterance().clip
    assert clip[0] == 20 + 1 - BEFORE_MS // BLOCK_MS
    assert clip[-1] == 29 + AFTER_MS // BLOCK_MS


def test_the_silence_before_an_utterance_is_known() -> None:
    """It begins with the last voice of the utterance before."""
    cutter = UtteranceCutter()
    moments(cutter, [0.9] * 10 + [0.0] * 25 + [0.9] * 5)
    assert cutter.utterance().silence_before_ms == 25 * BLOCK_MS


def test_no_voice_of_an_utterance_is_in_the_next_one() -> None:
    """However soon somebody speaks again, and whoever has ended the utterance."""
    cutter = UtteranceCutter()
    moments(cutter, [0.9] * 10 + [0.0] * (END_MS // BLOCK_MS + 1) + [0.9] * 5)
    assert cutter.utterance().clip[0] == 10
    cutter = UtteranceCutter()
    moments(cutter, [0.9] * 10 + [0.0] * 5)
    cutter.end()
    assert [cutter.add(numbered(15 + place), 0.9) for place in range(2)] == ["begun", "speaking"]
    assert cutter.utterance().clip[0] == 10


def test_a_less_likely_voice_continues_an_utterance_but_does_not_begin_one() -> None:
    """Soft syllables do not cut a phrase."""
    assert moments(UtteranceCutter(), [0.4] * 20) == ["silence"] * 20
    assert set(moments(UtteranceCutter(), [0.9] + [0.4] * 20)) == {"begun", "speaking"}


@given(st.lists(st.floats(0, 1), max_size=600))
def test_memory_does_not_grow(probabilities: list[float]) -> None:
    """No utterance keeps more than the longest one and its surroundings."""
    cutter = UtteranceCutter()
    for place, probability in enumerate(probabilities):
        if cutter.add(numbered(place), probability) != "silence":
            kept_ms = len(cutter.utterance().clip) / BLOCK_SAMPLES * BLOCK_MS
            assert kept_ms <= BEFORE_MS + LONGEST_MS + END_MS + BLOCK_MS


def test_a_speech_is_long() -> None:
    """Whatever lasts longer than any command is marked."""
    cutter = UtteranceCutter()
    moments(cutter, [0.9] * ((BEFORE_MS + LONGEST_MS) // BLOCK_MS + 1))
    assert cutter.utterance().is_long
