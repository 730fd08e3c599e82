"""Pieces of sound that are kept between builds: several threads and processes that use them at the same time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.cache import kept_sound as module
from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.keys import key_of
from kneadcast.cache.store import sound_folder
from kneadcast.cache.usage import cache_use, clear_cache
from kneadcast.temporary_names import temporary_name
from tests.cache.pieces import KEY, PIECE, files

PIECES = 8
KEYS = [key_of({"number": number}) for number in range(PIECES)]
LIMIT_BYTES = 50_000
"""Of the 90 kB that all pieces take, so that builds remove what others find and keep."""


def piece_of(number: int) -> bytes:
    return key_of({"piece": number}).encode() * (1 + number * 50)


def use_together(root: Path, build: int) -> None:
    """Keeps, finds and shrinks the pieces that other builds use as well; what is found is always what was kept."""
    kept = KeptSound(root)
    for step in range(40):
        number = (step * (2 * build + 3)) % PIECES
        assert kept.find("chunks", KEYS[number]) in (None, piece_of(number))
        kept.keep("chunks", KEYS[number], piece_of(number))
        if step % 5 == build:
            kept.shrink()


def use_in_a_process(root: Path, build: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "sound_limit_bytes", lambda: LIMIT_BYTES)
        patch.setattr(module, "FREE_RESERVE_BYTES", 0)
        use_together(root, build)


def check_together(root: Path) -> None:
    """Checks that whatever is left holds, that the limit holds, and that nothing unfinished is left."""
    kept = KeptSound(root)
    kept.shrink()
    found = [kept.find("chunks", key) for key in KEYS]
    assert any(found)
    assert all(one in (None, piece_of(number)) for number, one in enumerate(found))
    assert cache_use(root).sound_size_bytes <= LIMIT_BYTES
    assert [path.name for path in sound_folder(root).iterdir()] == ["chunks"]


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "sound_limit_bytes", lambda: LIMIT_BYTES)


def run_threads(use: Callable[[int], None], count: int) -> list[BaseException]:
    """Runs a function in threads, and returns what they raised."""
    raised: list[BaseException] = []

    def run(number: int) -> None:
        try:
            use(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_builds_in_threads_share_the_pieces(tmp_path: Path) -> None:
    assert not run_threads(lambda build: use_together(tmp_path, build), 4)
    check_together(tmp_path)


def test_one_object_serves_several_threads(tmp_path: Path) -> None:
    kept = KeptSound(tmp_path)
    assert not run_threads(lambda number: kept.keep("levelled", KEYS[number], piece_of(number)), PIECES)
    assert [kept.find("levelled", key) for key in KEYS] == [piece_of(number) for number in range(PIECES)]


def test_builds_in_processes_share_the_pieces(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    builds = [spawn.Process(target=use_in_a_process, args=[tmp_path, number]) for number in range(2)]
    for build in builds:
        build.start()
    for build in builds:
        build.join(120)
    assert [build.exitcode for build in builds] == [0, 0]
    check_together(tmp_path)


def test_what_a_process_that_has_gone_left_is_removed_when_the_pieces_are_opened(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    folder.mkdir()
    ours, gone = folder / temporary_name(), folder / temporary_name().replace(f"-{os.getpid()}-", "-4194999-")
    ours.touch()
    gone.touch()
    KeptSound(tmp_path)
    assert (ours.exists(), gone.exists()) == (True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is killed needs fork and SIGKILL")
def test_a_process_that_is_killed_while_it_keeps_a_piece_leaves_nothing_that_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = os.fork()
    if not child:
        monkeypatch.setattr(Path, "replace", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        KeptSound(tmp_path).keep("chunks", KEY, PIECE)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len(files(tmp_path)) == 1
    assert KeptSound(tmp_path).find("chunks", KEY) is None
    assert not files(tmp_path)


def test_clearing_the_cache_removes_the_pieces_and_a_running_build_goes_on(tmp_path: Path) -> None:
    kept = KeptSound(tmp_path)
    kept.keep("loops", KEY, PIECE)
    assert cache_use(tmp_path).sound_pieces == 1
    clear_cache(tmp_path)
    assert kept.find("loops", KEY) is None
    kept.keep("loops", KEY, PIECE)
    assert kept.find("loops", KEY) == PIECE
