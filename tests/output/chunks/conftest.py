"""Short chunks, so that a short sound has several."""

from __future__ import annotations

import pytest


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes chunks of five seconds."""
    monkeypatch.setattr("kneadcast.output.chunks.cutting.CHUNK_FRAMES", 4 * 49)
