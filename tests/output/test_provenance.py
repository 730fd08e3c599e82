"""What a finished file carries: pictures, lyrics and its own script, in every format that can."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutagen.id3 import ID3

from kneadcast.errors import OutputError
from kneadcast.output import FORMATS, chapters_of, encode_mp3, is_kneadcast_file, read_provenance
from kneadcast.output.provenance import EMBEDDED_NAME
from tests.output.files import decoded, shown_by_ffmpeg, tone
from tests.output.sessions import LINES, session, sound, written


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    return {name: written(folder, name=f"session{format_.suffix}") for name, format_ in FORMATS.items()}


def test_synchronised_lyrics_have_the_script_s_times_to_the_millisecond(files: dict[str, Path]) -> None:
    (frame,) = ID3(files["mp3"]).getall("SYLT")
    assert [(text.lstrip("\n"), at_ms) for text, at_ms in frame.text] == [(text, at) for text, (at, _) in LINES.items()]
    assert (frame.format, frame.lang) == (2, "eng")


def test_plain_lyrics_say_every_sentence_with_a_gap_between_steps(files: dict[str, Path]) -> None:
    (frame,) = ID3(files["mp3"]).getall("USLT")
    assert frame.text.replace("\n\n", "\n").split("\n") == list(LINES)
    assert "Rub your left sole.\nSmall circles.\n\nKnead" in frame.text


def test_every_chapter_has_a_picture_and_the_file_a_cover(files: dict[str, Path]) -> None:
    tags = ID3(files["mp3"])
    pictures = {frame.sub_frames.getall("APIC")[0].data for frame in tags.getall("CHAP")}
    assert len(pictures) == len(tags.getall("CHAP")) == 3
    (cover,) = tags.getall("APIC")
    assert (cover.mime, cover.type) == ("image/png", 3)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_tells_its_script_and_options_whatever_its_format(files: dict[str, Path], name: str) -> None:
    made = read_provenance(files[name])
    assert made.script == session()
    assert made.options == {"bitrate_kbps": 128}
    assert is_kneadcast_file(files[name])


@pytest.mark.parametrize("name", ["mp3", "flac", "wav"])
def test_these_formats_keep_every_frame(files: dict[str, Path], name: str) -> None:
    assert len(decoded(files[name])) == 24 * 44_100


@pytest.mark.parametrize("name", ["flac", "wav"])
def test_lossless_formats_keep_the_very_samples(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    mixed = b"".join(block.raw_data for block in sound(session(), tmp_path))
    assert decoded(files[name]).tobytes() == mixed


@pytest.mark.parametrize("name", FORMATS)
def test_players_see_title_and_chapters_in_order(files: dict[str, Path], name: str) -> None:
    shown = shown_by_ffmpeg(files[name])
    places = [shown.index(f"start {chapter.start_ms / 1000:.6f}") for chapter in chapters_of(session())]
    assert places == sorted(places)
    assert "A test" in shown
    for chapter in chapters_of(session()):
        assert chapter.title in shown


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_session_is_the_same_file(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    assert written(tmp_path, name=f"again{FORMATS[name].suffix}").read_bytes() == files[name].read_bytes()


def test_a_file_without_a_script_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "music.mp3"
    encode_mp3([tone(44_100)], path)
    with pytest.raises(OutputError, match="carries no Kneadcast script"):
        read_provenance(path)


def test_a_file_that_breaks_off_is_told_as_that(files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "torn.mp3"
    path.write_bytes(files["mp3"].read_bytes()[:2000])
    with pytest.raises(OutputError, match=r"torn\.mp3' cannot be read: .*\w"):
        read_provenance(path)


def test_a_script_of_a_newer_version_is_named_as_that(tmp_path: Path) -> None:
    path = written(tmp_path)
    tags = ID3(path)
    frame = tags.getall(f"GEOB:{EMBEDDED_NAME}")[0]
    frame.data = b'{"format": 2, "version": "9.0", "dance": true}'
    tags.save(path)
    with pytest.raises(OutputError, match=r"made by Kneadcast 9\.0 cannot be read by this Kneadcast"):
        read_provenance(path)


def test_chapters_by_step_are_finer_than_by_area_and_by_section() -> None:
    assert [len(chapters_of(session(), by)) for by in ("section", "area", "step")] == [3, 5, 5]
    titles = [chapter.title for chapter in chapters_of(session(), "step")]
    assert titles[:2] == ["Opening, Before you begin", "Feet, left, sole, circular rubbing"]
