"""The vocabulary of the recogniser."""

from __future__ import annotations

import pytest

from kneadcast.listening.tokens import Vocabulary

PIECES = [
    "<unk>",
    "<s>",
    "</s>",
    "s",
    "\u2581s",
    "ta",
    "\u2581sta",
    "y",
    "\u2581",
    "s",
    "t",
    "a",
    "\u2581stay",
    "x" * 130,
]


def encoded() -> bytes:
    data = b""
    for piece in PIECES:
        length = len(piece.encode())
        data += (bytes([length]) if length < 128 else bytes([128 + length % 128, length // 128])) + piece.encode()
    return data


def test_tokens_are_decoded_to_text() -> None:
    """A space is its own sign in the file, and the first one is dropped."""
    assert Vocabulary(encoded()).decode([12, 4, 11, 7]) == "stay say"


def test_long_pieces_have_a_length_of_two_bytes() -> None:
    """The low seven bits come first."""
    assert Vocabulary(encoded()).decode([13]) == "x" * 130


def test_text_is_encoded_by_joining_the_lowest_pairs() -> None:
    """The pieces of a word are those that the network was trained with."""
    vocabulary = Vocabulary(encoded())
    assert vocabulary.encode("stay") == [12]
    assert vocabulary.decode(vocabulary.encode("stay stay")) == "stay stay"


def test_a_letter_is_its_piece_and_not_its_byte() -> None:
    """Bytes stand before the pieces in the file, and are only for what has no piece."""
    assert Vocabulary(encoded()).encode("s s") == [4, 4]
    assert Vocabulary(encoded()).encode("as")[-1] == PIECES.index("s", 5)


def test_a_letter_that_is_missing_is_an_error() -> None:
    """Wordings have only letters that the network knows."""
    with pytest.raises(KeyError):
        Vocabulary(encoded()).encode("q")
