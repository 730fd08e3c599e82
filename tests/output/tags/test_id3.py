"""ID3 tags: titles, chapters, pictures and the mark of Kneadcast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutagen import MutagenError
from mutagen.id3 import ID3

from kneadcast.errors import OutputError
from kneadcast.output import Chapter, Tags, chapters_of, is_kneadcast_file
from kneadcast.output.pictures.cover import draw_chapter, draw_cover
from kneadcast.output.tags.id3 import write_tags
from tests.output.files import encode, shown_by_ffmpeg, tone
from tests.output.sessions import session
from tests.sound.sounds import script

TAGS = Tags("Von den Zehen bis zur Hüfte", "toes-to-hip", "de-AT")
CHAPTERS = (
    Chapter("Before we begin, and a title that is longer than any other", 0, 500),
    Chapter("Füße, left", 500, 900),
    Chapter("Füße, right", 900, 1300),
    Chapter("Rest", 1300, 2000),
)


JPEG = b"\xff\xd8\xff"
"""How a JPEG begins."""


def _in_order(tags: ID3) -> list[Any]:
    """Returns the chapters by their start."""
    return sorted(tags.getall("CHAP"), key=lambda frame: int(frame.start_time))


@pytest.fixture
def untagged(tmp_path: Path) -> Path:
    path = tmp_path / "session.mp3"
    encode([tone(88_200)], path)
    return path


@pytest.fixture
def tagged(untagged: Path) -> Path:
    write_tags(untagged, TAGS, CHAPTERS)
    return untagged


def test_tags_are_read_as_they_were_written(tagged: Path) -> None:
    assert is_kneadcast_file(tagged)
    found = ID3(tagged)
    texts = {name: found[name].text[0] for name in ("TIT2", "TPE1", "TALB", "TCON", "TLAN", "TSSE", "TXXX:kneadcast")}
    assert texts == {
        "TIT2": "Von den Zehen bis zur Hüfte",
        "TPE1": "Kneadcast",
        "TALB": "Geführte Massage",
        "TCON": "Gesundheit und Wohlbefinden",
        "TLAN": "deu",
        "TSSE": "Kneadcast with LAME",
        "TXXX:kneadcast": "toes-to-hip",
    }


def test_tags_are_those_of_the_script() -> None:
    assert Tags.of(script(1000)) == Tags("A test", "test-routine", "en")


def test_no_frame_has_a_date(tagged: Path) -> None:
    assert not [frame for frame in ID3(tagged) if frame.startswith("TD")]


def test_chapters_are_read_as_they_were_written(tagged: Path) -> None:
    found = _in_order(ID3(tagged))
    chapters = [Chapter(frame.sub_frames["TIT2"].text[0], frame.start_time, frame.end_time) for frame in found]
    assert tuple(chapters) == CHAPTERS


def test_the_table_of_contents_lists_every_chapter_in_order(tagged: Path) -> None:
    (contents,) = ID3(tagged).getall("CTOC")
    starts = [ID3(tagged)[f"CHAP:{name}"].start_time for name in contents.child_element_ids]
    assert starts == [chapter.start_ms for chapter in CHAPTERS]
    assert contents.flags == 3, "top-level and ordered"


def test_players_built_on_ffmpeg_show_the_chapters_in_order(tagged: Path) -> None:
    shown = shown_by_ffmpeg(tagged)
    places = [shown.index(chapter.title) for chapter in CHAPTERS]
    assert places == sorted(places)
    assert "start 0.500000, end 0.900000" in shown


def test_chapters_stand_in_the_file_in_order_whatever_their_size(tagged: Path) -> None:
    data = tagged.read_bytes()
    places = [data.index(chapter.title.encode("utf-16")) for chapter in CHAPTERS]
    assert places == sorted(places)


def test_writing_tags_again_replaces_them(tagged: Path) -> None:
    write_tags(tagged, Tags("Another", "another", "en"), CHAPTERS[:1])
    assert ID3(tagged)["TIT2"].text == ["Another"]
    assert len(ID3(tagged).getall("CHAP")) == 1


def test_a_language_without_a_code_is_undetermined(untagged: Path) -> None:
    write_tags(untagged, Tags("A title", "routine", "x-klingon"), ())
    assert ID3(untagged)["TLAN"].text == ["und"]


def test_more_chapters_than_can_be_listed_are_refused(untagged: Path) -> None:
    with pytest.raises(OutputError, match="can list 255 chapters, and this session has 256"):
        write_tags(untagged, TAGS, [Chapter("x", at, at + 1) for at in range(256)])


def test_a_file_that_cannot_be_tagged_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MutagenError, match=r"gone.mp3"):
        write_tags(tmp_path / "nowhere" / "gone.mp3", TAGS, CHAPTERS)


def test_a_session_has_a_cover_and_a_picture_for_each_chapter(finished_file: Callable[[str], Path]) -> None:
    tags = ID3(finished_file("mp3"))
    pictures = [frame.sub_frames.getall("APIC")[0] for frame in tags.getall("CHAP")]
    assert len({picture.data for picture in pictures}) == len(pictures) == 3
    assert {(picture.mime, picture.data[:3]) for picture in pictures} == {("image/jpeg", JPEG)}
    (cover,) = tags.getall("APIC")
    assert (cover.mime, cover.type, cover.data[:3]) == ("image/jpeg", 3, JPEG)
    assert cover.data == draw_cover(session())


def test_a_chapter_s_picture_is_that_of_its_main_step(finished_file: Callable[[str], Path]) -> None:
    tags = ID3(finished_file("mp3"))
    for frame, chapter in zip(_in_order(tags), chapters_of(session()), strict=True):
        assert frame.sub_frames.getall("APIC")[0].data == draw_chapter(chapter)


def test_lyrics_are_in_the_language_of_the_script(finished_file: Callable[[str], Path]) -> None:
    tags = ID3(finished_file("mp3"))
    assert [frame.lang for frame in (*tags.getall("SYLT"), *tags.getall("USLT"))] == ["eng", "eng"]
