"""The coordinates of the drawing of the leg, which are read from `leg.json`.

The proportions are those of a person 1,470 units tall, after Drillis & Contini, Body Segment Parameters (1966): knee
0.285 and ankle 0.039 of the height above the ground, foot 0.152 long and 0.055 broad.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kneadcast.frozen_model import FrozenModel
from kneadcast.output.pictures.curves import Point
from kneadcast.script.model import Side

_FILE = Path(__file__).with_name("leg.json")

Points = tuple[Point, ...]


class LimbLine(FrozenModel):
    """An open line on the limb, such as the kneecap."""

    name: str
    """A description for people who edit the file."""
    points: Points


class LimbBand(FrozenModel):
    """An area that lies between two heights and between two shares of the limb's width."""

    area: str
    top: float
    bottom: float
    start: float
    """Share of the width, 0 at the start edge and 1 at the end edge."""
    end: float


class Patch(FrozenModel):
    """An area given by its outline."""

    area: str
    points: Points


class Oval(FrozenModel):
    """An area that is an ellipse."""

    area: str
    x: float
    y: float
    x_radius: float
    y_radius: float


class LimbView(FrozenModel):
    """One view of the leg: the profile, or the right leg from the front."""

    start_edge: Points
    """From the waist down: the back in profile, the inside of the leg in front."""
    end_edge: Points
    """From the waist down: the front in profile, the outside of the leg in front."""
    foot: Points
    """Round the foot, from the lower end of one edge to that of the other."""
    lines: tuple[LimbLine, ...]
    bands: tuple[LimbBand, ...]
    patches: tuple[Patch, ...]
    ovals: tuple[Oval, ...]


class Box(FrozenModel):
    """A rectangle."""

    left: int
    top: int
    width: int
    height: int


class SideLabel(FrozenModel):
    """The place of the word below a leg of the front view."""

    side: Side
    x: int
    y: int


class ProfilePlace(FrozenModel):
    """Where the profile is placed in the frame."""

    x: float
    """Of the origin of the view."""


class FrontPlace(FrozenModel):
    """Where the front view is placed in the frame: the right leg, and its mirror image."""

    x: float
    """Of the line between the legs."""
    ground: float
    """The height at which the view stays where it is when it is scaled."""
    scale: float
    gap: float
    """Between each leg and the line between them, before scaling."""


class LegData(FrozenModel):
    """Both views, each in units of its own, and the frame into which they are placed.

    All points of a view are joined by smooth curves.
    """

    frame: Box
    """Contains all shapes."""
    page_view: Box
    """The part of the drawing that the page shows, with the words below the legs."""
    close_up: Box
    """The part that contains a foot."""
    side_labels: tuple[SideLabel, ...]
    profile_place: ProfilePlace
    front_place: FrontPlace
    profile: LimbView
    front: LimbView


@lru_cache(maxsize=1)
def leg_data() -> LegData:
    """Reads the coordinates, once."""
    return LegData.model_validate_json(_FILE.read_bytes())
