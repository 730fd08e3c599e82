"""What a terminal sends for keys, and their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cli import key_sequences as sent
from kneadcast.cli.key_sequences import is_kind_answer, is_protocol_answer, is_unfinished, key_of, tokens_in

TERMINAL_BYTES = st.text(st.sampled_from("\x1b[O?0123456789;:uc~ACD nqé"), max_size=30)


@pytest.mark.parametrize(
    ("token", "key"),
    [
        ("\x1b[57428u", sent.MEDIA_PLAY),
        ("\x1b[57429u", sent.MEDIA_PAUSE),
        ("\x1b[57430u", sent.MEDIA_PLAY_PAUSE),
        ("\x1b[57432u", sent.MEDIA_STOP),
        ("\x1b[57434u", sent.MEDIA_REWIND),
        ("\x1b[57435u", sent.MEDIA_NEXT),
        ("\x1b[57436u", sent.MEDIA_PREVIOUS),
        ("\x1b[57438u", sent.LOWER_VOLUME),
        ("\x1b[57439u", sent.RAISE_VOLUME),
    ],
)
@pytest.mark.parametrize("modifiers", ["", ";1", ";65", ";129", ";193", ";1:1"])
def test_a_media_key_is_the_same_key_whichever_lock_is_on(token: str, key: str, modifiers: str) -> None:
    """Caps Lock adds 64 and Num Lock 128 to the modifiers, which begin with 1."""
    assert key_of(f"{token.removesuffix('u')}{modifiers}u") == key


@pytest.mark.parametrize("token", ["\x1b[C", "\x1bOC", "\x1b[1;1C", "\x1b[1;129C", "\x1b[57418u", "\x1b[57418;129u"])
def test_the_right_arrow_is_one_key_in_every_mode_and_on_the_keypad(token: str) -> None:
    assert key_of(token) == sent.RIGHT


@pytest.mark.parametrize(
    ("token", "key"),
    [
        ("\x1b[27u", sent.ESCAPE),
        ("\x1b", sent.ESCAPE),
        ("\n", sent.ENTER),
        ("\r", sent.ENTER),
        ("\x1b[57414u", sent.ENTER),
        ("\x7f", sent.BACKSPACE),
        ("\b", sent.BACKSPACE),
        ("\x1b[57400;129u", "1"),
        ("\x1b[57413;129u", "+"),
        ("\x1b[57412u", "-"),
        ("s", "s"),
        (" ", " "),
        ("é", "é"),
    ],
)
def test_a_key_of_the_keyboard_has_one_name_with_and_without_the_protocol(token: str, key: str) -> None:
    assert key_of(token) == key


@pytest.mark.parametrize("token", ["\x1b[99;5u", "\x1b[1089::99;5u", "\x1b[99;133u"])
def test_control_c_interrupts_on_any_keyboard_layout(token: str) -> None:
    """The key is that of the standard layout, if the terminal reports it."""
    assert key_of(token) == sent.INTERRUPT


@pytest.mark.parametrize("token", ["\x1b[1;5C", "\x1b[110;3u", "\x1b[227;5u", "\x1b[57430;5u", "\x1b[:u", "\x1b[3~"])
def test_a_key_with_another_modifier_is_not_the_key_without_it(token: str) -> None:
    assert key_of(token) == token


def test_answers_of_the_terminal_stand_apart_from_keys() -> None:
    tokens = tokens_in("n\x1b[?5u\x1b[?62;22c\x1b[C")
    assert tokens == ["n", "\x1b[?5u", "\x1b[?62;22c", "\x1b[C"]
    assert [is_protocol_answer(token) for token in tokens] == [False, True, False, False]
    assert [is_kind_answer(token) for token in tokens] == [False, False, True, False]


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("\x1b", True),
        ("n\x1b[", True),
        ("\x1b[?62;", True),
        ("\x1bO", True),
        ("\x1b[57430;1", True),
        ("\x1b[C", False),
        ("\x1b[57430u", False),
        ("n", False),
        ("", False),
    ],
)
def test_a_sequence_whose_end_is_missing_is_noticed(text: str, unfinished: bool) -> None:
    assert is_unfinished(text) == unfinished


@given(text=TERMINAL_BYTES)
def test_nothing_that_a_terminal_sends_is_lost_or_fails(text: str) -> None:
    tokens = tokens_in(text)
    assert "".join(tokens) == text
    assert all(key_of(token) for token in tokens)
