"""The table of cautions for `--avoid`: the work that each excludes, and its limits of pressure.

Sources: public guidance on clots, pregnancy and foot care with numb feet, which is broader than this; each row follows
its most careful interpretation. The advice of the listener's own clinician takes precedence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kneadcast.errors import RoutineError, did_you_mean
from kneadcast.routine.body import AREAS, TECHNIQUES


@dataclass(frozen=True)
class ExcludedWork:
    """Combinations of areas and techniques that are left out."""

    areas: frozenset[str]
    techniques: frozenset[str]


@dataclass(frozen=True)
class Caution:
    """A condition of the body that a session respects; the phrases of each language have a spoken sentence for it."""

    id: str
    label: str
    reason: str
    """Why the work concerned is left out or softened."""
    excluded_work: tuple[ExcludedWork, ...] = ()
    ceilings: Mapping[str, int] = field(default_factory=dict)
    """The strongest pressure, by area; work that cannot be done that lightly is left out."""
    positions: frozenset[str] = frozenset()
    """Positions that are left out, with all work that is done in them."""
    tools: frozenset[str] = frozenset()
    """Tools that are left out."""
    of_hands: bool = False
    """Whether only work with the hands is excluded, because the difficulty is in using or placing the hands."""
    self_only: bool = False
    """Whether it applies only to those who massage themselves."""
    excludes: Mapping[str, str] = field(default_factory=dict)
    """Routine types that are refused entirely, with the reason."""

    @property
    def is_of_positions_only(self) -> bool:
        """Whether only positions are left out, so that nothing changes in a routine without them."""
        return not (self.excluded_work or self.ceilings or self.tools)


_ALL_AREAS = frozenset(AREAS)
_ALL_TECHNIQUES = frozenset(TECHNIQUES)
_DEEP_TECHNIQUES = frozenset({"petrissage", "friction", "tapotement", "vibration", "compression"})
_FLOOR_TOOLS = frozenset({"ball", "roller"})


def _areas_in(*groups: str) -> frozenset[str]:
    return frozenset(area.id for area in AREAS.values() if area.group in groups)


def _at_most(pressure: int, areas: frozenset[str] = _ALL_AREAS) -> dict[str, int]:
    return dict.fromkeys(sorted(areas), pressure)


_VEIN_SITES = _areas_in("lower-leg") | {"back-of-knee", "inner-thigh", "back-thigh"}
_BRISK_REASON = "its brisk, firm work is not suitable for this body"
_FIRM_REASON = "it consists mostly of gripping and rubbing"

CAUTIONS: Mapping[str, Caution] = {
    caution.id: caution
    for caution in (
        Caution(
            "varicose-veins",
            "raised or varicose veins",
            "raised veins bruise, and firm work on them or below them is not safe",
            (ExcludedWork(_VEIN_SITES, _DEEP_TECHNIQUES),),
            _at_most(3) | _at_most(2, _VEIN_SITES | {"whole-leg", "thigh"}),
            tools=frozenset({"roller"}),
            excludes={"anti-cellulite": _BRISK_REASON},
        ),
        Caution(
            "knee",
            "a sore or operated knee",
            "a sore joint is not rubbed",
            (ExcludedWork(_areas_in("knee"), _ALL_TECHNIQUES),),
            _at_most(2, frozenset({"whole-leg"})),
        ),
        Caution(
            "ankle",
            "a sore or sprained ankle",
            "a sore joint is not rubbed or turned",
            (
                ExcludedWork(frozenset({"ankle", "achilles"}), _ALL_TECHNIQUES),
                ExcludedWork(_areas_in("feet", "lower-leg"), frozenset({"mobilisation"})),
            ),
            _at_most(2, frozenset({"lower-leg", "whole-leg"})),
        ),
        Caution(
            "pregnancy",
            "pregnancy",
            "clots are more common in pregnancy, so no deep work on the legs, and no lying flat",
            (
                ExcludedWork(_areas_in("lower-leg", "knee", "thigh", "hip", "whole-leg"), _DEEP_TECHNIQUES),
                ExcludedWork(
                    frozenset({"ankle", "achilles", "inner-thigh", "upper-inner-thigh", "groin"}), _ALL_TECHNIQUES
                ),
            ),
            _at_most(3),
            positions=frozenset({"supine", "prone"}),
            tools=frozenset({"roller"}),
            excludes={
                "anti-cellulite": _BRISK_REASON,
                "lymphatic": "in pregnancy, swelling is for a midwife or doctor to look at first",
            },
        ),
        Caution(
            "cannot-reach-feet",
            "feet out of reach",
            "reaching for the feet could strain the back",
            (ExcludedWork(_areas_in("feet", "lower-leg") - {"calf", "shin"}, _ALL_TECHNIQUES),),
            of_hands=True,
            self_only=True,
        ),
        Caution(
            "hip-replacement",
            "a hip replacement",
            "a new joint and its scar are left alone, and so are positions that cross, twist or bend the leg far",
            (ExcludedWork(_areas_in("hip") | {"outer-thigh"}, _ALL_TECHNIQUES),),
            _at_most(4, _areas_in("thigh")),
            positions=frozenset({"side-lying", "ankle-over-knee", "foot-drawn-in", "bed-seated"}),
        ),
        Caution(
            "numb-feet",
            "numb feet or diabetes",
            "numb skin gives no warning of too much pressure, so work on it stays light",
            (ExcludedWork(_areas_in("feet"), frozenset({"compression", "tapotement"})),),
            _at_most(3, _areas_in("feet", "lower-leg")),
            tools=_FLOOR_TOOLS,
        ),
        Caution(
            "blood-thinners",
            "blood thinners",
            "bruises come easily and spread",
            (ExcludedWork(_ALL_AREAS, frozenset({"tapotement", "compression"})),),
            _at_most(3),
            tools=_FLOOR_TOOLS,
            excludes={"anti-cellulite": _BRISK_REASON},
        ),
        Caution(
            "fragile-skin",
            "fragile skin",
            "rubbing and gripping can tear it",
            (ExcludedWork(_ALL_AREAS, _DEEP_TECHNIQUES - {"vibration"}),),
            _at_most(2),
            tools=frozenset({"roller"}),
            excludes={
                "anti-cellulite": _BRISK_REASON,
                "classical": _FIRM_REASON,
                "lymphatic": "stretching thin skin can tear it",
            },
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
                ExcludedWork(_ALL_AREAS, frozenset({"petrissage", "compression"})),
                ExcludedWork(frozenset({"toes", "sole", "heel"}), frozenset({"friction"})),
            ),
            of_hands=True,
        ),
    )
}


def find_cautions(ids: Sequence[str]) -> tuple[Caution, ...]:
    """Returns the cautions with the given ids, each once, in the order of the table.

    Raises:
        RoutineError: If one of the ids does not exist.
    """
    for id_ in ids:
        if id_ not in CAUTIONS:
            known = ", ".join(CAUTIONS)
            raise RoutineError(f"there is no caution '{id_}'{did_you_mean(id_, CAUTIONS)}; known: {known}")
    return tuple(caution for caution in CAUTIONS.values() if caution.id in ids)
