"""What players show of the chapters: mpv those of an MP3 and an M4B, VLC 3 only those of an M4B, as README.md says."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.output import chapters_of
from tests.output.sessions import session

pytestmark = pytest.mark.slow

MPV = shutil.which("mpv")
LIBVLC = ctypes.util.find_library("vlc")
CLOSE_S = 0.03
"""In an MP3, mpv counts from before the silence that the encoder adds, which is 25 ms."""
_OPENS_S = 20


class _Chapter(ctypes.Structure):
    """A chapter as libVLC describes it, in milliseconds."""

    _fields_ = (("start_ms", ctypes.c_int64), ("length_ms", ctypes.c_int64), ("name", ctypes.c_char_p))


@pytest.mark.skipif(MPV is None, reason="mpv is not installed")
@pytest.mark.parametrize("format_name", ["mp3", "m4b"])
def test_mpv_lists_the_chapters(finished_file: Callable[[str], Path], format_name: str) -> None:
    found = _shown_by_mpv(finished_file(format_name))
    assert [title for title, _ in found] == [chapter.title for chapter in chapters_of(session())]
    starts = [chapter.start_ms / 1000 for chapter in chapters_of(session())]
    assert [start for _, start in found] == pytest.approx(starts, abs=CLOSE_S)


@pytest.mark.skipif(LIBVLC is None, reason="VLC is not installed")
def test_vlc_lists_the_chapters_of_an_m4b(finished_file: Callable[[str], Path]) -> None:
    expected = [(chapter.title, chapter.start_ms) for chapter in chapters_of(session())]
    assert _shown_by_vlc(finished_file("m4b"), len(expected)) == expected


@pytest.mark.skipif(LIBVLC is None, reason="VLC is not installed")
def test_vlc_3_plays_an_mp3_and_lists_no_chapters_of_it(finished_file: Callable[[str], Path]) -> None:
    assert LIBVLC
    get_version = ctypes.CDLL(LIBVLC).libvlc_get_version
    get_version.restype = ctypes.c_char_p
    if not get_version().startswith(b"3."):
        pytest.skip("only VLC 3 is known to list none")
    assert _shown_by_vlc(finished_file("mp3"), 0) == []


def _shown_by_mpv(path: Path) -> list[tuple[str, float]]:
    """Returns the titles and starts in seconds of the chapters that mpv lists."""
    assert MPV
    command = [MPV, "--no-config", "--no-video", "--ao=null", "--length=0.1", "--term-status-msg="]
    done = subprocess.run(
        [*command, "--term-playing-msg=chapters ${=chapter-list}", str(path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("chapters "))
    return [(chapter["title"], chapter["time"]) for chapter in json.loads(line.removeprefix("chapters "))]


def _shown_by_vlc(path: Path, expected: int) -> list[tuple[str, int]]:
    """Returns the titles and starts in milliseconds of the chapters that VLC lists while it plays a file.

    Args:
        path: The file.
        expected: How many chapters to wait for; none are listed before the file is open.
    """
    assert LIBVLC
    vlc = ctypes.CDLL(LIBVLC)
    for name in ("new", "media_new_path", "media_player_new_from_media"):
        getattr(vlc, f"libvlc_{name}").restype = ctypes.c_void_p
    options = (b"--intf=dummy", b"--aout=dummy", b"--no-video", b"--quiet")
    instance = ctypes.c_void_p(vlc.libvlc_new(len(options), (ctypes.c_char_p * len(options))(*options)))
    media = ctypes.c_void_p(vlc.libvlc_media_new_path(instance, str(path).encode()))
    player = ctypes.c_void_p(vlc.libvlc_media_player_new_from_media(media))
    assert vlc.libvlc_media_player_play(player) == 0
    try:
        listed = ctypes.POINTER(ctypes.POINTER(_Chapter))()
        get_time = vlc.libvlc_media_player_get_time
        get_time.restype = ctypes.c_int64
        until, count = time.monotonic() + _OPENS_S, 0
        while get_time(player) <= 0 or count < expected:
            assert time.monotonic() < until, f"VLC lists {count} chapters"
            time.sleep(0.05)
            # A file without chapters has -1.
            count = max(0, vlc.libvlc_media_player_get_full_chapter_descriptions(player, 0, ctypes.byref(listed)))
        return [(listed[at].contents.name.decode(), listed[at].contents.start_ms) for at in range(count)]
    finally:
        vlc.libvlc_media_player_stop(player)
        vlc.libvlc_media_player_release(player)
        vlc.libvlc_media_release(media)
        vlc.libvlc_release(instance)
