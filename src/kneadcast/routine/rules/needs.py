"""Rules on `needs`: everything that a session uses is named before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, rule, texts_of
from kneadcast.routine.vocabulary import is_negated, vocabulary
from kneadcast.routine.wording import words_of

SHORTEST_NOUN = 3
"""Shorter words of an entry, such as `a` and `or`, do not name a thing."""


@rule(
    "props-named",
    refuses="warns of something in `needs` that the opening does not name",
    why="The listener would have to fetch it during the session, with oily feet.",
    remedy="Name it in `opening.settle.say`, or remove it from `needs`.",
)
def _props_named(routine: Routine) -> Iterator[Finding]:
    opening = set(words_of(f"{routine.opening.safety.say} {routine.opening.settle.say}"))
    for i, need in enumerate(routine.needs):
        nouns = [word for word in words_of(need) if len(word) >= SHORTEST_NOUN]
        if not any(_are_forms_of_one_word(noun, word) for noun in nouns for word in opening):
            yield Finding(("needs", i), f"'{need}' is needed, but the opening does not name it", "warning")


@rule(
    "props-listed",
    refuses="warns of a thing that is used but not listed in `needs`",
    why="People look at `needs` before they begin.",
    remedy="Add it to `needs`, and name it in the opening.",
)
def _props_listed(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    listed = " ".join(routine.needs)
    seen: set[str] = set()
    for place, text, _ in texts_of(routine):
        for prop, pattern in words.props.items() if words else ():
            match = re.search(pattern, text, re.IGNORECASE)
            if not match or prop in seen or re.search(pattern, listed, re.IGNORECASE):
                continue
            seen.add(prop)
            if not is_negated(match.group(), text):
                yield Finding(place, f"'{match.group()}' is used here, but `needs` lists no {prop}", "warning")


def _are_forms_of_one_word(one: str, other: str) -> bool:
    """Returns whether two words differ by a short ending only: `cushion` and `cushions`."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= 2


NEEDS_RULES = (_props_named, _props_listed)
