"""What a finished file records about itself, and the recognition of files made by Kneadcast."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TIT2

from kneadcast.errors import OutputError
from kneadcast.output import is_kneadcast_file, read_provenance
from kneadcast.output.formats import FORMATS
from kneadcast.output.provenance import EMBEDDED_NAME
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
