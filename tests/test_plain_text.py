"""Tests of the text that is printed on a terminal."""

import pytest

from kneadcast.plain_text import is_printable, one_line, printable, without_controls


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;owned\x07", r"\x1b[2J\x1b]0;owned\x07"),
        ("a\nb\tc\rd", "a b c d"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a b c d e f"),
        ("\x00\x08\x7f\x9b31m", r"\x00\x08\x7f\x9b31m"),
        ("abc\u202edef\u2066", r"abc\u202edef\u2066"),
        ("caf\udce9", r"caf\udce9"),
        ("\ufeffx\ufff9", r"\ufeffx\ufff9"),
    ],
)
def test_characters_that_a_terminal_obeys_become_visible(text: str, shown: str) -> None:
    """A control, a bidirectional mark or a lone surrogate is shown as an escape, and a line break as a space."""
    assert printable(text) == shown
    assert not is_printable(text)


@pytest.mark.parametrize(
    "text", ["", "Toes to hip", "Füße, naïve – 足の指 אצבע 👣", "zero\u200dwidth\u00a0space", "back\\slash"]
)
def test_other_characters_stay(text: str) -> None:
    """Letters of all scripts, signs, and the joiners and marks that scripts need are not changed."""
    assert printable(text) == text
    assert is_printable(text)


def test_every_character_comes_out_on_one_line_that_can_be_written() -> None:
    """No character at all yields a control character, a second line or text that UTF-8 cannot encode."""
    for code in range(0x110000):
        shown = printable(chr(code))
        assert len(f"a{shown}b".splitlines()) == 1
        assert shown.encode("utf-8").decode("utf-8") == shown
        assert is_printable(shown)


def test_a_line_is_read_without_the_line_break_of_its_block() -> None:
    """A block of YAML ends with a line break; any other one, or a control character, is refused."""
    assert one_line("Toes to hip\n") == "Toes to hip"
    for text in ("a\nb", "a\tb", "\x1b[2J", "a\x85", "a\r\n"):
        with pytest.raises(ValueError, match="expected one line of printable text"):
            one_line(text)


def test_spoken_text_may_have_lines_but_no_controls() -> None:
    """What is spoken may be written in several lines."""
    assert without_controls("Rub.\n\tSlowly.\n") == "Rub.\n\tSlowly.\n"
    for text in ("a\x07", "\x1b[2J", "a\u202eb", "a\ud800"):
        with pytest.raises(ValueError, match="expected text without control characters"):
            without_controls(text)
