"""Decoding of finished files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from kneadcast.choices import FormatName
from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.decoding import BLOCK_FRAMES, decoded_blocks, ffmpeg_blocks
from kneadcast.output.encode import guarded_process
from kneadcast.output.formats import find_format
from kneadcast.sound.pcm import FRAME_RATE
from tests.output.encode.stand_in import posix_only, use_python
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
@pytest.mark.parametrize("name", ["flac", "wav"])
@pytest.mark.parametrize("frame", [1, 441, 44_100, 500_001, FRAMES - 1])
def test_a_file_is_decoded_from_any_frame_on(
    finished_file: FinishedFile, name: str, frame: int, decode: Callable[..., Any]
) -> None:
    path = finished_file(name)
    whole = np.concatenate(list(decode(path)))
    assert np.array_equal(np.concatenate(list(decode(path, from_frame=frame))), whole[frame:])


@pytest.mark.parametrize("name", get_args(FormatName))
def test_the_end_of_a_file_of_any_format_is_the_end_of_its_sound(finished_file: FinishedFile, name: str) -> None:
    path, frame = finished_file(name), 12 * FRAME_RATE
    whole, end = (np.concatenate(list(decoded_blocks(path, from_frame=start))) for start in (0, frame))
    assert len(end) == len(whole) - frame
    assert np.max(np.abs(end - whole[frame:])) < 0.001


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


STOP = "os.kill(os.getpid(), signal.SIGSTOP)"


@posix_only
@pytest.mark.parametrize("work", [STOP, f"os.write(1, bytes(400)); {STOP}", f"os.close(1); {STOP}"])
def test_a_stopped_decoder_is_replaced_once_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """An ffmpeg that is stopped at its start, between its samples or at its end cannot hold up a build."""
    monkeypatch.setattr(guarded_process, "STALL_LIMIT_S", 0.3)
    runs = use_python(monkeypatch, tmp_path, work)
    with pytest.raises(EncoderStalledError, match=r"ffmpeg stopped responding for 0\.3 s and was ended; try again"):
        list(ffmpeg_blocks(tmp_path / "sound.opus"))
    assert len(runs.read_text().split()) == 2


@posix_only
@pytest.mark.parametrize("end", [STOP, "os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_decoder_that_is_stopped_or_killed_once_is_replaced(
    finished_file: FinishedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """A second ffmpeg decodes the whole file."""
    path = finished_file("wav")
    expected = sum(map(len, ffmpeg_blocks(path)))
    monkeypatch.setattr(guarded_process, "STALL_LIMIT_S", 2)
    use_python(monkeypatch, tmp_path, f"if number == 1:\n    os.write(1, bytes(4004)); {end}\nsys.exit(encode())")
    assert sum(map(len, ffmpeg_blocks(path))) == expected


@posix_only
def test_a_decoder_that_is_stopped_after_the_first_block_is_named_and_no_sound_comes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks that were given out are not decoded again."""
    monkeypatch.setattr(guarded_process, "STALL_LIMIT_S", 0.3)
    runs = use_python(monkeypatch, tmp_path, f"sys.stdout.buffer.write(bytes({5 * BLOCK_FRAMES})); {STOP}")
    blocks = ffmpeg_blocks(tmp_path / "sound.opus")
    assert len(next(blocks)) == BLOCK_FRAMES
    with pytest.raises(EncoderStalledError):
        next(blocks)
    assert len(runs.read_text().split()) == 1


@posix_only
def test_what_a_decoder_reports_is_shown_without_control_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that ffmpeg prints can move the cursor of a terminal."""
    use_python(monkeypatch, tmp_path, r"os.write(2, b'\x1b[2Jbad\nfile\xff'); sys.exit(1)")
    with pytest.raises(OutputError, match=r"cannot be decoded: \\x1b\[2Jbad file") as caught:
        list(ffmpeg_blocks(tmp_path / "sound.opus"))
    assert str(caught.value).isprintable()
