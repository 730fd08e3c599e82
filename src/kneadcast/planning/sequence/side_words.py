"""The words of a routine as lines, with the sides named."""

from __future__ import annotations

import re
from functools import lru_cache

from kneadcast.routine.conditions import numbered
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.wording import split_sentences
from kneadcast.script.model import Side
from kneadcast.speech.model import Line

_SIDE = re.compile(r"\{(?P<which>side|other)(?::(?P<form>\w+))?\}")


def both_sides(text: str, phrases: Phrases) -> tuple[str, ...]:
    """Returns a text with its sides named for each side; only once if it names none."""
    return tuple(dict.fromkeys(fill_sides(text, phrases, side) for side in ("left", "right")))


@lru_cache(maxsize=4096)
def lines_of(text: str) -> tuple[Line, ...]:
    """Returns the sentences of a text, each as a line."""
    sentences = map(numbered, split_sentences(text))
    return tuple(Line(words, number=number) for number, words in sentences)


def fill_sides(text: str, phrases: Phrases, side: Side | None) -> str:
    """Returns a text with its sides named: `{side}` the worked one, `{other}` the other, `{side:f}` in the form `f`."""
    if side is None or "{" not in text:
        return text
    opposite: Side = "right" if side == "left" else "left"

    def side_name(match: re.Match[str]) -> str:
        form = phrases.sides.form(match["form"] or "")
        word: str = getattr(form, side if match["which"] == "side" else opposite)
        return word

    return _SIDE.sub(side_name, text)
