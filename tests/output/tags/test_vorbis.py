"""Vorbis comments of FLAC and Opus files."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.flac import FLAC, Picture
from mutagen.oggopus import OggOpus

from kneadcast.output import Chapter, Provenance, Tags, read_provenance
from kneadcast.output.pictures.cover import COVER_SIZE, draw_cover
from kneadcast.output.tags.model import TrackNumber
from kneadcast.output.tags.vorbis import write_flac_tags, write_opus_tags
from tests.output.files import encode, tone
from tests.output.sessions import LINES, session

TAGS = replace(Tags.of(session()), track=TrackNumber(3, 12))
CHAPTERS = (Chapter("Füße, left", 0, 3_723_004), Chapter("Rest", 3_723_004, 4_000_000))


@pytest.fixture(scope="module")
def flac(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flac") / "s.flac"
    encode([tone(4_410)], path, ["-c:a", "flac", "-f", "flac"], encoder="flac")
    write_flac_tags(path, TAGS, CHAPTERS, Provenance(script=session()))
    return path


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("opus") / "s.opus"
    encode([tone(4_410)], path, ["-c:a", "libopus", "-f", "opus"], encoder="libopus")
    write_opus_tags(path, TAGS, CHAPTERS, Provenance(script=session()))
    return path


def comments_of(file: Any) -> dict[str, list[str]]:
    """Returns the comments that are the same in every format."""
    return {key: value for key, value in file.items() if key not in ("encoder", "metadata_block_picture")}


def test_flac_and_opus_have_the_same_comments(flac: Path, opus: Path) -> None:
    comments = comments_of(FLAC(flac))
    assert comments == comments_of(OggOpus(opus))
    assert comments["title"] == ["A test"]
    assert comments["artist"] == ["Kneadcast"]
    assert comments["kneadcast"] == ["test-routine"]
    assert comments["tracknumber"] == ["3/12"]
    assert comments["lyrics"][0].startswith(next(iter(LINES)))


def test_chapters_have_their_times_and_names(flac: Path) -> None:
    comments = FLAC(flac)
    assert comments["chapter000"] == ["00:00:00.000"]
    assert comments["chapter000name"] == ["Füße, left"]
    assert comments["chapter001"] == ["01:02:03.004"]
    assert comments["chapter001name"] == ["Rest"]


def test_both_have_the_same_cover(flac: Path, opus: Path) -> None:
    (cover,) = FLAC(flac).pictures
    other = Picture(base64.b64decode(OggOpus(opus)["metadata_block_picture"][0]))
    assert (cover.type, cover.mime, cover.width, cover.height) == (3, "image/jpeg", COVER_SIZE, COVER_SIZE)
    assert other.data == cover.data == draw_cover(session())


def test_the_script_is_inside(flac: Path, opus: Path) -> None:
    assert read_provenance(flac).script == read_provenance(opus).script == session()
