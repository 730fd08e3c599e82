"""The LAME info tag states exactly how many samples were encoded, and is otherwise what ffmpeg writes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from fastcrc import crc16

from kneadcast.errors import OutputError
from kneadcast.output.encode.lame_tag import ENCODER_DELAY, info_frame, info_frame_bytes, name_trusted_encoder
from kneadcast.output.encode.mp3 import mp3_arguments
from kneadcast.output.encode.mp3_frames import BITRATES_KBPS, SAMPLES_PER_FRAME
from tests.output.files import decoded, encode, tone, write_mp3

TABLE = slice(52, 152)


def tag_at(data: bytes) -> int:
    """Returns where the frame with the info tag begins, after the other tags."""
    return data.index(b"Info", data.index(bytes(32) + b"Info")) - 36


def test_the_tag_is_that_of_ffmpeg_apart_from_the_rounding_of_its_table(tmp_path: Path) -> None:
    samples = 100_003
    encode([tone(samples)], tmp_path / "whole.mp3", [*mp3_arguments(128), "-write_xing", "1"])
    write_mp3(tone(samples), tmp_path / "stitched.mp3", tmp_path)
    whole, stitched = (tmp_path / "whole.mp3").read_bytes(), (tmp_path / "stitched.mp3").read_bytes()
    stitched = stitched[tag_at(stitched) :]
    assert stitched[info_frame_bytes(128) :] == whole[info_frame_bytes(128) :]
    assert stitched[: TABLE.start] == whole[: TABLE.start]
    assert stitched[TABLE.stop : 190] == whole[TABLE.stop : 190]
    assert max(abs(one - other) for one, other in zip(stitched[TABLE], whole[TABLE], strict=True)) <= 3


@pytest.mark.parametrize("beyond", [1, 20, 46, 47])
def test_a_padding_beyond_the_last_frame_is_exact(tmp_path: Path, beyond: int) -> None:
    """ffmpeg cannot count a padding that reaches back beyond the last frame."""
    samples = 7 * SAMPLES_PER_FRAME + beyond
    write_mp3(tone(samples), tmp_path / "tone.mp3", tmp_path)
    assert len(decoded(tmp_path / "tone.mp3")) == samples


@pytest.mark.parametrize("bitrate_kbps", BITRATES_KBPS)
def test_the_tag_fits_into_a_frame_at_every_bit_rate(tmp_path: Path, bitrate_kbps: int) -> None:
    write_mp3(tone(50_000), tmp_path / "tone.mp3", tmp_path, bitrate_kbps=bitrate_kbps)
    assert len(decoded(tmp_path / "tone.mp3")) == 50_000


def test_the_table_for_seeking_rises_from_the_first_frame_to_the_last(tmp_path: Path) -> None:
    write_mp3(tone(20 * 44_100), tmp_path / "tone.mp3", tmp_path)
    data = (tmp_path / "tone.mp3").read_bytes()
    table = data[tag_at(data) :][TABLE]
    assert all(0 <= after - before <= 4 for before, after in pairwise(table))
    assert table[0] <= 1
    assert table[50] == pytest.approx(128, abs=2)
    assert table[99] == pytest.approx(253, abs=2)


@pytest.mark.parametrize("samples", [0, 50_000])
def test_a_length_that_the_frames_cannot_have_is_refused(samples: int) -> None:
    with pytest.raises(OutputError, match=f"MP3 frames for {samples} samples, which do not match"):
        info_frame(128, frames=10, samples=samples, size_bytes=5000, seek_bytes=[417] * 100, music_crc=0)


def test_the_longest_padding_is_the_largest_number_of_12_bits() -> None:
    longest = 10 * SAMPLES_PER_FRAME - ENCODER_DELAY - 4095
    info_frame(128, frames=10, samples=longest, size_bytes=5000, seek_bytes=[417] * 100, music_crc=0)
    with pytest.raises(OutputError, match="do not match"):
        info_frame(128, frames=10, samples=longest - 1, size_bytes=5000, seek_bytes=[417] * 100, music_crc=0)


def test_a_trusted_encoder_is_named_and_nothing_else_changes(tmp_path: Path) -> None:
    path = tmp_path / "s.mp3"
    encode([tone(20_000)], path)
    before = path.read_bytes()
    name_trusted_encoder(path)
    after = path.read_bytes()
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert after[156:165] == b"Lavc lame"
    assert set(changed) <= {159, 190, 191}
    assert int.from_bytes(after[190:192], "big") == crc16.arc(after[:190])
    assert len(decoded(path)) == 20_000


def test_a_file_without_an_info_tag_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.mp3"
    encode([tone(20_000)], path, mp3_arguments(128))
    with pytest.raises(OutputError, match="does not state its exact length"):
        name_trusted_encoder(path)
