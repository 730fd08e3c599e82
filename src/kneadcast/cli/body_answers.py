"""What needs care, as a person answers it: parts that want more time, and what a body is to be spared."""

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
_SPARED = ("avoid", "sore", "no", "skip", "spare", "without")
"""Words before a part that say that it is to be left alone."""
_ALSO = {"pregnant": "pregnancy", "diabetes": "numb-feet", "veins": "varicose-veins", "new-hip": "hip-replacement"}


@dataclass(frozen=True)
class Care:
    """What an answer asks for."""

    more: tuple[str, ...] = ()
    """Parts that get more time."""
    skip: tuple[str, ...] = ()
    """Parts that are left out."""
    avoid: tuple[str, ...] = ()
    """Cautions, by their ids."""
    unclear: tuple[str, ...] = ()
    """Joints named without a word: they may want more time, or be sore."""


def read_care(text: str) -> Care:
    """Reads an answer such as `calf, sore knee, pregnancy`; what cannot be read is asked for again.

    Raises:
        click.BadParameter: If something in it is neither a part of the body nor a caution.
    """
    pieces = [slug(piece) for piece in text.split(",")]
    found = list(chain.from_iterable(_read(piece) for piece in pieces if piece not in _NOTHING))
    return Care(**{kind: tuple(dict.fromkeys(name for k, name in found if k == kind)) for kind in dict(found)})


def _read(piece: str) -> Iterator[tuple[str, str]]:
    first, _, rest = piece.partition("-")
    spared = first in _SPARED and bool(rest)
    name = rest if spared and piece not in CAUTIONS else piece
    caution = next((one for one in (_ALSO.get(name, name), name.removesuffix("s")) if one in CAUTIONS), None)
    try:
        known: str | None = find_part(name)
    except PlanError:
        known = None
    if caution and (spared or known is None):
        yield "avoid", caution
    elif known and spared:
        yield "skip", known
    elif known:
        yield ("unclear" if caution else "more"), known
    else:
        hint = did_you_mean(name, (*CAUTIONS, *GROUPS, "calf", "sole", "toes", "heel", "glutes"))
        raise click.BadParameter(
            f"'{name}' is neither a part of the body nor something to be spared{hint}; "
            f"parts are {', '.join(GROUPS)} and those in them, to be spared are {', '.join(CAUTIONS)}"
        )
