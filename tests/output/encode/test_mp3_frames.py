"""The frames of an MP3: their headers and sizes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.output.encode.mp3 import mp3_arguments
from kneadcast.output.encode.mp3_frames import (
    BITRATES_KBPS,
    SAMPLES_PER_FRAME,
    frame_bytes,
    frame_header,
    frame_offsets,
)
from tests.output.files import encode, tone


@pytest.mark.parametrize("bitrate_kbps", BITRATES_KBPS)
def test_frames_have_the_header_of_their_bit_rate_and_at_most_one_byte_of_padding(
    tmp_path: Path, bitrate_kbps: int
) -> None:
    path = tmp_path / "tone.mp3"
    encode([tone(100 * SAMPLES_PER_FRAME)], path, mp3_arguments(bitrate_kbps))
    data = path.read_bytes()
    offsets = frame_offsets(data)
    assert 101 <= len(offsets) - 1 <= 103
    for start, end in pairwise(offsets):
        assert data[start : start + 2] == frame_header(bitrate_kbps)[:2]
        assert data[start + 2] & ~0b10 == frame_header(bitrate_kbps)[2]
        assert end - start - frame_bytes(bitrate_kbps) == data[start + 2] >> 1 & 1


def test_data_that_is_no_whole_number_of_frames_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tone.mp3"
    encode([tone(10 * SAMPLES_PER_FRAME)], path, mp3_arguments(128))
    data = path.read_bytes()
    with pytest.raises(OutputError, match=r"wrote \d+ of \d+ bytes of MP3"):
        frame_offsets(data[:-1])
    with pytest.raises(OutputError, match="no frame of MP3 at byte"):
        frame_offsets(data + b"ID3")
    with pytest.raises(OutputError, match="no frame of MP3 at byte 0"):
        frame_offsets(b"\0" + data)


def test_no_data_has_no_frames() -> None:
    assert frame_offsets(b"") == [0]
