"""The vocabulary of the recogniser: pieces of words and their numbers, in the format of Moonshine's `tokenizer.bin`.

The file is a list of pieces, each after its length: one byte, or two if the length is over 127 (low seven bits first).
A space is written as U+2581. Like SentencePiece, `encode` joins the pair of pieces that has the lowest number, until
none is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LogLikelihoods = NDArray[np.float32]
"""One row a text, and one column a token: the natural logarithm of the likelihood that the token follows."""
_SPACE = "\u2581"
_LONG = 128


class Vocabulary:
    """Pieces of words by their numbers."""

    def __init__(self, data: bytes) -> None:
        self._pieces = tuple(_pieces(data))
        # Each letter is there twice: first as a byte, for what has no piece, and later as the piece that texts have.
        self._numbers = {piece.decode(errors="replace"): number for number, piece in enumerate(self._pieces)}

    def decode(self, tokens: Iterable[int]) -> str:
        """Returns the text of tokens."""
        return b"".join(self._pieces[token] for token in tokens).decode(errors="replace").replace(_SPACE, " ").strip()

    def encode(self, text: str) -> list[int]:
        """Returns the tokens of a text.

        Raises:
            KeyError: If the vocabulary has no piece for a letter.
        """
        pieces = list(_SPACE + text.replace(" ", _SPACE))
        while (place := self._best_pair(pieces)) is not None:
            pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
        return [self._numbers[piece] for piece in pieces]

    def number(self, piece: str) -> int:
        """Returns the token of a piece that stands directly after another one, as a mark after a word does.

        Raises:
            KeyError: If the vocabulary has no such piece.
        """
        return self._numbers[piece]

    def _best_pair(self, pieces: Sequence[str]) -> int | None:
        known = [
            (self._numbers[joined], place)
            for place in range(len(pieces) - 1)
            if (joined := pieces[place] + pieces[place + 1]) in self._numbers
        ]
        return min(known)[1] if known else None


def _pieces(data: bytes) -> Iterable[bytes]:
    place = 0
    while place < len(data):
        length = data[place]
        place += 1
        if length >= _LONG:
            length += data[place] * _LONG - _LONG
            place += 1
        yield data[place : place + length]
        place += length
