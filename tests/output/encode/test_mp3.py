"""Encoding: exactly the frames that went in, the same bytes every time, and no process left behind."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kneadcast.errors import OutputError
from kneadcast.output import Chapter, Tags
from kneadcast.output.encode.mp3 import check_bitrate, mp3_arguments
from kneadcast.output.encode.mp3_frames import BITRATES_KBPS
from kneadcast.output.tags.id3 import write_tags
from kneadcast.sound.pcm import AudioSegment
from tests.output.files import decoded, encode, segment, silence, tone, write_mp3


@pytest.mark.parametrize("frames", [1, 44, 575, 1151, 1152, 1153, 44_100, 100_003])
def test_exactly_the_frames_that_went_in_are_decoded(tmp_path: Path, frames: int) -> None:
    target = tmp_path / "tone.mp3"
    write_mp3(tone(frames), target, tmp_path)
    assert len(decoded(target)) == frames


def test_tags_in_front_do_not_change_what_is_decoded(tmp_path: Path) -> None:
    target = tmp_path / "tone.mp3"
    write_mp3(tone(77_777), target, tmp_path)
    before = decoded(target)
    write_tags(target, Tags("A title", "a-routine", "en"), [Chapter("All", 0, 1763)])
    assert np.array_equal(decoded(target), before)


def test_what_is_decoded_is_in_time_with_what_went_in(tmp_path: Path) -> None:
    click = np.zeros(30_000)
    click[20_000] = 0.9
    write_mp3(segment(click), tmp_path / "click.mp3", tmp_path)
    assert np.argmax(np.abs(decoded(tmp_path / "click.mp3")[:, 0])) == 20_000


def test_blocks_are_joined_without_a_seam(tmp_path: Path) -> None:
    whole = tone(50_000)
    blocks = [whole.get_sample_slice(start, min(start + 7001, 50_000)) for start in range(0, 50_000, 7001)]
    encode([whole], tmp_path / "whole.mp3")
    encode(blocks, tmp_path / "blocks.mp3")
    assert (tmp_path / "blocks.mp3").read_bytes() == (tmp_path / "whole.mp3").read_bytes()


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_mp3(tone(60_000), tmp_path / f"{name}.mp3", tmp_path / name)
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "two.mp3").read_bytes()


@pytest.mark.parametrize("bitrate_kbps", [32, 128, 320])
def test_a_file_has_the_bit_rate_that_is_requested(tmp_path: Path, bitrate_kbps: int) -> None:
    target = tmp_path / "tone.mp3"
    encode([tone(441_000)], target, mp3_arguments(bitrate_kbps))
    assert target.stat().st_size * 8 / 10 == pytest.approx(bitrate_kbps * 1000, rel=0.02)


def test_a_name_that_looks_like_an_option_or_a_protocol_is_still_a_name(tmp_path: Path) -> None:
    target = tmp_path / "-y concat:é'x.part"
    encode([tone(4410)], target)
    assert target.is_file()


@pytest.mark.parametrize("bitrate_kbps", [0, -1, 100, 129, 8, 144, 321])
def test_a_bit_rate_that_mp3_has_not_is_refused_with_those_it_has(bitrate_kbps: int) -> None:
    with pytest.raises(OutputError, match=f"cannot have {bitrate_kbps} kbit/s; use one of 32, 40, 48.*320"):
        check_bitrate(bitrate_kbps)


def test_every_bit_rate_that_mp3_has_is_taken() -> None:
    for bitrate_kbps in BITRATES_KBPS:
        check_bitrate(bitrate_kbps)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_is_reported_in_plain_words(encoders: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(OutputError, match=r"^the disk is full, so the sound could not be written; free some space"):
        encode((tone(441_000) for _ in range(60)), Path("/dev/full"))
    assert [process.returncode is None for process in encoders] == [False]


def test_a_missing_folder_is_reported_in_the_words_of_the_encoder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        encode((silence(441_000) for _ in range(60)), tmp_path / "nowhere" / "tone.mp3")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, RuntimeError, GeneratorExit])
def test_whatever_stops_the_mix_leaves_no_encoder_behind(
    tmp_path: Path, encoders: list[subprocess.Popen[bytes]], interruption: type[BaseException]
) -> None:
    def stopped() -> Iterator[AudioSegment]:
        yield silence(441_000)
        raise interruption

    with pytest.raises(interruption):
        encode(stopped(), tmp_path / "tone.mp3")
    assert len(encoders) == 1
    assert encoders[0].returncode is not None


@pytest.mark.skipif(not shutil.which("mp3val"), reason="mp3val is not installed")
def test_mp3val_finds_no_fault_in_a_finished_file(tmp_path: Path) -> None:
    target = tmp_path / "tone.mp3"
    write_mp3(tone(200_001), target, tmp_path)
    write_tags(target, Tags("Füße", "a-routine", "en"), [Chapter("Füße", 0, 2000), Chapter("Rest", 2000, 4535)])
    reported = subprocess.run(["mp3val", str(target)], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in reported
    assert "ERROR" not in reported
    assert "MPEG frames (MPEG 1 Layer III), +ID3v2, CBR" in reported
