"""Tags of M4B audiobooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp4 import MP4, MP4Cover

from kneadcast.output import Provenance, Tags, read_provenance
from kneadcast.output.pictures.cover import draw_cover
from kneadcast.output.tags.model import TrackNumber
from kneadcast.output.tags.mp4 import write_m4b_tags
from tests.output.files import encode, tone
from tests.output.sessions import LINES, session

TAGS = replace(Tags.of(session()), track=TrackNumber(3, 12))


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("m4b") / "s.m4b"
    encode([tone(4_410)], path, ["-c:a", "aac", "-f", "ipod"], encoder="aac")
    write_m4b_tags(path, TAGS, (), Provenance(script=session()))
    return path


def test_players_find_title_track_cover_and_lyrics(tagged: Path) -> None:
    found = MP4(tagged)
    assert [found[key] for key in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen")] == [
        ["A test"],
        ["Kneadcast"],
        ["Guided massage"],
        ["Health & Wellness"],
    ]
    assert found["trkn"] == [(3, 12)]
    assert found["stik"] == [2], "an audiobook"
    (cover,) = found["covr"]
    assert cover.imageformat == MP4Cover.FORMAT_JPEG
    assert bytes(cover) == draw_cover(session())
    assert next(iter(LINES)) in found["\xa9lyr"][0]


def test_the_script_is_inside(tagged: Path) -> None:
    assert read_provenance(tagged).script == session()
