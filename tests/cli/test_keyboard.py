"""Single keys from a terminal."""

from __future__ import annotations

import os
import sys

import pytest

from kneadcast.cli.keyboard import keys


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
