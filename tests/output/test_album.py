"""Albums and sidecars."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.errors import OutputError
from kneadcast.output import (
    Encoding,
    Provenance,
    check_album,
    find_format,
    read_provenance,
    sidecar_targets,
    stage_album,
    verify_sound,
    write_sound_files,
)
from kneadcast.sound import load_template
from kneadcast.staged_files import staged_files
from kneadcast.temporary_names import temporary_name
from tests.output.files import decoded
from tests.output.sessions import LENGTH_MS, mix, session


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("albums") / "mine"
    clips = tmp_path_factory.mktemp("clips")
    provenance = Provenance(script=session())
    build_album(folder, provenance, clips)
    return folder


def build_album(folder: Path, provenance: Provenance, clips: Path) -> None:
    mp3 = find_format("mp3", None)
    with staged_files() as files:
        parts = stage_album(folder, mp3, provenance, files)
        write_sound_files(parts, mix(session(), clips), mp3, Encoding(kept_sound()))
        assert not any((folder / part.path.name).exists() for part in parts)
    assert [part.path.name for part in parts] == [path.name for path in tracks(folder)]


def tracks(album: Path) -> list[Path]:
    return sorted(album.glob("*.mp3"))


def test_an_album_has_a_track_for_each_area_and_side_in_order(album: Path) -> None:
    assert [track.name for track in tracks(album)] == [
        "01 Opening.mp3",
        "02 Left sole.mp3",
        "03 Left calf.mp3",
        "04 Right sole.mp3",
        "05 Right inner thigh.mp3",
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
    assert (script.title, script.length_ms) == ("Left calf", 4_000)
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


def test_an_album_replaces_all_tracks_of_the_one_before_and_keeps_other_files(album: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(album, folder)
    shutil.copy(tracks(album)[0], folder / "06 An area that is gone.mp3")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    for track in tracks(folder)[:5]:
        track.rename(track.with_stem(f"old {track.stem}"))
    build_album(folder, Provenance(script=session()), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(path.name for path in album.iterdir()), "notes.txt"]
    )


def test_what_a_killed_build_left_in_an_album_does_not_belong_to_somebody_else(
    album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(album, folder)
    with monkeypatch.context() as past:
        past.setattr("kneadcast.temporary_names.time.time", lambda: 1_000_000.0)
        (folder / temporary_name()).mkdir()
    (folder / temporary_name()).mkdir()  # of a build that is running
    check_album(folder, ())
    assert len(list(folder.glob(".kneadcast-*"))) == 1


def test_a_playlist_that_was_edited_is_not_part_of_an_album(album: Path, tmp_path: Path) -> None:
    shutil.copytree(album, tmp_path / "mine")
    with (tmp_path / "mine" / "playlist.m3u8").open("a", encoding="utf-8") as playlist:
        playlist.write("another song.mp3\n")
    with pytest.raises(OutputError, match=r"contains 'playlist\.m3u8', which is not part of an album"):
        check_album(tmp_path / "mine", ())


def test_an_unknown_sidecar_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="did you mean 'captions'"):
        sidecar_targets(("caption",), tmp_path / "mine.mp3")
