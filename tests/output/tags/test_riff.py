"""Tags of WAV files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.wave import WAVE

from kneadcast.output import Chapter, Provenance, Tags, read_provenance
from kneadcast.output.tags.riff import write_wav_tags
from tests.output.files import decoded
from tests.output.sessions import session

CHAPTERS = (
    Chapter("Before we begin, and a title that is longer than any other", 0, 500),
    Chapter("Füße, left", 500, 900),
    Chapter("Rest", 900, 2000),
)


@pytest.mark.parametrize("frames", [4_410, 4_411])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_U8"])
def test_a_wav_has_its_tags_in_order_and_keeps_its_samples(tmp_path: Path, frames: int, subtype: str) -> None:
    """With one byte a sample, the sound may have an odd length, which RIFF pads."""
    path = tmp_path / "s.wav"
    soundfile.write(str(path), np.linspace(-0.5, 0.5, frames), 44_100, subtype=subtype)
    before, _ = soundfile.read(str(path))
    write_wav_tags(path, Tags.of(session()), CHAPTERS, Provenance(script=session()))
    assert read_provenance(path).script == session()
    tags: Any = WAVE(path).tags
    assert tags["TIT2"].text == ["A test"]
    assert np.array_equal(soundfile.read(str(path))[0], before)
    data = path.read_bytes()
    places = [data.index(chapter.title.encode("utf-16")) for chapter in CHAPTERS]
    assert places == sorted(places)


def test_ffmpeg_decodes_a_tagged_wav_without_complaint(tmp_path: Path) -> None:
    path = tmp_path / "s.wav"
    soundfile.write(str(path), np.zeros((4_410, 2)), 44_100, subtype="PCM_16")
    write_wav_tags(path, Tags.of(session()), CHAPTERS, Provenance(script=session()))
    assert len(decoded(path)) == 4_410
