"""Albums and sidecars."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutagen.id3 import ID3

from kneadcast.errors import OutputError
from kneadcast.output import (
    FinishedSession,
    Provenance,
    album_folder,
    chapters_of,
    check_album,
    check_sidecars,
    find_format,
    read_provenance,
    verify_sound,
    write_sidecars,
)
from kneadcast.sound import load_template
from tests.output.files import decoded
from tests.output.sessions import LENGTH_MS, session, sound


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("albums") / "mine"
    clips = tmp_path_factory.mktemp("clips")
    provenance = Provenance(script=session())
    with album_folder(folder, find_format("mp3", None), provenance, bitrate_kbps=128) as album:
        assert not folder.exists()
        for block in sound(session(), clips):
            album.write(block)
    assert list(album.paths) == tracks(folder)
    return folder


def tracks(album: Path) -> list[Path]:
    return sorted(album.glob("*.mp3"))


def test_an_album_has_a_track_for_each_area_and_side_in_order(album: Path) -> None:
    assert [track.name for track in tracks(album)] == [
        "01 Opening.mp3",
        "02 Feet, left, sole.mp3",
        "03 Feet, left, calf.mp3",
        "04 Feet, right, sole.mp3",
        "05 Feet, right, inner thigh.mp3",
    ]
    assert [ID3(track)["TRCK"].text[0] for track in tracks(album)] == [f"{number}/5" for number in range(1, 6)]
    assert {ID3(track)["TALB"].text[0] for track in tracks(album)} == {"A test"}


def test_the_tracks_add_up_to_the_session_exactly(album: Path) -> None:
    assert sum(len(decoded(track)) for track in tracks(album)) == LENGTH_MS * 441 // 10


def test_the_playlist_names_every_track_with_its_length(album: Path) -> None:
    lines = (album / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [track.name for track in tracks(album)]
    lengths = [float(line[8:].split(",")[0]) for line in lines if line.startswith("#EXTINF:")]
    assert sum(lengths) == pytest.approx(LENGTH_MS / 1000)


def test_each_track_is_what_its_own_script_says(album: Path) -> None:
    track = tracks(album)[2]
    script = read_provenance(track).script
    assert (script.title, script.length_ms) == ("Feet, left, calf", 4_000)
    assert verify_sound(script, load_template(script.sound.template), track).faults == ()


def test_an_album_replaces_an_album_and_nothing_else(album: Path, tmp_path: Path) -> None:
    check_album(album, ())
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"me")
    with pytest.raises(OutputError, match=r"contains 'me\.jpg', which is not part of an album"):
        check_album(tmp_path / "photos", ())
    with pytest.raises(OutputError, match="there is no folder"):
        check_album(tmp_path / "no" / "where", ())
    with pytest.raises(OutputError, match="an album has no page"):
        check_album(tmp_path / "new", ("page",))


def test_sidecars_take_the_session_s_name_and_its_words(tmp_path: Path) -> None:
    finished = FinishedSession(session(), chapters_of(session()), tmp_path / "mine.mp3", "off")
    paths = write_sidecars(("captions", "lyrics", "transcript", "page"), finished)
    assert [path.name for path in paths] == ["mine.vtt", "mine.srt", "mine.lrc", "mine.md", "mine.html"]
    assert all("Small circles." in path.read_text(encoding="utf-8") for path in paths)


def test_an_unknown_sidecar_or_a_stranger_s_file_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="did you mean 'captions'"):
        check_sidecars(("caption",), tmp_path / "mine.mp3", replaceable=False)
    (tmp_path / "mine.md").write_text("my diary", encoding="utf-8")
    with pytest.raises(OutputError, match=r"mine\.md' already exists"):
        check_sidecars(("transcript",), tmp_path / "mine.mp3", replaceable=False)
    check_sidecars(("transcript",), tmp_path / "mine.mp3", replaceable=True)
