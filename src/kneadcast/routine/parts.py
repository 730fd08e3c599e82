"""The parts of the body as a listener names them: an area, or a group of areas."""

from __future__ import annotations

from kneadcast.errors import PlanError, did_you_mean
from kneadcast.routine.body import AREAS

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(area.group for area in AREAS.values()))
"""The groups of areas, in order from the feet up."""

_SYNONYMS = {"foot": "feet", "calves": "calf"}
"""Other names of parts. `foot` means the group: a stroke over the whole foot, the area `foot`, belongs to it."""


def find_part(name: str) -> str:
    """Returns the canonical name of a part: `Lower leg` is `lower-leg`, `knees` is `knee`.

    Raises:
        PlanError: If the part does not exist.
    """
    plain = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    for known in (_SYNONYMS.get(plain, plain), plain.removesuffix("s")):
        if known in AREAS or known in GROUPS:
            return _SYNONYMS.get(known, known)
    names = (*GROUPS, *(area for area in AREAS if area not in GROUPS))
    raise PlanError(f"there is no part of the body '{name}'{did_you_mean(plain, names)}; known: {', '.join(names)}")


def areas_of(name: str) -> frozenset[str]:
    """Returns the areas of a part: all areas of a group, or the one area.

    Raises:
        PlanError: If the part does not exist.
    """
    known = find_part(name)
    if known in GROUPS:
        return frozenset(area.id for area in AREAS.values() if area.group == known)
    return frozenset({known})
