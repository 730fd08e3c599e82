"""Single keys from a terminal."""

from __future__ import annotations

import os
import sys

import pytest

from kneadcast.cli.keyboard import LEFT, RIGHT, keys


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
def test_keys_that_are_pressed_at_once_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with keys() as read_key:
            os.write(ours, "n\x1b[C- é".encode())
            assert [read_key(5) for _ in range(5)] == ["n", "\x1b[C", "-", " ", "é"]
            assert read_key(0) == ""
    os.close(ours)


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
def test_arrows_are_the_same_keys_in_both_modes_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with keys() as read_key:
            os.write(ours, b"\x1b[C\x1bOC\x1b[D\x1bOD")
            assert [read_key(5) for _ in range(4)] == [RIGHT, RIGHT, LEFT, LEFT]
    os.close(ours)


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
def test_a_suspension_is_a_key_and_the_mode_of_the_terminal_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    ours, theirs = os.openpty()
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        before = termios.tcgetattr(terminal)
        with keys() as read_key:
            os.write(ours, b"\x1a")
            assert read_key(5) == "\x1a"
        assert termios.tcgetattr(terminal) == before
    os.close(ours)
