"""Sound files of each format: frames and samples kept, chapters that players show, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.output import chapters_of, find_format
from kneadcast.output.formats import FORMATS
from kneadcast.sound import Mix
from tests.output.files import decoded, shown_by_ffmpeg
from tests.output.sessions import LENGTH_MS, mix, session, write_session

FinishedFile = Callable[[str], Path]


@pytest.fixture(scope="module")
def mixed_again(tmp_path_factory: pytest.TempPathFactory) -> Mix:
    """Returns the sound of the session, mixed anew."""
    return mix(session(), tmp_path_factory.mktemp("clips"))


@pytest.mark.parametrize("name", ["mp3", "flac", "wav"])
def test_exact_formats_keep_every_frame(finished_file: FinishedFile, name: str) -> None:
    assert len(decoded(finished_file(name))) == LENGTH_MS * 441 // 10


@pytest.mark.parametrize("name", ["flac", "wav"])
def test_lossless_formats_keep_every_sample(finished_file: FinishedFile, name: str, mixed_again: Mix) -> None:
    assert decoded(finished_file(name)).tobytes() == b"".join(block.raw_data for block in mixed_again.blocks())


@pytest.mark.parametrize("name", FORMATS)
def test_players_see_title_and_chapters_in_order(finished_file: FinishedFile, name: str) -> None:
    shown = shown_by_ffmpeg(finished_file(name))
    places = [shown.index(f"start {chapter.start_ms / 1000:.6f}") for chapter in chapters_of(session())]
    assert places == sorted(places)
    assert "A test" in shown
    for chapter in chapters_of(session()):
        assert chapter.title in shown


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_session_is_the_same_file(
    finished_file: FinishedFile, name: str, mixed_again: Mix, tmp_path: Path
) -> None:
    again = tmp_path / f"again{find_format(name, None).suffix}"
    write_session(again, mixed_again, session())
    assert again.read_bytes() == finished_file(name).read_bytes()
