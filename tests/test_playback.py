"""Playback of a session from any moment on."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.playback import Playback, open_playback
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, Mono
from kneadcast.sound.voices import LevelledVoice, SpokenClip
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
    whole_mix = Mix(compiled.script, compiled.narration, compiled.template, kept_sound())
    return b"".join(block.raw_data for block in whole_mix.blocks())


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
    rendered: list[SpokenClip] = []
    render = LevelledVoice._render

    def note_and_render(voice: LevelledVoice, spoken: SpokenClip) -> Mono:
        rendered.append(spoken)
        return render(voice, spoken)

    monkeypatch.setattr(LevelledVoice, "_render", note_and_render)
    first_word_ms = next(cue.at_ms for cue in playback.script.cues if cue.text)
    blocks = playback.blocks_from(0)
    list(islice(blocks, first_word_ms // 1000))
    assert rendered == []
    next(blocks)
    assert len(rendered) == 1


def test_the_end_of_a_session_has_no_blocks(playback: Playback) -> None:
    assert list(playback.blocks_from(LENGTH_MS)) == []
