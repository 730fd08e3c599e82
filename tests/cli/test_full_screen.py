"""A screen of rows that takes the whole terminal and gives it back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cli.drawing import ASCII, UNICODE, Glyphs
from kneadcast.cli.full_screen import FullScreen, full_screen
from kneadcast.cli.rows import Row, Span
from tests.cli.terminals import FakeTerminal

ROWS = st.lists(st.sampled_from(["", "Sole", "Calf", "Rest"]).map(lambda text: (Span(text, "strong"),)), max_size=5)
UNTOUCHED = {"?7", "?25"}


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> FakeTerminal:
    monkeypatch.delenv("NO_COLOR", raising=False)
    return FakeTerminal()


@given(screens=st.lists(ROWS, min_size=1, max_size=6))
def test_the_terminal_shows_the_rows_that_were_drawn_last(screens: list[list[Row]]) -> None:
    terminal = FakeTerminal()
    with full_screen(terminal) as canvas:
        for rows in screens:
            canvas.draw(rows)
        assert terminal.text.rstrip("\n") == "\n".join(row[0].text for row in screens[-1]).rstrip("\n")


def test_only_rows_that_have_changed_are_written(terminal: FakeTerminal) -> None:
    canvas = FullScreen(terminal)
    canvas.draw([(Span("Sole"),), (Span("0:05"),)])
    terminal.written.clear()
    canvas.draw([(Span("Sole"),), (Span("0:04"),)])
    assert terminal.written == ["\x1b[2;1H\x1b[2K0:04"]
    canvas.draw([(Span("Sole"),), (Span("0:04"),)])
    assert "".join(terminal.written[1:]) == ""


def test_everything_is_drawn_anew_when_the_size_changes(
    terminal: FakeTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = FullScreen(terminal)
    canvas.draw([(Span("Sole"),)])
    monkeypatch.setenv("COLUMNS", "41")
    terminal.written.clear()
    canvas.draw([(Span("Sole"),)])
    assert "".join(terminal.written) == "\x1b[2J\x1b[1;1H\x1b[2KSole"
    assert canvas.size.columns == 41


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, ValueError])
def test_the_terminal_is_as_before_however_playing_ends(
    terminal: FakeTerminal, error: type[BaseException] | None
) -> None:
    def body() -> None:
        with full_screen(terminal) as canvas:
            canvas.draw([(Span("Sole", "left"),)])
            assert terminal.modes == {"?1049"}
            if error:
                raise error

    if error:
        with pytest.raises(error):
            body()
    else:
        body()
    assert terminal.modes == UNTOUCHED
    assert terminal.written[-1].startswith("\x1b[0m")


def test_the_sides_have_two_colours_and_without_colours_they_are_inverse(
    terminal: FakeTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Row] = [(Span(" LEFT ", "left"),), (Span(" RIGHT ", "right"),)]
    FullScreen(terminal).draw(rows)
    assert "\x1b[1;30;43m LEFT \x1b[0m" in terminal.written[-1]
    assert "\x1b[1;30;46m RIGHT \x1b[0m" in terminal.written[-1]
    monkeypatch.setenv("NO_COLOR", "1")
    FullScreen(terminal).draw(rows)
    assert "\x1b[1;7m LEFT \x1b[0m" in terminal.written[-1]
    assert ";4" not in terminal.written[-1]


@pytest.mark.parametrize(("encoding", "glyphs"), [("utf-8", UNICODE), ("ascii", ASCII), ("latin-1", ASCII)])
def test_a_terminal_draws_with_characters_that_it_has(encoding: str, glyphs: Glyphs) -> None:
    assert FullScreen(FakeTerminal(encoding)).glyphs is glyphs


def test_letters_that_a_terminal_does_not_have_keep_their_width() -> None:
    terminal = FakeTerminal("ascii")
    FullScreen(terminal).draw([(Span("Füße…"),)])
    assert terminal.text == "F??e?"
