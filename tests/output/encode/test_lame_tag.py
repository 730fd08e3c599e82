"""The info tag states exactly how many samples were encoded, and is otherwise as ffmpeg wrote it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from kneadcast.errors import OutputError
from kneadcast.output.encode.lame_tag import SAMPLES_PER_FRAME, set_length
from tests.output.files import decoded, tone


def encode_plainly(path: Path, samples: int, *more: str) -> None:
    sound = ["-f", "s16le", "-ar", "44100", "-ac", "2", "-i", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *sound, "-id3v2_version", "0", *more, str(path)]
    subprocess.run(command, input=tone(samples).raw_data, check=True)


def test_a_tag_that_is_right_is_left_as_ffmpeg_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "tone.mp3"
    encode_plainly(path, 5000)
    before = path.read_bytes()
    set_length(path, 5000)
    assert path.read_bytes() == before


@pytest.mark.parametrize("beyond", [1, 20, 46])
def test_a_padding_longer_than_ffmpeg_can_count_is_put_right(tmp_path: Path, beyond: int) -> None:
    path = tmp_path / "tone.mp3"
    samples = 7 * SAMPLES_PER_FRAME + beyond
    encode_plainly(path, samples, "-b:a", "32k")
    assert len(decoded(path)) != samples, "ffmpeg counts it now: the module can go"
    set_length(path, samples)
    assert len(decoded(path)) == samples


def test_a_file_without_the_tag_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tone.mp3"
    encode_plainly(path, 5000, "-write_xing", "0")
    with pytest.raises(OutputError, match="wrote no LAME info tag"):
        set_length(path, 5000)


@pytest.mark.parametrize("samples", [0, 50_000])
def test_a_length_that_the_file_cannot_have_is_refused(tmp_path: Path, samples: int) -> None:
    path = tmp_path / "tone.mp3"
    encode_plainly(path, 10_000)
    with pytest.raises(OutputError, match=f"MP3 frames for {samples} samples, which do not match"):
        set_length(path, samples)
