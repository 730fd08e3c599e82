"""Parses answers of `kneadcast start` about the body: parts that get more time, parts to leave out, and cautions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import click

from kneadcast.errors import PlanError, did_you_mean
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.parts import GROUPS, find_part
from kneadcast.routine.wording import slug

_NOTHING = ("", "nothing", "nothing-special", "none", "no")
_NEGATIVE = ("avoid", "sore", "no", "skip", "spare", "without")
"""Words before a part which mean that it must not be worked."""
_CAUTION_SYNONYMS = {
    "pregnant": "pregnancy",
    "diabetes": "numb-feet",
    "veins": "varicose-veins",
    "new-hip": "hip-replacement",
}
_EXAMPLE_PARTS = ("calf", "sole", "toes", "heel", "glutes")


@dataclass(frozen=True)
class BodyAnswers:
    """The content of an answer."""

    more: tuple[str, ...] = ()
    """Parts that get more time."""
    skip: tuple[str, ...] = ()
    """Parts that are left out."""
    avoid: tuple[str, ...] = ()
    """The ids of cautions."""
    unclear: tuple[str, ...] = ()
    """Joints that are named without such a word, which may be sore or may get more time."""


def parse_body_answers(text: str) -> BodyAnswers:
    """Returns the content of an answer such as `calf, sore knee, pregnancy`.

    Raises:
        click.BadParameter: If an entry is neither a part of the body nor a caution; click then repeats the question.
    """
    entries = [slug(entry) for entry in text.split(",")]
    found = list(chain.from_iterable(_parse_entry(entry) for entry in entries if entry not in _NOTHING))
    return BodyAnswers(**{kind: tuple(dict.fromkeys(name for k, name in found if k == kind)) for kind in dict(found)})


def _parse_entry(entry: str) -> Iterator[tuple[str, str]]:
    """Yields the field of `BodyAnswers` that an entry belongs to, with its name there."""
    first, _, rest = entry.partition("-")
    negative = first in _NEGATIVE and bool(rest)
    name = rest if negative and entry not in CAUTIONS else entry
    caution, known_part = _caution(name), _part(name)
    if caution and (negative or known_part is None):
        yield "avoid", caution
    elif known_part and negative:
        yield "skip", known_part
    elif known_part:
        yield ("unclear" if caution else "more"), known_part
    else:
        hint = did_you_mean(name, (*CAUTIONS, *GROUPS, *_EXAMPLE_PARTS))
        raise click.BadParameter(
            f"'{name}' is neither a part of the body nor a caution{hint}; "
            f"parts are {', '.join(GROUPS)} and those in them, cautions are {', '.join(CAUTIONS)}"
        )


def _caution(name: str) -> str | None:
    return next((id_ for id_ in (_CAUTION_SYNONYMS.get(name, name), name.removesuffix("s")) if id_ in CAUTIONS), None)


def _part(name: str) -> str | None:
    try:
        return find_part(name)
    except PlanError:
        return None
