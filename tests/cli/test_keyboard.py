"""Single keys from a terminal."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import pytest

from kneadcast.cli.key_sequences import (
    ASK_PROTOCOL,
    ESCAPE,
    LEFT,
    MEDIA_NEXT,
    MEDIA_PLAY_PAUSE,
    POP_PROTOCOL,
    PUSH_PROTOCOL,
    RIGHT,
)
from kneadcast.cli.keyboard import keys

WITH_PROTOCOL, WITHOUT_PROTOCOL = b"\x1b[?0u\x1b[?62;22c", b"\x1b[?6c"
"""What a terminal with the keyboard protocol answers, and one without it."""


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


class _Terminal:
    """A pseudo-terminal as standard input and output; a thread answers what is asked as a terminal does."""

    def __init__(self, answer: bytes, *, delay_s: float = 0.0) -> None:
        self._answer, self._delay_s = answer, delay_s
        self.ours, self._theirs = os.openpty()
        self.stdin = os.fdopen(os.dup(self._theirs), encoding="utf-8")
        self.stdout = os.fdopen(os.dup(self._theirs), "w", encoding="utf-8")
        self.written = b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while chunk := self._read():
            self.written += chunk
            if ASK_PROTOCOL.encode() in chunk:
                time.sleep(self._delay_s)
                os.write(self.ours, self._answer)

    def _read(self) -> bytes:
        try:
            return os.read(self.ours, 1024)
        except OSError:
            return b""

    def press(self, sequence: str) -> None:
        os.write(self.ours, sequence.encode())

    def left_in_input(self) -> bytes:
        """Returns what a shell would read after the program."""
        os.set_blocking(self.stdin.fileno(), False)
        try:
            return os.read(self.stdin.fileno(), 1024)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.stdin.close()
        self.stdout.close()
        os.close(self._theirs)


def until(holds: Callable[[], bool]) -> None:
    """Waits for something, for at most five seconds."""
    end_s = time.monotonic() + 5
    while not holds() and time.monotonic() < end_s:
        time.sleep(0.005)
    assert holds()


unix_only = pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")


@unix_only
def test_media_keys_work_if_the_terminal_has_the_protocol_which_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal(WITH_PROTOCOL)
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    with keys(terminal.stdout) as read_key:
        assert read_key(5) == ""
        until(lambda: PUSH_PROTOCOL.encode() in terminal.written)
        terminal.press(f"{MEDIA_PLAY_PAUSE}s\x1b[57435;129u\x1b[27u")
        assert [read_key(5) for _ in range(4)] == [MEDIA_PLAY_PAUSE, "s", MEDIA_NEXT, ESCAPE]
    until(lambda: terminal.written.endswith(POP_PROTOCOL.encode()))
    assert terminal.left_in_input() == b""
    terminal.close()


@unix_only
@pytest.mark.parametrize("delay_s", [0.0, 0.1])
def test_a_terminal_without_the_protocol_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch, delay_s: float) -> None:
    """Also if its answer comes when the session has already been left."""
    terminal = _Terminal(WITHOUT_PROTOCOL, delay_s=delay_s)
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    with keys(terminal.stdout):
        pass
    assert terminal.left_in_input() == b""
    assert terminal.written == ASK_PROTOCOL.encode()
    terminal.close()


@unix_only
def test_a_sequence_that_comes_in_two_parts_is_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal(WITHOUT_PROTOCOL)
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    with keys() as read_key:
        terminal.press("\x1b[")
        threading.Timer(0.005, terminal.press, ["C"]).start()
        assert read_key(5) == RIGHT
        terminal.press("\x1b")
        assert read_key(5) == ESCAPE
    terminal.close()


@unix_only
def test_control_c_interrupts_although_the_protocol_makes_it_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal(WITHOUT_PROTOCOL)
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with keys() as read_key:
            terminal.press("\x1b[99;5u")
            with pytest.raises(KeyboardInterrupt):
                read_key(5)
    finally:
        signal.signal(signal.SIGINT, before)
    terminal.close()
