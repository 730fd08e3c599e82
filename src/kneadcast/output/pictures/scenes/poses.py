"""The poses of a session: a whole person in a position, drawn for the time of a change."""

from __future__ import annotations

from kneadcast.output.pictures.scenes.artwork import pose_names
from kneadcast.routine.model import Mode

POSE_WIDTH, POSE_HEIGHT = 480, 360
POSE_BOX = f"0 0 {POSE_WIDTH} {POSE_HEIGHT}"
"""The frame of a pose."""


def pose_of(position: str, mode: Mode | None) -> str | None:
    """Returns the name of the picture of a position, or `None` if the program has none.

    Args:
        position: A position's id.
        mode: In routines for two, the giver is drawn as well where the position has such a picture.
    """
    names = pose_names()
    for_two = f"{position}-partner"
    if mode == "partner" and for_two in names:
        return for_two
    return position if position in names else None


def pose_markup(name: str, *, mirrored: bool = False, with_leg: bool = True) -> str:
    """Returns the markup of a pose, which refers to the definitions of the page.

    Args:
        name: The name of the pose.
        mirrored: Whether the right leg is worked instead of the left one.
        with_leg: Whether the leg that is worked stands out.
    """
    kind = "pose" if with_leg else "pose plain"
    mirror = f' transform="translate({POSE_WIDTH} 0) scale(-1 1)"' if mirrored else ""
    return f'<g class="{kind}"{mirror}><use href="#pose-{name}"/></g>'
