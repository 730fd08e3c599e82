"""Tables of the body: areas with their pressure caps, techniques with their tempo, types of massage, positions.

Pressure ranges from 1 to 10: 1-2 moves the skin only, 3-4 is light, 5-6 firm and pleasant, 7 the strongest allowed
on any area. The caps depend on the tissue under the hand; each has a reason, which is shown to authors who exceed it.
Figures without a published source are design values, to be adjusted in trials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kneadcast.units import MS_PER_MINUTE

Group = Literal["feet", "lower-leg", "knee", "thigh", "hip", "whole-leg"]


@dataclass(frozen=True)
class Area:
    """A part of the leg that a step can work on."""

    id: str
    label: str
    """The name that listeners read."""
    group: Group
    pressure_cap: int
    reason: str
    """Why more pressure than the cap is refused."""
    techniques: frozenset[str] | None = None
    """The only techniques allowed on the area; `None` if all are allowed."""


@dataclass(frozen=True)
class Technique:
    """A way of moving the hands."""

    id: str
    label: str
    direction: str
    pressure: tuple[int, int] | None
    """The lightest and the firmest pressure; `None` if the technique has no pressure."""
    tempi: tuple[tuple[int, int], ...]
    """Ranges of strokes a minute; empty if the technique has no rhythm."""


@dataclass(frozen=True)
class RoutineType:
    """One of the five types of foot and leg massage, and the limits that define it."""

    id: str
    label: str
    goal: str
    frequency: str
    pressure_cap: int
    reason: str
    """Why more pressure than the cap is refused."""
    techniques: frozenset[str]
    """The only techniques allowed in it."""
    fastest: Mapping[str, int] = field(default_factory=dict)
    """The most strokes a minute of a technique, if the type is slower than the technique allows."""
    dry: bool = False
    """Whether it is done on dry skin, without cream or oil."""
    proximal_first: bool = False
    """Whether work begins near the trunk, rather than at the toes."""
    contraindications: tuple[str, ...] = ()
    """Who must not do it, in addition to those who must not do any session; the safety line names each."""


@dataclass(frozen=True)
class Position:
    """How a listener sits, stands or lies."""

    id: str
    label: str
    reaches: frozenset[str]
    """The areas that people reach with their own hands and a straight back: a design value, from trying each."""


_FOOT_REASON = "small bones and joints lie just under the skin"
_PASSING_TECHNIQUES = frozenset({"effleurage", "lymph_stretch", "hold"})
_THIGH_REASON = "a large muscle takes firm, pleasant work, but more bruises rather than helps"

AREAS: Mapping[str, Area] = {
    area.id: area
    for area in (
        Area("toes", "toes", "feet", 5, "toe joints are small and strain easily"),
        Area("top-of-foot", "top of the foot", "feet", 4, "tendons and thin bones lie just under the skin"),
        Area("sole", "sole", "feet", 7, "thick skin and a strong band of tissue bear firm work, not more"),
        Area("heel", "heel", "feet", 7, "the heel pad bears firm work, not more"),
        Area("foot", "whole foot", "feet", 4, f"it includes the top of the foot, where {_FOOT_REASON}"),
        Area("ankle", "ankle", "lower-leg", 3, "the tibial nerve and an artery pass behind the inner ankle"),
        Area(
            "achilles",
            "Achilles tendon",
            "lower-leg",
            4,
            "a tendon has little blood supply and is slow to heal",
            frozenset({"effleurage", "friction", "petrissage", "mobilisation", "hold"}),
        ),
        Area("shin", "shin", "lower-leg", 2, "the edge of the shin bone has only skin over it", _PASSING_TECHNIQUES),
        Area("calf", "calf", "lower-leg", 6, "veins run through the muscle, and more pressure bruises"),
        Area("lower-leg", "lower leg", "lower-leg", 3, "long strokes pass over the shin and the ankle"),
        Area("knee", "knee", "knee", 3, "the kneecap must not be pressed, and a nerve runs just below the outer knee"),
        Area(
            "back-of-knee",
            "back of the knee",
            "knee",
            2,
            "vessels and nerves lie near the surface there, so only strokes that pass over are allowed",
            frozenset({"effleurage"}),
        ),
        Area("front-thigh", "front of the thigh", "thigh", 6, _THIGH_REASON),
        Area("outer-thigh", "outer thigh", "thigh", 6, _THIGH_REASON),
        Area("back-thigh", "back of the thigh", "thigh", 6, _THIGH_REASON),
        Area("inner-thigh", "inner thigh", "thigh", 4, "the skin is thin and large vessels run beneath it"),
        Area(
            "upper-inner-thigh",
            "upper inner thigh",
            "thigh",
            2,
            "vessels and nerves of the groin lie near the skin",
            _PASSING_TECHNIQUES,
        ),
        Area("groin", "groin", "thigh", 2, "vessels and nerves lie near the surface there", _PASSING_TECHNIQUES),
        Area("thigh", "thigh", "thigh", 4, "long strokes take in the inner thigh, where the skin is thin"),
        Area(
            "glutes",
            "glutes",
            "hip",
            7,
            "the strongest muscle of the body bears firm work, but the bone next to it does not",
        ),
        Area("hip", "hip", "hip", 5, "muscle is thinner round the joint"),
        Area("hip-point", "bony point of the hip", "hip", 3, "only a thin cushion lies between skin and bone"),
        Area("whole-leg", "whole leg", "whole-leg", 3, "long strokes pass over the shin, the knee and the groin side"),
    )
}

TECHNIQUES: Mapping[str, Technique] = {
    technique.id: technique
    for technique in (
        Technique("effleurage", "stroking", "towards the hip, with a weightless return", (2, 5), ((6, 15), (20, 30))),
        Technique("petrissage", "kneading", "climbing towards the hip", (4, 6), ((20, 35),)),
        Technique("friction", "circular rubbing", "small circles, climbing", (3, 6), ((20, 60),)),
        Technique("tapotement", "tapping", "climbing", (2, 3), ((120, 240),)),
        Technique("vibration", "shaking", "in place", (2, 3), ((120, 240),)),
        Technique("compression", "press and hold", "straight in", (4, 6), ((4, 6),)),
        Technique("lymph_stretch", "skin stretch and release", "towards the groin", (1, 2), ((12, 20),)),
        Technique("mobilisation", "slow joint movement", "circles and flexing", None, ((6, 15),)),
        Technique("hold", "stillness", "none", (1, 3), ()),
    )
}

_HAND_TECHNIQUES = frozenset({"effleurage", "petrissage", "friction", "compression", "mobilisation", "hold"})
_RAPID_TECHNIQUES = frozenset({"vibration", "tapotement"})

TYPES: Mapping[str, RoutineType] = {
    type_.id: type_
    for type_ in (
        RoutineType(
            "preventive",
            "Preventive",
            "comfort and upkeep",
            "2-3 times a week",
            6,
            "upkeep needs no more than firm, pleasant work",
            _HAND_TECHNIQUES | _RAPID_TECHNIQUES,
        ),
        RoutineType(
            "classical",
            "Classical",
            "ease in named areas",
            "2-3 times a week",
            7,
            "stronger bruises",
            _HAND_TECHNIQUES | _RAPID_TECHNIQUES,
        ),
        RoutineType(
            "lymphatic",
            "Lymphatic",
            "a light, less heavy feel",
            "daily",
            2,
            "lymph vessels lie in the skin, and pressure that reaches the muscle presses them shut",
            frozenset({"lymph_stretch", "effleurage", "mobilisation", "hold"}),
            {"effleurage": 15},
            dry=True,
            proximal_first=True,
            contraindications=("heart failure", "kidney failure", "lymphoedema, unless a therapist has taught it"),
        ),
        RoutineType(
            "anti-cellulite",
            "Anti-cellulite",
            "skin feel and look",
            "2-3 times a week",
            6,
            "brisk work with more pressure bruises",
            (_HAND_TECHNIQUES | _RAPID_TECHNIQUES) - {"hold"},
            contraindications=("skin that bruises easily",),
        ),
        RoutineType(
            "relaxing",
            "Relaxing",
            "calm",
            "any evening",
            5,
            "deep work wakes rather than calms",
            _HAND_TECHNIQUES,
            {"effleurage": 15, "friction": 30, "petrissage": 25},
        ),
    )
}

_FEET = frozenset(area.id for area in AREAS.values() if area.group == "feet")
_LOWER_LEG = frozenset(area.id for area in AREAS.values() if area.group == "lower-leg")
_HIP = frozenset(area.id for area in AREAS.values() if area.group == "hip")
_KNEE = frozenset({"knee", "back-of-knee"})
_FRONT_OF_THIGH = frozenset({"front-thigh", "outer-thigh", "inner-thigh", "upper-inner-thigh", "groin", "thigh"})

POSITIONS: Mapping[str, Position] = {
    position.id: position
    for position in (
        Position("seated", "seated", _FRONT_OF_THIGH | {"knee"}),
        Position("foot-drawn-in", "seated, heel on the edge of the seat", _FEET | _LOWER_LEG | _KNEE),
        Position("ankle-over-knee", "seated, ankle on the other knee", _FEET | _LOWER_LEG),
        Position("seated-edge", "seated on the edge, feet flat", _FRONT_OF_THIGH | _KNEE | {"back-thigh"}),
        Position(
            "bed-seated",
            "sitting up in bed, knees bent",
            _FEET | _LOWER_LEG | _KNEE | _FRONT_OF_THIGH | {"back-thigh", "whole-leg"},
        ),
        Position("side-lying", "lying on the side", _HIP | {"outer-thigh", "back-thigh", "thigh"}),
        Position("standing", "standing with support", _HIP | {"outer-thigh", "back-thigh", "thigh"}),
        Position("reclined", "reclined", _FRONT_OF_THIGH | {"knee", "hip", "hip-point"}),
        Position("supine", "lying on the back", _FRONT_OF_THIGH | {"hip", "hip-point"}),
        Position("prone", "lying on the stomach", frozenset()),
    )
}

SEATS = frozenset({"seated", "seated-edge", "foot-drawn-in", "ankle-over-knee"})
"""Positions on a chair, which a listener leaves by stepping on the floor."""
RAISED_FOOT = frozenset({"foot-drawn-in", "ankle-over-knee"})
"""Positions on a chair in which one foot is not on the floor."""
DRAWN_IN = RAISED_FOOT | {"bed-seated"}
"""Positions in which the leg that is worked is drawn in, and the other one is not."""
PLACES = ("chair", "bed", "standing")
"""Where a listener can be: words that lead from one place to another differ, those within a place hardly do."""

TOOLS: Mapping[str, str] = {
    "hands": "the hands",
    "ball": "a ball",
    "roller": "a roller on the floor",
    "leg": "the other leg",
    "none": "nothing: the leg moves by itself",
}
"""The tools that work on an area, with their labels."""


def place_of(position: str) -> str:
    """Returns the place of a position: on a chair, standing, or else on a bed or mat."""
    return "chair" if position in SEATS else "standing" if position == "standing" else "bed"


HAND_WORK_MS = 20 * MS_PER_MINUTE
"""The longest stretch of work with the hands before they rest, at a change of position or side or in a pause.

