"""What a listener may ask to be spared, as data: which work each caution rules out, and how soft the rest must be.

Sources: public guidance on clots, pregnancy and foot care with numb feet is far broader than this; each row takes its
most careful reading. Where a clinician has said otherwise, theirs is the word to follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kneadcast.routine.body import AREAS, TECHNIQUES


@dataclass(frozen=True)
class LeftOut:
    """Work that is not done: any of some techniques on any of some areas."""

    areas: frozenset[str]
    techniques: frozenset[str]


@dataclass(frozen=True)
class Caution:
    """Something about a body that a session has to mind; its spoken sentence stands in each language's phrases."""

    id: str
    label: str
    reason: str
    """Why the work concerned is left out or softened."""
    left_out: tuple[LeftOut, ...] = ()
    ceilings: Mapping[str, int] = field(default_factory=dict)
    """The most pressure by area; work that cannot be done that softly is left out."""
    positions: frozenset[str] = frozenset()
    """Positions that are left out with all that is done in them."""
    tools: frozenset[str] = frozenset()
    """Tools that are left out."""
    of_hands: bool = False
    """Only work of the hands is left out, because it is the reaching that matters."""
    self_only: bool = False
    """Matters only to those who massage themselves."""
    excludes: Mapping[str, str] = field(default_factory=dict)
    """Types that are refused as a whole, with the reason."""


_ALL = frozenset(AREAS)
_EVERY = frozenset(TECHNIQUES)
_DEEP = frozenset({"petrissage", "friction", "tapotement", "vibration", "compression"})
_FLOOR_TOOLS = frozenset({"ball", "roller"})


def _in(*groups: str) -> frozenset[str]:
    return frozenset(area.id for area in AREAS.values() if area.group in groups)


def _at_most(pressure: int, areas: frozenset[str] = _ALL) -> dict[str, int]:
    return dict.fromkeys(sorted(areas), pressure)


_VEIN_SITES = _in("lower-leg") | {"back-of-knee", "inner-thigh", "back-thigh"}
_BRISK = "its brisk, firm work is not for this body"
_FIRM = "gripping and rubbing is most of what it is made of"

CAUTIONS: Mapping[str, Caution] = {
    caution.id: caution
    for caution in (
        Caution(
            "varicose-veins",
            "raised or varicose veins",
            "raised veins bruise, and firm work on them or below them is not safe",
            (LeftOut(_VEIN_SITES, _DEEP),),
            _at_most(3) | _at_most(2, _VEIN_SITES | {"whole-leg", "thigh"}),
            tools=frozenset({"roller"}),
            excludes={"anti-cellulite": _BRISK},
        ),
        Caution(
            "knee",
            "a sore or operated knee",
            "a sore joint is not rubbed",
            (LeftOut(_in("knee"), _EVERY),),
            _at_most(2, frozenset({"whole-leg"})),
        ),
        Caution(
            "ankle",
            "a sore or sprained ankle",
            "a sore joint is not rubbed or turned",
            (
                LeftOut(frozenset({"ankle", "achilles"}), _EVERY),
                LeftOut(_in("feet", "lower-leg"), frozenset({"mobilisation"})),
            ),
            _at_most(2, frozenset({"lower-leg", "whole-leg"})),
        ),
        Caution(
            "pregnancy",
            "pregnancy",
            "clots are more common in pregnancy, so no deep work on the legs, and no lying flat",
            (
                LeftOut(_in("lower-leg", "knee", "thigh", "hip", "whole-leg"), _DEEP),
                LeftOut(frozenset({"ankle", "achilles", "inner-thigh", "upper-inner-thigh", "groin"}), _EVERY),
            ),
            _at_most(3),
            positions=frozenset({"supine", "prone"}),
            tools=frozenset({"roller"}),
            excludes={
                "anti-cellulite": _BRISK,
                "lymphatic": "in pregnancy, swelling is for a midwife or doctor to look at first",
            },
        ),
        Caution(
            "cannot-reach-feet",
            "feet out of reach",
            "a strained back is no price for a massage",
            (LeftOut(_in("feet", "lower-leg") - {"calf", "shin"}, _EVERY),),
            of_hands=True,
            self_only=True,
        ),
        Caution(
            "hip-replacement",
            "a hip replacement",
            "a new joint and its scar are left alone, and so are positions that cross or twist the leg",
            (LeftOut(_in("hip") | {"outer-thigh"}, _EVERY),),
            _at_most(4, _in("thigh")),
            positions=frozenset({"side-lying"}),
        ),
        Caution(
            "numb-feet",
            "numb feet or diabetes",
            "pain cannot tell when it is too much, so the hands stay light where feeling is poor",
            (LeftOut(_in("feet"), frozenset({"compression", "tapotement"})),),
            _at_most(3, _in("feet", "lower-leg")),
            tools=_FLOOR_TOOLS,
        ),
        Caution(
            "blood-thinners",
            "blood thinners",
            "bruises come easily and spread",
            (LeftOut(_ALL, frozenset({"tapotement", "compression"})),),
            _at_most(3),
            tools=_FLOOR_TOOLS,
            excludes={"anti-cellulite": _BRISK},
        ),
        Caution(
            "fragile-skin",
            "fragile skin",
            "rubbing and gripping can tear it",
            (LeftOut(_ALL, _DEEP - {"vibration"}),),
            _at_most(2),
            tools=frozenset({"roller"}),
            excludes={"anti-cellulite": _BRISK, "classical": _FIRM, "lymphatic": "stretching thin skin can tear it"},
        ),
        Caution(
            "side-lying",
            "lying on the side",
            "lying on the side is uncomfortable for this body",
            positions=frozenset({"side-lying"}),
        ),
        Caution(
            "lying-flat",
            "lying flat",
            "lying flat is uncomfortable for this body",
            positions=frozenset({"supine", "prone"}),
        ),
        Caution(
            "standing",
            "standing",
            "standing on one leg and then the other is tiring or unsteady for this body",
            positions=frozenset({"standing"}),
        ),
        Caution(
            "sore-hands",
            "sore hands or thumbs",
            "gripping and thumb work would strain the hands",
            (
                LeftOut(_ALL, frozenset({"petrissage", "compression"})),
                LeftOut(frozenset({"toes", "sole", "heel"}), frozenset({"friction"})),
            ),
            of_hands=True,
        ),
    )
}
