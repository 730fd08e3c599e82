"""Limiting and clearing the cache."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.cache.keys import key_of
from kneadcast.cache.store import SOUND_KINDS, SUFFIXES, Kind, entry_path, sound_folder, speech_folder
from kneadcast.cache.usage import CacheUse, Cleared, cache_use, clear_cache, shrink_cache
from kneadcast.errors import SpeechError
from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.temporary_names import temporary_name

DAY_S = 24 * 3600


def key(number: int) -> str:
    return key_of({"number": number})


def entry(root: Path, kind: Kind, number: int, size: int, age_s: float) -> Path:
    return file(entry_path(root, kind, key(number)), size, age_s)


def file(path: Path, size: int = 10, age_s: float = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def files(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if not path.is_dir()}


def test_the_least_recently_used_clips_are_removed_first(tmp_path: Path) -> None:
    clips = [entry(tmp_path, "clips", age, 100, age * DAY_S) for age in range(1, 11)]
    shrink_cache(tmp_path, 500)
    assert [clip.exists() for clip in clips] == [True] * 4 + [False] * 6


def test_the_limit_removes_clips_and_never_their_lengths(tmp_path: Path) -> None:
    lengths = entry(tmp_path, "lengths", 1, 100, 900 * DAY_S)
    clip = entry(tmp_path, "clips", 2, 100, 900 * DAY_S)
    shrink_cache(tmp_path, 50)
    assert (lengths.exists(), clip.exists()) == (True, False)


def test_a_cache_within_its_limit_is_not_changed(tmp_path: Path) -> None:
    clip = entry(tmp_path, "clips", 1, 100, 900 * DAY_S)
    shrink_cache(tmp_path, 100)
    assert clip.exists()


def test_the_limit_holds_for_clips_that_were_used_just_now(tmp_path: Path) -> None:
    for number in range(10):
        entry(tmp_path, "clips", number, 100, number)
    shrink_cache(tmp_path, 300)
    assert cache_use(tmp_path).size_bytes <= 300
    assert entry_path(tmp_path, "clips", key(0)).exists()


def test_what_is_too_large_to_be_a_clip_goes_before_any_clip(tmp_path: Path) -> None:
    clips = [entry(tmp_path, "clips", number, 100, DAY_S) for number in range(3)]
    huge = entry(tmp_path, "clips", 9, 1, 0)
    os.truncate(huge, 10_000_000_000)
    shrink_cache(tmp_path, 400)
    assert [path.exists() for path in (*clips, huge)] == [True] * 3 + [False]


def test_clearing_removes_all_entries_and_the_temporary_files_of_processes_that_have_gone(tmp_path: Path) -> None:
    for number, kind in enumerate(SUFFIXES):
        entry(tmp_path, kind, number, 10, 0)
    dead = temporary_name().replace(f"-{os.getpid()}-", "-4194999-")
    for folder in (speech_folder(tmp_path), sound_folder(tmp_path)):
        file(folder / dead / "1-1.wav")
    assert clear_cache(tmp_path) == Cleared(clips=1, sound_pieces=4)
    assert (cache_use(tmp_path).clips, cache_use(tmp_path).sound_pieces) == (0, 0)
    assert not list(tmp_path.iterdir())


def test_clips_and_pieces_of_sound_are_counted_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "3")
    monkeypatch.setenv("KNEADCAST_SOUND_CACHE_MB", "7")
    for number, kind in enumerate(SUFFIXES):
        entry(tmp_path, kind, number, 10, 0)
    assert cache_use(tmp_path) == CacheUse(tmp_path, 1, 10, 3_000_000, 4, 40, 7_000_000)


def test_the_limit_of_clips_removes_no_piece_of_sound(tmp_path: Path) -> None:
    piece = entry(tmp_path, "chunks", 1, 100, 900 * DAY_S)
    clip = entry(tmp_path, "clips", 2, 100, 0)
    shrink_cache(tmp_path, 50)
    assert (piece.exists(), clip.exists()) == (True, False)


def test_clearing_leaves_the_work_of_a_running_build_alone(tmp_path: Path) -> None:
    with ClipCache(tmp_path).work_folder() as work:
        file(work / "1-1.wav")
        clear_cache(tmp_path)
        assert (work / "1-1.wav").exists()


def test_a_cache_in_the_home_folder_of_a_user_never_removes_a_file_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KNEADCAST_CACHE may be set to any folder; clearing, shrinking and speaking leave everything else in it alone."""
    monkeypatch.setenv("KNEADCAST_SOUND_CACHE_MB", "0")
    old = ["clips/{}.wav", "lengths/{}.json", "paces/{}.json", "voices/{}.json"]
    for number, name in enumerate(old):
        file(tmp_path / name.format(key(number)))
    file(tmp_path / "work-abc12345/105-3.wav", age_s=2 * DAY_S)
    strangers = [
        *("notes.txt", "clips/a.wav", "clips/song.mp3", "lengths/ski.json", "paces/run.json", "voices/choir.json"),
        *(
            f"clips/{key(7)}.mp3",
            f"clips/{key(8)}.json",
            f"music/{key(9)}.wav",
            f"{key(10)}.wav",
            f"clips/old/{key(11)}.wav",
        ),
        *(
            "work-projects/thesis.tex",
            "work-abc12345/plan.txt",
            "work-2024/105-3.wav",
            "work-a/1-1.wav",
            ".kneadcast-x",
        ),
        *(
            f"kneadcast-speech-2/{name}"
            for name in ("notes.txt", "clips/mine.wav", f"clips/{key(12)}.txt", "clips/x/y")
        ),
        *(f"kneadcast-sound-1/{name}" for name in ("notes.txt", "loops/mine.pcm", "chunks/x/y", f"{key(14)}.bin")),
        *(f"{kind}/{key(15)}{SUFFIXES[kind]}" for kind in SOUND_KINDS),
    ]
    kept = {file(tmp_path / name, age_s=3 * DAY_S) for name in strangers}
    empty = tmp_path / "work-empty"
    empty.mkdir()
    with ClipCache(tmp_path).work_folder():
        pass
    shrink_cache(tmp_path, 0)
    kept_sound(tmp_path).shrink()
    entry(tmp_path, "clips", 13, 10, 0)
    entry(tmp_path, "loops", 13, 10, 0)
    clear_cache(tmp_path)
    assert files(tmp_path) == kept
    assert empty.is_dir()


def test_clearing_follows_no_link_in_the_place_of_an_entry(tmp_path: Path) -> None:
    mine = file(tmp_path / "mine.wav")
    link = entry_path(tmp_path, "clips", key(1))
    link.parent.mkdir(parents=True)
    link.symlink_to(mine)
    clear_cache(tmp_path)
    assert mine.exists()
    assert not link.is_symlink()


def test_an_entry_that_cannot_be_removed_is_named(tmp_path: Path) -> None:
    folder = entry_path(tmp_path, "paces", key(1))
    file(folder / "notes.txt")
    with pytest.raises(SpeechError, match=f"remove '.*{folder.name}' yourself"):
        clear_cache(tmp_path)
    assert (folder / "notes.txt").exists()


@pytest.mark.parametrize("place", ["missing", "file"])
def test_a_cache_that_does_not_exist_or_is_no_folder_is_empty(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    assert (cache_use(tmp_path / place).clips, cache_use(tmp_path / place).sound_pieces) == (0, 0)
    assert clear_cache(tmp_path / place) == Cleared(0, 0)
    shrink_cache(tmp_path / place, 0)
