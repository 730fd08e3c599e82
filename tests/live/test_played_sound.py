"""What the loudspeaker plays now, as a listener is given it."""

from __future__ import annotations

import pytest

from kneadcast.listening.samples import BLOCK_MS
from kneadcast.live.played_sound import PlayedSound
from kneadcast.live.session import CHUNK_FRAMES, CHUNK_MS
from kneadcast.sound.pcm import CHANNELS, SAMPLE_WIDTH
from tests.output.devices import FakeClock


@pytest.mark.parametrize("chunks", range(20, 70))
def test_the_reference_is_as_early_as_the_resampler_allows(chunks: int) -> None:
    """Of a device that holds 80 ms, all but the last 45 ms are known, however many chunks it was given."""
    played = PlayedSound(0.08, FakeClock())
    for _ in range(chunks):
        played.add(bytes(CHUNK_FRAMES * CHANNELS * SAMPLE_WIDTH), is_quiet=False)
        played.wrote()
    assert played.next_block().at_ms == pytest.approx(chunks * CHUNK_MS - 45 - BLOCK_MS / 2, abs=1)
