"""Questions with a few answers, which are listed with an explanation and may be given in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

import click

_CLOSE = 0.75
"""The similarity from which a word counts as a misspelling; 1 is equality."""


_NEGATIONS = frozenset({"no", "not", "nowhere", "never", "without", "don't"})


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question."""

    explanation: str
    near_words: tuple[str, ...] = ()
    """Other words for it."""


def ask(question: str, answers: Mapping[str, Answer], default: str) -> str:
    """Prints a question with its answers, and returns the name of the one that is chosen."""
    width = max(map(len, answers))
    click.echo(question)
    for name, answer in answers.items():
        click.echo(f"  {name:<{width}}  {answer.explanation}")
    chosen: str = click.prompt("Answer", default=default, value_proc=partial(find_answer, answers=answers))
    click.echo()
    return chosen


def find_answer(text: str, answers: Mapping[str, Answer]) -> str:
    """Returns the name of the answer that a text means: by its name or a near word, the beginning or a misspelling.

    Raises:
        click.BadParameter: If the text means none of the answers, or several; click then repeats the question.
    """
    for name, answer in answers.items():
        if text.strip().lower() == answer.explanation.lower():
            return name
    said = re.findall(r"[a-z']+", text.lower())
    if _NEGATIONS & set(said):
        raise click.BadParameter(f"'{text}' says what not; answer with {_listed(answers)}")
    words = {word: name for name, answer in answers.items() for word in (*answer.near_words, name)}
    for found in (
        [words[word] for word in said if word in words],
        [name for name in answers for word in said if name.startswith(word)],
        [words[word] for start in said for word in words if word.startswith(start)],
        [words[word] for start in said for word in get_close_matches(start, words, n=1, cutoff=_CLOSE)],
    ):
        meant = tuple(dict.fromkeys(found))
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise click.BadParameter(f"'{text}' can mean {_listed(meant)}; answer with one of these words")
    raise click.BadParameter(f"'{text}' is not an answer; answer with {_listed(answers)}")


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"