Breaks of half a minute every 20 minutes reduce the discomfort of hands and arms without loss of work: McLean, Tingley,
Scott and Rickards, Applied Ergonomics 32 (2001), 225-237, on keyboards. Thumbs are what massage strains most:
Rossettini et al., Work 54 (2016), 159-169. Half a minute is the ideal of `PAUSE_TIME` in `kneadcast.routine.model`.
"""
LONGEST_REST_MS = 10 * MS_PER_MINUTE
"""The longest rest at the end of a session in rounds; more is sleep, and nobody hears its end. A design value."""
LONGEST_SESSION_MS = 150 * MS_PER_MINUTE
"""The longest session in rounds, since therapists rarely book more than two hours. A design value."""
MOST_ROUNDS = 6
"""How often a session does the steps of a section to fill a length. A design value: more is monotonous."""
_MOST_MINUTES_ON_MUSCLE = 20
_MOST_MINUTES: Mapping[str, int] = {
    **dict.fromkeys(("toes", "top-of-foot", "heel", "ankle", "hip"), 12),
    **dict.fromkeys(("achilles", "shin", "knee", "inner-thigh", "hip-point"), 8),
    **dict.fromkeys(("back-of-knee", "upper-inner-thigh", "groin"), 5),
}
"""The longest hands-on minutes on one side in one session, for areas that bear less than muscle, sole and long strokes.

Design values, by what lies under the hand: small joints and a thin cover over bone; tendons and thin skin; vessels and
nerves near the surface. Muscle bears more: sessions of an hour on one region were well tolerated in the dosing trial of
Sherman et al., Annals of Family Medicine 12 (2014), 112-120.
"""
_MOST_MINUTES_WITH_TOOL: Mapping[str, int] = {"ball": 6, "roller": 6}
"""Rolling is recommended in one to three sets of 30 to 120 s on a muscle: Behm et al., Journal of Strength and
Conditioning Research 34 (2020), 3301-3308."""


def longest_work_ms(area: str, tool: str) -> int:
    """Returns the longest hands-on time on an area of one side in one session, in milliseconds."""
    of_area = _MOST_MINUTES.get(area, _MOST_MINUTES_ON_MUSCLE)
    return min(of_area, _MOST_MINUTES_WITH_TOOL.get(tool, of_area)) * MS_PER_MINUTE


STRONGEST_PRESSURE = 7
"""The strongest pressure on any area; more is refused."""

FINISHING_PRESSURE = 4
"""The strongest pressure of a session's last step: ending with deep work along the nerves leaves the leg sore."""
