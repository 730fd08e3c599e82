"""Playback of a session from any moment on."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.playback import Playback, open_playback
from kneadcast.sound import mix_blocks
from kneadcast.sound.clips import load_clip
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, Samples
from kneadcast.units import frames_at
from tests.short_session import LENGTH, LENGTH_MS, OPTIONS, ROUTINE

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")

RING_MS = 10_000
"""No chime rings and no sentence lasts for longer, so that of what began earlier nothing is heard after this time."""
FRAME_BYTES = CHANNELS * SAMPLE_WIDTH


@pytest.fixture(scope="module")
def playback() -> Playback:
    return open_playback(ROUTINE, length=LENGTH, options=OPTIONS)


@pytest.fixture(scope="module")
def whole(playback: Playback) -> bytes:
    """Returns the mix of the complete session."""
    compiled = playback.compiled
    blocks = mix_blocks(compiled.script, compiled.narration, compiled.template)
    return b"".join(block.sound.raw_data for block in blocks)


def test_a_session_is_played_as_it_is_written(playback: Playback, whole: bytes) -> None:
    assert b"".join(block.raw_data for block in playback.blocks_from(0)) == whole


@settings(max_examples=8)
@given(at_ms=st.integers(LENGTH_MS // 2, LENGTH_MS - 1).map(lambda moment: moment // 10 * 10))
def test_from_any_moment_on_the_rest_of_the_session_is_played(playback: Playback, whole: bytes, at_ms: int) -> None:
    rest = b"".join(block.raw_data for block in playback.blocks_from(at_ms))
    assert len(rest) == len(whole) - frames_at(at_ms, FRAME_RATE) * FRAME_BYTES
    begun_later = max(0, len(rest) - frames_at(RING_MS, FRAME_RATE) * FRAME_BYTES)
    assert rest[len(rest) - begun_later :] == whole[len(whole) - begun_later :]


def test_a_block_is_mixed_when_it_is_requested(playback: Playback, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Path] = []

    def load_and_note(path: Path) -> Samples:
        loaded.append(path)
        return load_clip(path)

    monkeypatch.setattr("kneadcast.sound.mixer.load_clip", load_and_note)
    first_word_ms = next(cue.at_ms for cue in playback.script.cues if cue.text)
    blocks = playback.blocks_from(0)
    list(islice(blocks, first_word_ms // 1000))
    assert loaded == []
    next(blocks)
    assert len(loaded) == 1


def test_the_end_of_a_session_has_no_blocks(playback: Playback) -> None:
    assert list(playback.blocks_from(LENGTH_MS)) == []
