"""Finished sessions that are shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import KneadcastError
from kneadcast.output.formats import FORMATS
from kneadcast.output.pictures.cover import draw_artwork
from kneadcast.serving.shared_session import MEDIA_TYPES, check_session, open_session, session_cover, session_page
from tests.output.sessions import session


def test_every_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == {format_.suffix for format_ in FORMATS.values()}


def test_a_session_is_what_the_script_inside_its_file_says(shared_files: tuple[Path, ...]) -> None:
    for path in shared_files:
        opened = open_session(path)
        assert opened.script == session()
        assert opened.sound_name == f"session{path.suffix}"
        assert opened.chapters[0].title == "Opening"


def test_the_page_is_complete_and_expects_the_sound_beside_it(shared_files: tuple[Path, ...]) -> None:
    page = session_page(open_session(shared_files[1])).decode()
    assert page.startswith("<!doctype html>")
    assert 'src="session.m4b"' in page
    assert "Rub your left sole." in page


def test_the_cover_is_the_scene_of_the_script(shared_files: tuple[Path, ...]) -> None:
    session = open_session(shared_files[0])
    assert session_cover(session) == draw_artwork(session.script, 720)


@pytest.mark.parametrize("content", [b"", b"ID3", b"RIFF____WAVE", b"x" * 5000])
def test_a_file_without_a_script_is_no_session(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.mp3"
    path.write_bytes(content)
    for use in (check_session, open_session):
        with pytest.raises(KneadcastError, match=r"s\.mp3"):
            use(path)
