"""Endangerment sites: places near an area that hands have to stop short of, so that a step on the area must say so.

The term and the sites are those of massage textbooks, such as Fritz, Mosby's Fundamentals of Therapeutic Massage: the
hollow of the knee, the groin, and bone close to the skin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kneadcast.routine.model import Step

_MOVING = frozenset({"effleurage", "petrissage", "friction", "tapotement", "vibration"})
"""Techniques that travel, or shake what is next to them; the others stay where they begin."""
_LIGHTEST = 3
"""From this pressure on, a hand presses on more than the skin."""


@dataclass(frozen=True)
class EndangermentSite:
    """A place that hands have to stay off while they work nearby."""

    id: str
    label: str
    reason: str
    areas: frozenset[str]
    """The areas whose work comes near it."""
    techniques: frozenset[str] = _MOVING


ENDANGERMENT_SITES = (
    EndangermentSite(
        "knee-hollow",
        "the hollow of the knee",
        "vessels and nerves lie near the surface there",
        frozenset({"calf", "lower-leg", "back-thigh", "whole-leg"}),
    ),
    EndangermentSite(
        "groin",
        "the groin",
        "vessels and nerves lie near the surface there",
        frozenset({"front-thigh", "inner-thigh", "thigh", "whole-leg"}),
    ),
    EndangermentSite("kneecap", "the kneecap", "it must not be pressed against the bone", frozenset({"knee"})),
    EndangermentSite(
        "bone",
        "the bone",
        "only a thin cushion lies between skin and bone",
        frozenset({"glutes", "hip", "hip-point"}),
        _MOVING | {"compression"},
    ),
)


def sites_near(step: Step) -> Iterator[EndangermentSite]:
    """Yields the endangerment sites that the work of a step comes near."""
    if step.tool == "none" or (step.pressure or 0) < _LIGHTEST:
        return
    for site in ENDANGERMENT_SITES:
        if step.area in site.areas and step.technique in site.techniques:
            yield site
