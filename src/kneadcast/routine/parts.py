"""The parts of the body as a listener names them: an area, or a group of areas."""

from __future__ import annotations

from kneadcast.errors import PlanError, did_you_mean
from kneadcast.routine.body import AREAS

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(area.group for area in AREAS.values()))
"""In the order of the body, from the feet up."""

_ALSO = {"foot": "feet", "calves": "calf"}
"""Names that a listener uses for a part. A stroke over the whole foot belongs to the feet, so `foot` means them all."""


def part(name: str) -> str:
    """Returns the name of a part as the program writes it: `Lower leg` is `lower-leg`, `knees` is `knee`.

    Raises:
        PlanError: If there is no such part.
    """
    plain = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    for known in (_ALSO.get(plain, plain), plain.removesuffix("s")):
        if known in AREAS or known in GROUPS:
            return _ALSO.get(known, known)
    names = (*GROUPS, *(area for area in AREAS if area not in GROUPS))
    raise PlanError(f"there is no part of the body '{name}'{did_you_mean(plain, names)}; known: {', '.join(names)}")


def areas_of(name: str) -> frozenset[str]:
    """Returns the areas of a part: all of a group, or the one area.

    Raises:
        PlanError: If there is no such part.
    """
    known = part(name)
    if known in GROUPS:
        return frozenset(area.id for area in AREAS.values() if area.group == known)
    return frozenset({known})
