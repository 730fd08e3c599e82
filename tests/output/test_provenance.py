"""What a finished file records about itself, and the recognition of files made by Kneadcast."""

from __future__ import annotations

import os
import shutil
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TIT2

from kneadcast.errors import OutputError
from kneadcast.output import is_kneadcast_file, read_provenance
from kneadcast.output.formats import FORMATS
from kneadcast.output.provenance import EMBEDDED_NAME, MOST_TAG_BYTES
from tests.output.files import encode, tone
from tests.output.sessions import session

FinishedFile = Callable[[str], Path]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Returns an MP3 that Kneadcast did not tag."""
    path = tmp_path / "music.mp3"
    encode([tone(44_100)], path)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_any_format_records_its_script_and_options(finished_file: FinishedFile, name: str) -> None:
    provenance = read_provenance(finished_file(name))
    assert provenance.script == session()
    assert provenance.options == {"bitrate_kbps": 128}
    assert is_kneadcast_file(finished_file(name))


def test_a_file_without_a_script_is_refused(foreign: Path) -> None:
    with pytest.raises(OutputError, match="carries no Kneadcast script"):
        read_provenance(foreign)


def test_a_truncated_file_cannot_be_read(finished_file: FinishedFile, tmp_path: Path) -> None:
    path = tmp_path / "torn.mp3"
    path.write_bytes(finished_file("mp3").read_bytes()[:2000])
    with pytest.raises(OutputError, match=r"torn\.mp3' cannot be read: .*\w"):
        read_provenance(path)


def test_a_script_of_a_newer_version_is_refused_with_that_version(finished_file: FinishedFile, tmp_path: Path) -> None:
    path = tmp_path / "newer.mp3"
    shutil.copy(finished_file("mp3"), path)
    tags = ID3(path)
    frame = tags.getall(f"GEOB:{EMBEDDED_NAME}")[0]
    frame.data = b'{"format": 2, "version": "9.0", "dance": true}'
    tags.save(path)
    with pytest.raises(OutputError, match=r"made by Kneadcast 9\.0 cannot be read by this Kneadcast"):
        read_provenance(path)


def test_no_other_file_passes_for_one_of_kneadcast(foreign: Path, tmp_path: Path) -> None:
    assert not is_kneadcast_file(foreign)
    tags = ID3()
    tags.add(TIT2(text="kneadcast"))
    tags.save(foreign)
    assert not is_kneadcast_file(foreign)
    text = tmp_path / "letter.txt"
    text.write_text("TXXX:kneadcast", encoding="utf-8")
    assert not is_kneadcast_file(text)
    assert not is_kneadcast_file(tmp_path / "missing.mp3")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and devices among its files")
def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    """What has no end, or no content until somebody writes, is not read."""
    pipe = tmp_path / "x.mp3"
    os.mkfifo(pipe)
    for path, kind in ((pipe, "a pipe"), (Path("/dev/full"), "a device"), (tmp_path, "a folder")):
        with pytest.raises(OutputError, match=f"cannot be read: it is {kind}, not a file"):
            read_provenance(path)
        assert not is_kneadcast_file(path)


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".wav", ".flac", ".opus"])
def test_a_file_of_any_size_that_contains_nothing_is_answered_at_once(tmp_path: Path, suffix: str) -> None:
    """The size of a file with a hole does not matter, whatever its name promises."""
    path = tmp_path / f"x{suffix}"
    begin = time.monotonic()
    for size in (4_000_000_000, 100_000_000_000):
        with path.open("wb") as file:
            file.truncate(size)
        with pytest.raises(OutputError, match=r"carries no Kneadcast script|is larger than 4,294 MB"):
            read_provenance(path)
    assert time.monotonic() - begin < 2


HEADS = {
    "mp3": b"ID3\3\0\0\x7f\x7f\x7f\x7fGEOB\x7f\xff\xff\xff\0\0",
    "m4b": b"\0\0\0\x18ftypM4B \0\0\0\0M4B isom\x7f\xff\xff\xffmoov\x7f\xff\xff\xf0udta\x7f\xff\xff\xe0meta\0\0\0\0"
    b"\x7f\xff\xff\xd0ilst\x7f\xff\xff\xc0----\x7f\xff\xff\xb0data",
    "wav": b"RIFF\xff\xff\xff\x7fWAVEid3 \xff\xff\xff\x7fID3\3\0\0\x7f\x7f\x7f\x7fGEOB\x7f\xff\xff\xff\0\0",
    "flac": b"fLaC\4\xff\xff\xff" + b"\xff\xff\xff\x7f",
    "opus": b"OggS\0\2" + b"\0" * 20 + b"\1\x13OpusHead\1\2\0\0\x80\xbb\0\0\0\0\0",
}
"""The beginning of a file of each kind whose headers state the largest sizes that they can."""


@pytest.mark.parametrize("name", HEADS)
def test_a_header_that_states_a_huge_size_does_not_fill_the_memory(tmp_path: Path, name: str) -> None:
    """Of a file with a hole of 3 GB, no more is read than the tags of a session can have."""
    path = tmp_path / f"x.{name}"
    with path.open("wb") as file:
        file.write(HEADS[name])
        file.truncate(3_000_000_000)
    tracemalloc.start()
    begin = time.monotonic()
    try:
        assert not is_kneadcast_file(path)
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST_TAG_BYTES
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begin < 10


def test_a_compressed_frame_is_not_expanded(tmp_path: Path) -> None:
    """A frame of a few hundred kilobytes that would expand to many times the memory of a session is left alone."""
    content = b"\0application/json\0\0" + EMBEDDED_NAME.encode() + b"\0" + b" " * 200_000_000
    packed = len(content).to_bytes(4, "big") + zlib.compress(content, 9)
    frame = b"GEOB" + len(packed).to_bytes(4, "big") + b"\0\x80" + packed
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    path = tmp_path / "x.mp3"
    path.write_bytes(b"ID3\3\0\0" + size + frame)
    del content
    tracemalloc.start()
    try:
        with pytest.raises(OutputError, match="carries no Kneadcast script"):
            read_provenance(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"format": 1, "script": ' + b"9" * 5000 + b"}",
        b'{"version": ["\\u001b[2J"]}',
        b'{"version": "' + b"9" * 100_000 + b'"}',
        b"\xff\xfe",
    ],
)
def test_a_script_inside_that_is_none_is_refused_in_one_line(
    finished_file: FinishedFile, tmp_path: Path, text: bytes
) -> None:
    """Whatever stands in the place of the script, the error is a sentence."""
    path = tmp_path / "x.mp3"
    shutil.copy(finished_file("mp3"), path)
    tags = ID3(path)
    tags.getall(f"GEOB:{EMBEDDED_NAME}")[0].data = text
    tags.save(path)
    with pytest.raises(OutputError, match="cannot be read by this Kneadcast") as caught:
        read_provenance(path)
    assert len(str(caught.value)) < 500
