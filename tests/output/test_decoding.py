"""Decoding of finished files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from kneadcast.choices import FormatName
from kneadcast.errors import OutputError
from kneadcast.output.decoding import BLOCK_FRAMES, decoded_blocks, ffmpeg_blocks
from kneadcast.output.formats import find_format
from kneadcast.sound.pcm import FRAME_RATE
from tests.output.sessions import LENGTH_MS

FinishedFile = Callable[[str], Path]

FRAMES = LENGTH_MS * FRAME_RATE // 1000
DECODERS = pytest.mark.parametrize("decode", [decoded_blocks, ffmpeg_blocks])


@pytest.mark.parametrize("name", get_args(FormatName))
def test_a_file_of_any_format_is_decoded_in_blocks_to_the_length_of_its_session(
    finished_file: FinishedFile, name: str
) -> None:
    blocks = list(decoded_blocks(finished_file(name)))
    assert {block.shape[1] for block in blocks} == {2}
    assert {len(block) for block in blocks[:-1]} == {BLOCK_FRAMES}
    frames = sum(map(len, blocks))
    assert abs(frames - FRAMES) <= (0 if find_format(name, None).exact else FRAME_RATE // 10)


@pytest.mark.parametrize("name", ["flac", "wav"])
def test_both_decoders_return_the_same_samples(finished_file: FinishedFile, name: str) -> None:
    one, other = (np.concatenate(list(decode(finished_file(name)))) for decode in (decoded_blocks, ffmpeg_blocks))
    assert one.dtype == other.dtype == np.float32
    assert np.array_equal(one, other)
    assert 0.05 < np.max(np.abs(one)) < 1


@DECODERS
@pytest.mark.parametrize("content", [b"", b"Dear all"])
def test_a_file_that_is_no_sound_is_named(tmp_path: Path, decode: Callable[[Path], Any], content: bytes) -> None:
    path = tmp_path / "letter.mp3"
    path.write_bytes(content)
    with pytest.raises(OutputError, match=r"letter\.mp3' cannot be decoded: .*\w"):
        list(decode(path))


@DECODERS
def test_a_missing_file_is_named(tmp_path: Path, decode: Callable[[Path], Any]) -> None:
    with pytest.raises(OutputError, match=r"missing\.wav' cannot be decoded: "):
        list(decode(tmp_path / "missing.wav"))


def test_a_name_that_looks_like_a_protocol_is_still_a_name(finished_file: FinishedFile, tmp_path: Path) -> None:
    path = tmp_path / "concat:é'x.m4b"
    path.write_bytes(finished_file("m4b").read_bytes())
    assert sum(map(len, decoded_blocks(path))) > FRAMES // 2


def test_decoding_that_is_given_up_leaves_no_process(
    finished_file: FinishedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    path = finished_file("wav")
    monkeypatch.setattr(subprocess, "Popen", Noted)
    blocks = ffmpeg_blocks(path)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert [process.returncode is not None for process in started] == [True]
